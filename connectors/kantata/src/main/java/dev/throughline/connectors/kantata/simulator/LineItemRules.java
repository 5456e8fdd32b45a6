package dev.throughline.connectors.kantata.simulator;

import java.util.Optional;

/** Time entries and expenses: whose money they cost, and when they may no longer be changed. */
final class LineItemRules {
    private final Store store;

    LineItemRules(Store store) {
        this.store = store;
    }

    Rules of(String collection) {
        return new Items(store, collection);
    }

    /** The last day of the last lock, or nothing. */
    static Optional<String> lockedTo(Store store) {
        String[] latest = {""};
        Table locks = store.table("line_item_locks");
        locks.each(row -> {
            if (locks.get(row, "locked_to") instanceof String day && day.compareTo(latest[0]) > 0) {
                latest[0] = day;
            }
        });
        return latest[0].isEmpty() ? Optional.empty() : Optional.of(latest[0]);
    }

    private record Items(Store store, String collection) implements Rules {
        private boolean time() {
            return collection.equals("time_entries");
        }

        private String day() {
            return time() ? "date_performed" : "date";
        }

        @Override
        public void beforeCreate(Draft draft) {
            Row workspace = store.table("workspaces")
                    .row(draft.number("workspace_id"))
                    .orElseThrow(() -> ApiError.invalid("workspace_id", "Workspace can't be blank"));
            checkAmounts(draft);
            if (!draft.byHand()) {
                requireOpen(draft.text(day()));
            }
            checkStory(draft, workspace.id);
            draft.otherwise("currency", store.text("workspaces", workspace, "currency"));
            draft.otherwise("currency_base_unit", store.text("workspaces", workspace, "currency_base_unit"));
            if (time()) {
                draft.otherwise("billable", billableByDefault(draft, workspace));
                draft.otherwise("rate_in_cents", 0L);
            } else {
                draft.value("billable").ifPresent(b -> draft.values().put("is_billable", b));
            }
        }

        private boolean billableByDefault(Draft draft, Row workspace) {
            return draft.value("story_id")
                    .flatMap(id -> store.table("stories").row((Long) id))
                    .map(s -> store.is("stories", s, "billable"))
                    .orElse(!store.is("workspaces", workspace, "tasks_default_non_billable"));
        }

        private void checkAmounts(Draft draft) {
            if (time() && draft.names("time_in_minutes")) {
                long minutes = draft.number("time_in_minutes");
                if (minutes <= 0 || minutes > 24 * 60) {
                    throw ApiError.invalid("time_in_minutes", "Time in minutes must be between 1 and 1440");
                }
            }
        }

        private void checkStory(Draft draft, long workspaceId) {
            draft.value("story_id")
                    .flatMap(id -> store.table("stories").row((Long) id))
                    .filter(s -> store.number("stories", s, "workspace_id") != workspaceId)
                    .ifPresent(_ -> {
                        throw ApiError.invalid("story_id", "Story must belong to the project");
                    });
        }

        @Override
        public void created(Row row, Draft draft) {
            spend(row, 1);
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            if (!draft.byHand()) {
                requireChangeable(row);
                requireOpen(String.valueOf(store.text(collection, row, day())));
                if (draft.names(day())) {
                    requireOpen(draft.text(day()));
                }
            }
            checkAmounts(draft);
            long workspace = draft.names("workspace_id")
                    ? draft.number("workspace_id")
                    : store.number(collection, row, "workspace_id");
            checkStory(draft, workspace);
            if (!time()) {
                draft.value("billable").ifPresent(b -> draft.values().put("is_billable", b));
            }
            spend(row, -1);
        }

        @Override
        public void updated(Row row, Draft draft) {
            spend(row, 1);
        }

        @Override
        public void beforeDelete(Row row, boolean byHand) {
            if (!byHand) {
                requireChangeable(row);
                requireOpen(String.valueOf(store.text(collection, row, day())));
            }
        }

        @Override
        public void deleted(Row row) {
            spend(row, -1);
        }

        private void requireChangeable(Row row) {
            if (store.is(collection, row, "is_invoiced")) {
                throw ApiError.invalid("base", "Invoiced items can't be changed");
            }
            if (store.is(collection, row, "approved")) {
                throw ApiError.invalid("base", "Items of an approved submission can't be changed");
            }
        }

        private void requireOpen(String date) {
            lockedTo(store).filter(locked -> date.compareTo(locked) <= 0).ifPresent(locked -> {
                throw ApiError.invalid(day(), "The period is locked to " + locked);
            });
        }

        /** Keeps the project's burn beside it, without a new stamp on the project. */
        private void spend(Row row, int sign) {
            Optional<Row> workspace = store.table("workspaces").row(store.number(collection, row, "workspace_id"));
            if (workspace.isEmpty()) {
                return;
            }
            if (!time()) {
                add(
                        workspace.get(),
                        "total_expenses_in_cents",
                        sign * store.number(collection, row, "amount_in_cents"));
                return;
            }
            if (store.is(collection, row, "billable")) {
                long cents = store.number(collection, row, "rate_in_cents")
                        * store.number(collection, row, "time_in_minutes")
                        / 60;
                add(workspace.get(), "budget_used_in_cents", sign * cents);
            }
        }

        private void add(Row workspace, String name, long cents) {
            store.quietly("workspaces", workspace, name, store.number("workspaces", workspace, name) + cents);
        }
    }
}
