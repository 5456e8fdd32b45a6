package dev.throughline.connectors.kantata.simulator;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The smaller resources around people: users, invitations, rates, skills, team members, allocations, client groups. */
final class PeopleRules {
    private PeopleRules() {}

    private static void requireNewMail(Store store, String mail, long except) {
        if (mail.isBlank() || !mail.contains("@")) {
            throw ApiError.invalid("email_address", "Email address is invalid");
        }
        store.table("users").each(u -> {
            if (u.id != except && mail.equalsIgnoreCase(String.valueOf(store.text("users", u, "email_address")))) {
                throw ApiError.invalid("email_address", "Email address has already been taken");
            }
        });
    }

    /** Each user of the account has a membership. */
    record Users(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            requireNewMail(store, draft.text("email_address"), 0);
        }

        @Override
        public void created(Row row, Draft draft) {
            Map<String, Object> fields = new HashMap<>();
            fields.put("user_id", row.id);
            draft.value("role_id").ifPresent(r -> fields.put("default_role_id", r));
            fields.put("effective_workweek_id", TimeOffRules.Weeks.usual(store));
            Row membership = store.insert("account_memberships", fields);
            store.quietly("users", row, "account_membership_id", membership.id);
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            if (draft.names("email_address")) {
                requireNewMail(store, draft.text("email_address"), row.id);
            }
        }
    }

    /** A person's place in the account: disabling it keeps what the person did, and takes away everything that the person could still do. */
    record Memberships(Store store) implements Rules {
        void enable(Row row, boolean on) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("disabled_at", on ? null : Long.valueOf(store.now()));
            fields.put("can_log_in", on);
            store.update("account_memberships", row, fields);
            store.table("users")
                    .row(store.number("account_memberships", row, "user_id"))
                    .ifPresent(user -> store.update("users", user, Map.of("disabled", !on)));
        }
    }

    /** Somebody disabled cannot be put on a project. */
    private static void requireEnabled(Store store, Rules.Draft draft) {
        draft.value("user_id")
                .flatMap(id -> store.table("users").row((Long) id))
                .filter(user -> store.is("users", user, "disabled"))
                .ifPresent(user -> {
                    throw ApiError.invalid("user_id", "User is inactive on this account");
                });
    }

    record Participations(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            requireEnabled(store, draft);
        }
    }

    /** The invited person is taken to accept at once. */
    record Invitations(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            requireNewMail(store, draft.text("email_address").toLowerCase(Locale.ROOT), 0);
        }

        @Override
        public void created(Row row, Draft draft) {
            Map<String, Object> fields = new HashMap<>();
            fields.put("full_name", draft.text("full_name"));
            fields.put("email_address", draft.text("email_address"));
            fields.put("headline", draft.text("headline"));
            draft.value("default_role_id").ifPresent(r -> fields.put("role_id", r));
            Row user = store.insert("users", fields);
            Map<String, Object> member = new HashMap<>();
            member.put("user_id", user.id);
            draft.value("default_role_id").ifPresent(r -> member.put("default_role_id", r));
            draft.value("bill_rate_in_cents").ifPresent(r -> member.put("bill_rate_in_cents", r));
            draft.value("cost_rate_in_cents").ifPresent(r -> member.put("cost_rate_in_cents", r));
            member.put("effective_workweek_id", TimeOffRules.Weeks.usual(store));
            Row membership = store.insert("account_memberships", member);
            store.quietly("users", user, "account_membership_id", membership.id);
            store.quietly("account_invitations", row, "invitee_id", user.id);
            store.quietly("account_invitations", row, "pending", false);
        }
    }

    /** The latest cost rate of a currency is the one in use. */
    record CostRates(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            ProjectRules.currency(draft.text("currency"));
            if (draft.number("amount_in_subunits") < 0) {
                throw ApiError.invalid("amount_in_subunits", "Amount in subunits must not be negative");
            }
            for (Row rate :
                    store.table("cost_rates").where("account_membership_id", draft.number("account_membership_id"))) {
                if (draft.text("currency").equals(store.text("cost_rates", rate, "currency"))
                        && store.is("cost_rates", rate, "in_use")) {
                    store.update("cost_rates", rate, Map.of("in_use", false));
                }
            }
        }
    }

    record SkillMemberships(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            Row skill = store.table("skills").row(draft.number("skill_id")).orElseThrow();
            boolean twice = store.table("skill_memberships").where("user_id", draft.number("user_id")).stream()
                    .anyMatch(m -> store.number("skill_memberships", m, "skill_id") == skill.id);
            if (twice) {
                throw ApiError.invalid("skill_id", "Skill has already been taken");
            }
            draft.otherwise("max_level", store.text("skills", skill, "max_level"));
            draft.otherwise("cached_skill_name", store.text("skills", skill, "name"));
            checkLevel(draft, store.number("skills", skill, "max_level"));
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            checkLevel(draft, store.number("skill_memberships", row, "max_level"));
        }

        private static void checkLevel(Draft draft, long max) {
            if (draft.value("level").isPresent() && (draft.number("level") < 1 || draft.number("level") > max)) {
                throw ApiError.invalid("level", "Level must be between 1 and " + max);
            }
        }
    }

    /** A team member, or a role without a name yet. */
    record Resources(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            if (draft.value("user_id").isEmpty() && draft.value("role_id").isEmpty()) {
                throw ApiError.invalid("role_id", "Role can't be blank for an unnamed resource");
            }
            requireEnabled(store, draft);
            store.table("workspaces")
                    .row(draft.number("workspace_id"))
                    .ifPresent(w -> draft.otherwise("workspace_title", store.text("workspaces", w, "title")));
            name(draft);
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            requireEnabled(store, draft);
            name(draft);
            draft.sent("bill_rate").ifPresent(r -> draft.values().put("resource_bill_rate", r.toString()));
            draft.sent("cost_rate").ifPresent(r -> draft.values().put("resource_cost_rate", r.toString()));
        }

        private void name(Draft draft) {
            draft.value("role_id")
                    .flatMap(id -> store.table("roles").row((Long) id))
                    .ifPresent(r -> draft.values().put("role_name", store.text("roles", r, "name")));
            Optional<Row> user =
                    draft.value("user_id").flatMap(id -> store.table("users").row((Long) id));
            user.ifPresent(u -> draft.values().put("full_name", store.text("users", u, "full_name")));
            if (user.isPresent() || draft.names("role_name")) {
                draft.values()
                        .put("display_label", user.isPresent() ? draft.text("full_name") : draft.text("role_name"));
            }
        }
    }

    /** Planned work of a resource over a range of days. */
    record Allocations(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            Row resource = store.table("workspace_resources")
                    .row(draft.number("resource_id"))
                    .orElseThrow();
            requireRange(draft.text("start_date"), draft.text("end_date"));
            draft.values().put("workspace_resource_id", resource.id);
            draft.values().put("workspace_id", store.text("workspace_resources", resource, "workspace_id"));
            draft.otherwise(
                    "percentage",
                    percentage(draft.text("start_date"), draft.text("end_date"), draft.number("minutes")));
        }

        @Override
        public void created(Row row, Draft draft) {
            sum(draft.number("resource_id"));
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            String start = draft.names("start_date")
                    ? draft.text("start_date")
                    : String.valueOf(store.text("workspace_allocations", row, "start_date"));
            String end = draft.names("end_date")
                    ? draft.text("end_date")
                    : String.valueOf(store.text("workspace_allocations", row, "end_date"));
            requireRange(start, end);
            long minutes = draft.names("minutes")
                    ? draft.number("minutes")
                    : store.number("workspace_allocations", row, "minutes");
            draft.values().put("percentage", percentage(start, end, minutes));
        }

        @Override
        public void updated(Row row, Draft draft) {
            sum(store.number("workspace_allocations", row, "workspace_resource_id"));
        }

        private static void requireRange(String start, String end) {
            if (end.compareTo(start) < 0) {
                throw ApiError.invalid("end_date", "End date must not be before start date");
            }
        }

        private static long percentage(String start, String end, long minutes) {
            long days = LocalDate.parse(start)
                    .datesUntil(LocalDate.parse(end).plusDays(1))
                    .limit(4000)
                    .filter(d -> d.getDayOfWeek().getValue() < 6)
                    .count();
            return days == 0 ? 0 : minutes * 100 / (days * 480);
        }

        private void sum(long resourceId) {
            List<Row> all = store.table("workspace_allocations").where("workspace_resource_id", resourceId);
            store.table("workspace_resources").row(resourceId).ifPresent(r -> {
                store.quietly("workspace_resources", r, "allocations_count", (long) all.size());
                store.quietly(
                        "workspace_resources",
                        r,
                        "total_allocated_minutes",
                        all.stream()
                                .mapToLong(a -> store.number("workspace_allocations", a, "minutes"))
                                .sum());
            });
        }
    }

    /** Client companies and other groups of projects. */
    record Groups(Store store) implements Rules {
        @Override
        public void created(Row row, Draft draft) {
            link(row, draft);
        }

        @Override
        public void updated(Row row, Draft draft) {
            link(row, draft);
        }

        private void link(Row row, Draft draft) {
            if (draft.sent("add_workspace_ids").orElse(null) instanceof List<?> ids) {
                ids.forEach(id -> store.quietly(
                        "workspaces",
                        store.require("workspaces", Long.parseLong(id.toString())),
                        "primary_workspace_group_id",
                        row.id));
            }
        }
    }
}
