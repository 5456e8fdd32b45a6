package dev.throughline.connectors.kantata.simulator;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Time off and the working weeks that bound it. Source: https://developer.kantata.com, Time Off Entries and Workweeks. */
final class TimeOffRules {
    private static final BigDecimal MINUTES_OF_HOUR = BigDecimal.valueOf(60);

    private TimeOffRules() {}

    /** Time off of a user on a day: what is created for the same day joins the entry that is there. Never more than the day's working time. */
    record Entries(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            positive(draft);
            long user = draft.number("user_id");
            BigDecimal there =
                    entry(user, draft.text("requested_date")).map(this::hours).orElse(BigDecimal.ZERO);
            requirePossible(user, draft.text("requested_date"), there.add(hours(draft)));
            draft.values()
                    .put(
                            "submission_date",
                            LocalDate.ofInstant(java.time.Instant.ofEpochSecond(store.now()), Values.ZONE)
                                    .toString());
        }

        @Override
        public Optional<Row> joined(Draft draft) {
            Optional<Row> there = entry(draft.number("user_id"), draft.text("requested_date"));
            there.ifPresent(row -> store.update(
                    "time_off_entries", row, Map.of("hours", hours(row).add(hours(draft)))));
            return there;
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            if (draft.names("hours")) {
                positive(draft);
                requirePossible(
                        store.number("time_off_entries", row, "user_id"),
                        String.valueOf(store.text("time_off_entries", row, "requested_date")),
                        hours(draft));
            }
        }

        private static void positive(Draft draft) {
            if (hours(draft).signum() <= 0) {
                throw ApiError.invalid("hours", "Hours must be greater than 0");
            }
        }

        private void requirePossible(long user, String day, BigDecimal hours) {
            if (hours.multiply(MINUTES_OF_HOUR).compareTo(BigDecimal.valueOf(minutes(user, LocalDate.parse(day))))
                    > 0) {
                throw ApiError.invalid("hours", "Hours cannot exceed the possible workday hours of " + day);
            }
        }

        private long minutes(long user, LocalDate day) {
            List<Row> memberships = store.table("account_memberships").where("user_id", user);
            if (memberships.isEmpty()) {
                return 0;
            }
            long week = store.number("account_memberships", memberships.getFirst(), "effective_workweek_id");
            return store.table("workweeks")
                    .row(week)
                    .map(row -> store.number("workweeks", row, minutesOf(day.getDayOfWeek())))
                    .orElse(0L);
        }

        private Optional<Row> entry(long user, String day) {
            return store.table("time_off_entries").where("user_id", user).stream()
                    .filter(row -> day.equals(store.text("time_off_entries", row, "requested_date")))
                    .findFirst();
        }

        private BigDecimal hours(Row row) {
            return store.text("time_off_entries", row, "hours") instanceof BigDecimal hours ? hours : BigDecimal.ZERO;
        }

        private static BigDecimal hours(Draft draft) {
            return draft.values().get("hours") instanceof BigDecimal hours ? hours : BigDecimal.ZERO;
        }
    }

    /** A working week of the account. */
    record Weeks(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            requireDays(draft);
        }

        @Override
        public void created(Row row, Draft draft) {
            total(row);
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            requireDays(draft);
        }

        @Override
        public void updated(Row row, Draft draft) {
            total(row);
        }

        private void total(Row row) {
            long total = 0;
            for (DayOfWeek day : DayOfWeek.values()) {
                total += store.number("workweeks", row, minutesOf(day));
            }
            store.quietly("workweeks", row, "total_minutes", total);
        }

        private static void requireDays(Draft draft) {
            for (DayOfWeek day : DayOfWeek.values()) {
                long minutes = draft.number(minutesOf(day));
                if (minutes < 0 || minutes > 1440) {
                    throw ApiError.invalid(minutesOf(day), "Minutes must be between 0 and 1440");
                }
            }
        }

        /** The week that everybody has who has no other; made when it is first needed. */
        static long usual(Store store) {
            Table weeks = store.table("workweeks");
            return weeks.where("default", true).stream()
                    .findFirst()
                    .orElseGet(() -> store.insert(
                            "workweeks", Map.<String, Object>of("default", true, "start_date", "2000-01-01")))
                    .id;
        }
    }

    /** A working week of one person's own. */
    record WeekMemberships(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            Weeks.requireDays(draft);
            Map<String, Object> week = new HashMap<>();
            week.put("start_date", draft.text("start_date"));
            for (DayOfWeek day : DayOfWeek.values()) {
                week.put(minutesOf(day), draft.number(minutesOf(day)));
            }
            Row made = store.insert("workweeks", week);
            new Weeks(store).total(made);
            draft.values().put("workweek_id", made.id);
        }

        /** Taken to be in effect at once, whatever its first day. */
        @Override
        public void created(Row row, Draft draft) {
            @Nullable Object week = draft.values().get("workweek_id");
            store.table("account_memberships")
                    .where("user_id", draft.number("user_id"))
                    .forEach(m -> store.quietly("account_memberships", m, "effective_workweek_id", week));
        }
    }

    private static String minutesOf(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT) + "_minutes";
    }
}
