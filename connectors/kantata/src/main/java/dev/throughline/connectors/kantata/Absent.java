package dev.throughline.connectors.kantata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One absence as a mapping words it: {@code user_id}, {@code _absence} (its name, which stays), {@code _from} and {@code _to}, {@code _off} (false when it is called off), and
 * {@code _hours} a day or {@code _days} with {@code on}, {@code amount} and {@code unit}, or neither for whole days.
 */
record Absent(
        String user,
        String name,
        boolean off,
        LocalDate from,
        LocalDate to,
        Optional<BigDecimal> hours,
        List<Part> parts) {
    /** Nobody is absent longer by one request; a longer one is a slip of the year. */
    private static final int DAYS_MAX = 1_100;

    private static final BigDecimal MINUTES_OF_HOUR = BigDecimal.valueOf(60);
    private static final int DECIMALS = 2;

    /** @param hours whether the amount counts hours, else parts of the day */
    record Part(LocalDate on, BigDecimal amount, boolean hours) {}

    /** The working minutes of each day of a person's week. */
    record Week(Map<DayOfWeek, Integer> minutes) {
        static Week of(JsonNode row) {
            Map<DayOfWeek, Integer> minutes = new TreeMap<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                minutes.put(
                        day,
                        row.path(day.name().toLowerCase(Locale.ROOT) + "_minutes")
                                .asInt(0));
            }
            return new Week(minutes);
        }

        /** Rounded down, since the vendor takes no more than it deems possible. */
        BigDecimal hours(LocalDate day) {
            return BigDecimal.valueOf(minutes.getOrDefault(day.getDayOfWeek(), 0))
                    .divide(MINUTES_OF_HOUR, DECIMALS, RoundingMode.DOWN);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with the body */
    static Absent of(JsonNode body) {
        LocalDate from = day(body, "_from");
        LocalDate to = day(body, "_to");
        if (to.isBefore(from) || from.plusDays(DAYS_MAX).isBefore(to)) {
            throw new IllegalArgumentException("an absence from %s to %s cannot be".formatted(from, to));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : body.path("_days")) {
            parts.add(new Part(
                    day(part, "on"),
                    amount(part.path("amount")),
                    part.path("unit").asString("").equals("hours")));
        }
        if (parts.size() > DAYS_MAX) {
            throw new IllegalArgumentException("an absence of %d days cannot be".formatted(parts.size()));
        }
        String name = text(body, "_absence");
        if (name.matches(".*[\\s=].*")) {
            throw new IllegalArgumentException("'%s' cannot name an absence".formatted(name));
        }
        return new Absent(
                text(body, "user_id"),
                name,
                body.path("_off").asBoolean(true),
                from,
                to,
                body.hasNonNull("_hours") ? Optional.of(amount(body.path("_hours"))) : Optional.empty(),
                parts);
    }

    private static String text(JsonNode body, String field) {
        String text = body.path(field).asString("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an absence needs " + field);
        }
        return text;
    }

    private static LocalDate day(JsonNode body, String field) {
        try {
            return LocalDate.parse(text(body, field));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("%s of an absence is no day: %s".formatted(field, body.path(field)), e);
        }
    }

    private static BigDecimal amount(JsonNode node) {
        try {
            BigDecimal amount = new BigDecimal(node.asString(""));
            if (amount.signum() >= 0) {
                return amount;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an absence takes no amount of " + node, e);
        }
        throw new IllegalArgumentException("an absence takes no amount of " + node);
    }

    /** Whether the hours of its days can be told only from the person's working week. */
    boolean needsWeek() {
        return off && (parts.isEmpty() || parts.stream().anyMatch(p -> !p.hours()));
    }

    /**
     * Hours off by day; days without any are left out, and no day has more than the person works on it.
     *
     * @param week of the person; empty only where {@link #needsWeek} says that it may be
     */
    Map<LocalDate, BigDecimal> days(Optional<Week> week) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        if (!off) {
            return days;
        }
        if (parts.isEmpty()) {
            from.datesUntil(to.plusDays(1)).forEach(day -> days.put(day, hours.orElseGet(() -> possible(week, day))));
        } else {
            parts.forEach(part -> days.merge(part.on, hoursOf(part, week), BigDecimal::add));
        }
        days.replaceAll((day, hours) -> week.map(w -> hours.min(w.hours(day))).orElse(hours));
        days.values().removeIf(hours -> hours.signum() == 0);
        return days;
    }

    private static BigDecimal hoursOf(Part part, Optional<Week> week) {
        return part.hours
                ? part.amount
                : possible(week, part.on).multiply(part.amount).setScale(DECIMALS, RoundingMode.DOWN);
    }

    private static BigDecimal possible(Optional<Week> week, LocalDate day) {
        return week.map(w -> w.hours(day)).orElse(BigDecimal.ZERO);
    }
}
