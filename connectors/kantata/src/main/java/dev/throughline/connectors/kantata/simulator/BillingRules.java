package dev.throughline.connectors.kantata.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;

/** The smaller resources around money: payments, billing milestones, locks, rate cards. */
final class BillingRules {
    private BillingRules() {}

    /** A payment recorded elsewhere; it lowers the invoice's balance, and settles it at zero. */
    record Payments(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            Row invoice =
                    store.table("invoices").row(draft.number("invoice_id")).orElseThrow();
            if (!"new".equals(store.text("invoices", invoice, "status"))) {
                throw ApiError.invalid("invoice_id", "Invoice is not open");
            }
            long amount = draft.number("amount_in_cents");
            if (amount <= 0 || amount > store.number("invoices", invoice, "balance_in_cents")) {
                throw ApiError.invalid(
                        "amount_in_cents", "Amount in cents must be above zero and at most the invoice's balance");
            }
        }

        @Override
        public void created(Row row, Draft draft) {
            Row invoice =
                    store.table("invoices").row(draft.number("invoice_id")).orElseThrow();
            long left = store.number("invoices", invoice, "balance_in_cents") - draft.number("amount_in_cents");
            store.update(
                    "invoices",
                    invoice,
                    left == 0
                            ? java.util.Map.of("balance_in_cents", left, "status", "accepted payment")
                            : java.util.Map.of("balance_in_cents", left));
        }

        @Override
        public void deleted(Row row) {
            store.table("invoices")
                    .row(store.number("external_payments", row, "invoice_id"))
                    .ifPresent(invoice -> store.update(
                            "invoices",
                            invoice,
                            java.util.Map.of(
                                    "status",
                                    "new",
                                    "balance_in_cents",
                                    store.number("invoices", invoice, "balance_in_cents")
                                            + store.number("external_payments", row, "amount_in_cents"))));
        }
    }

    /** Amounts billed on a date or when a task is done. */
    record Milestones(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            String type = draft.text("billing_type");
            if (!type.isEmpty() && !type.equals("fixed_date") && !type.equals("upon_completion")) {
                throw ApiError.invalid("billing_type", "Billing type is not included in the list");
            }
            if (type.equals("upon_completion") && draft.value("story_id").isEmpty()) {
                throw ApiError.invalid("story_id", "Story can't be blank when billed upon completion");
            }
            store.table("workspaces")
                    .row(draft.number("workspace_id"))
                    .ifPresent(w -> draft.otherwise("currency", store.text("workspaces", w, "currency")));
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            requireUnbilled(row, draft.byHand());
        }

        @Override
        public void beforeDelete(Row row, boolean byHand) {
            requireUnbilled(row, byHand);
        }

        private void requireUnbilled(Row row, boolean byHand) {
            if (!byHand && store.text("billing_milestones", row, "invoice_id") != null) {
                throw ApiError.invalid("base", "Invoiced milestones can't be changed");
            }
        }
    }

    /** Closes all line items up to a Saturday. */
    record Locks(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            String to = draft.text("locked_to");
            if (LocalDate.parse(to).getDayOfWeek() != DayOfWeek.SATURDAY) {
                throw ApiError.invalid("locked_to", "Locked to must be a Saturday");
            }
            Optional<String> present = LineItemRules.lockedTo(store);
            if (present.filter(p -> to.compareTo(p) <= 0).isPresent()) {
                throw ApiError.invalid("locked_to", "Locked to must be later than " + present.get());
            }
            Table entries = store.table("time_entries");
            boolean[] open = {false};
            entries.each(e -> open[0] |= entries.get(e, "date_performed") instanceof String day
                    && day.compareTo(to) <= 0
                    && !store.is("time_entries", e, "approved"));
            if (open[0]) {
                throw ApiError.invalid("locked_to", "There is unapproved time before " + to);
            }
        }
    }

    /** One card for each currency of a set; its first version comes with it. */
    record RateCards(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            ProjectRules.currency(draft.text("currency"));
        }

        @Override
        public void created(Row row, Draft draft) {
            java.util.Map<String, Object> version = new java.util.HashMap<>();
            version.put("rate_card_id", row.id);
            draft.sent("rate_card_set_version_id")
                    .ifPresent(v -> version.put("rate_card_set_version_id", Long.valueOf(v.toString())));
            Row first = store.insert("rate_card_versions", version);
            store.quietly("rate_cards", row, "effective_rate_card_version_id", first.id);
        }
    }
}
