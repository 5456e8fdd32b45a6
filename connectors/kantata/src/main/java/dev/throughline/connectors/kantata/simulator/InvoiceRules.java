package dev.throughline.connectors.kantata.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kantata's own invoices: they bill time, expenses and billing milestones, hold them as long as they are active, and free them when cancelled. */
final class InvoiceRules implements Rules {
    private static final String OWN = "invoices";
    private static final Map<String, String> LINES = Map.of(
            "time_entry_ids", "time_entries",
            "expense_ids", "expenses",
            "billing_milestone_ids", "billing_milestones");

    private final Store store;

    InvoiceRules(Store store) {
        this.store = store;
    }

    @Override
    public void beforeCreate(Draft draft) {
        draft.value("workspace_id").ifPresent(id -> draft.otherwise("workspace_ids", List.of(id)));
        List<?> workspaces = draft.value("workspace_ids").orElse(null) instanceof List<?> l ? l : List.of();
        if (workspaces.isEmpty()) {
            throw ApiError.invalid("workspace_ids", "Workspace can't be blank");
        }
        Row first = store.table("workspaces").row((Long) workspaces.getFirst()).orElseThrow();
        draft.otherwise("currency", store.text("workspaces", first, "currency"));
        draft.otherwise("currency_base_unit", store.text("workspaces", first, "currency_base_unit"));
        LINES.keySet().forEach(name -> requireFree(draft, name, workspaces));
        freeItems(draft, "fixed_fee_items", "fixed_fee_item_ids", first.id);
        freeItems(draft, "additional_items", "additional_item_ids", first.id);
        boolean any = List.of(
                        "time_entry_ids",
                        "expense_ids",
                        "billing_milestone_ids",
                        "fixed_fee_item_ids",
                        "additional_item_ids")
                .stream()
                .anyMatch(n -> draft.values().get(n) instanceof List<?> l && !l.isEmpty());
        if (!any && !draft.byHand()) {
            throw ApiError.invalid("base", "An invoice must have at least one line item");
        }
        number(draft);
        dates(draft);
        long total = total(draft);
        draft.otherwise("balance_in_cents", total);
        draft.otherwise("total_in_cents", total);
    }

    private void requireFree(Draft draft, String name, List<?> workspaces) {
        if (!(draft.values().get(name) instanceof List<?> ids)) {
            return;
        }
        String collection = LINES.get(name);
        for (Object id : ids) {
            Row row = store.table(collection).row((Long) id).orElseThrow();
            if (!workspaces.contains(store.text(collection, row, "workspace_id"))) {
                throw ApiError.invalid(name, "Line items must belong to the invoiced projects");
            }
            if (store.text(collection, row, "invoice_id") != null) {
                throw ApiError.invalid(name, "Line items have already been invoiced");
            }
        }
    }

    private void freeItems(Draft draft, String sent, String ids, long workspace) {
        if (draft.raw().get(sent) instanceof List<?> items) {
            List<Long> rows = new ArrayList<>();
            Kind kind = store.kind(sent).orElseThrow();
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    Map<String, Object> fields = new HashMap<>();
                    fields.put("workspace_id", workspace);
                    fields.put("currency", draft.text("currency"));
                    fields.put(
                            "amount_in_cents",
                            store.values().read(kind.attribute("amount_in_cents"), map.get("amount_in_cents")));
                    fields.put("notes", map.get("notes"));
                    if (fields.get("amount_in_cents") == null) {
                        throw ApiError.invalid(sent, "Amount in cents can't be blank");
                    }
                    rows.add(store.insert(sent, fields).id);
                }
            }
            draft.values().put(ids, rows);
        }
    }

    private void number(Draft draft) {
        if (draft.names("user_invoice_number")) {
            long wanted = draft.number("user_invoice_number");
            if (!store.table(OWN).where("user_invoice_number", wanted).isEmpty()) {
                throw ApiError.invalid("user_invoice_number", "User invoice number has already been taken");
            }
        }
        draft.otherwise("user_invoice_number", nextNumber());
        boolean isDraft = Boolean.TRUE.equals(draft.values().get("draft"));
        draft.otherwise("title", (isDraft ? "Draft " : "") + "Invoice #" + draft.number("user_invoice_number"));
    }

    long nextNumber() {
        long[] last = {1000};
        store.table(OWN).each(r -> last[0] = Math.max(last[0], store.number(OWN, r, "user_invoice_number")));
        return last[0] + 1;
    }

    private void dates(Draft draft) {
        String today = Instant.ofEpochSecond(store.now())
                .atZone(Values.ZONE)
                .toLocalDate()
                .toString();
        draft.otherwise("invoice_date", today);
        String schedule = draft.text("payment_schedule").replaceFirst("^net_", "");
        long days = schedule.matches("\\d{1,3}") ? Long.parseLong(schedule) : 0;
        draft.otherwise(
                "due_date",
                LocalDate.parse(draft.text("invoice_date")).plusDays(days).toString());
    }

    private long total(Draft draft) {
        long total = 0;
        for (Map.Entry<String, String> line : LINES.entrySet()) {
            if (draft.values().get(line.getKey()) instanceof List<?> ids) {
                for (Object id : ids) {
                    total += cents(
                            line.getValue(),
                            store.table(line.getValue()).row((Long) id).orElseThrow());
                }
            }
        }
        for (String free : List.of("fixed_fee_item", "additional_item")) {
            if (draft.values().get(free + "_ids") instanceof List<?> ids) {
                for (Object id : ids) {
                    total += store.number(free + "s", store.require(free + "s", (Long) id), "amount_in_cents");
                }
            }
        }
        return total;
    }

    private long cents(String collection, Row row) {
        return collection.equals("time_entries")
                ? store.number(collection, row, "rate_in_cents") * store.number(collection, row, "time_in_minutes") / 60
                : store.number(collection, row, "amount_in_cents");
    }

    @Override
    public void created(Row row, Draft draft) {
        Map<String, Object> held = new HashMap<>();
        held.put("invoice_id", row.id);
        mark(row, held, true);
    }

    private void mark(Row invoice, Map<String, Object> mark, boolean invoiced) {
        LINES.forEach((name, collection) -> store.ids(OWN, invoice, name)
                .forEach(id -> store.table(collection).row(id).ifPresent(item -> {
                    Map<String, Object> fields = new HashMap<>(mark);
                    if (collection.equals("billing_milestones")) {
                        fields.put("invoice_ids", invoiced ? List.of(invoice.id) : List.of());
                    } else {
                        fields.put("is_invoiced", invoiced);
                    }
                    store.update(collection, item, fields);
                })));
    }

    @Override
    public void beforeUpdate(Row row, Draft draft) {
        if (!draft.byHand() && "cancelled".equals(store.text(OWN, row, "status"))) {
            throw ApiError.invalid("status", "A cancelled invoice can't be changed");
        }
        Set<String> lines = LINES.keySet();
        if (!draft.byHand() && lines.stream().anyMatch(draft::names) && !store.is(OWN, row, "draft")) {
            throw ApiError.invalid("base", "Line items can be changed on drafts only");
        }
    }

    @Override
    public void beforeDelete(Row row, boolean byHand) {
        if (!byHand && !store.is(OWN, row, "draft")) {
            throw ApiError.invalid("base", "Only draft invoices can be deleted; cancel it instead");
        }
    }

    @Override
    public void deleted(Row row) {
        release(row);
    }

    void cancel(Row invoice) {
        if (!"new".equals(store.text(OWN, invoice, "status"))) {
            throw ApiError.invalid(
                    "status", "An invoice that is " + store.text(OWN, invoice, "status") + " can't be cancelled");
        }
        store.update(OWN, invoice, Map.of("status", "cancelled", "balance_in_cents", 0L));
        release(invoice);
    }

    private void release(Row invoice) {
        Map<String, Object> free = new HashMap<>();
        free.put("invoice_id", null);
        mark(invoice, free, false);
    }
}
