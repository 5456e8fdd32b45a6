package dev.throughline.connectors.kantata.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Timesheets and expense reports handed in for approval. A rejected or cancelled one is final; its items are handed in again with a new one. Approving marks
 * the items, cancelling an approval takes the mark away.
 */
final class SubmissionRules implements Rules {
    private static final Map<String, Set<String>> FROM = Map.of(
            "approved", Set.of("new"),
            "rejected", Set.of("new"),
            "cancelled", Set.of("new", "approved"));

    private final Store store;
    private final String own;
    private final String items;

    SubmissionRules(Store store, String own, String items) {
        this.store = store;
        this.own = own;
        this.items = items;
    }

    private String itemIds() {
        return items.equals("time_entries") ? "time_entry_ids" : "expense_ids";
    }

    private String day() {
        return items.equals("time_entries") ? "date_performed" : "date";
    }

    @Override
    public void beforeCreate(Draft draft) {
        List<Row> rows = new ArrayList<>();
        if (draft.value("line_item_ids").orElse(null) instanceof List<?> ids) {
            ids.forEach(id -> rows.add(store.table(items).row((Long) id).orElseThrow()));
        }
        for (Row row : rows) {
            if (store.number(items, row, "workspace_id") != draft.number("workspace_id")) {
                throw ApiError.invalid("line_item_ids", "Line items must belong to the project");
            }
            if (store.text(items, row, "active_submission_id") != null) {
                throw ApiError.invalid("line_item_ids", "Line items are already part of an active submission");
            }
        }
        Row workspace =
                store.table("workspaces").row(draft.number("workspace_id")).orElseThrow();
        draft.values().put(itemIds(), rows.stream().map(r -> r.id).toList());
        draft.otherwise("user_id", rows.isEmpty() ? null : store.text(items, rows.getFirst(), "user_id"));
        draft.otherwise("currency", store.text("workspaces", workspace, "currency"));
        draft.otherwise("currency_base_unit", store.text("workspaces", workspace, "currency_base_unit"));
        draft.otherwise("start_date", edge(rows, false));
        draft.otherwise("end_date", edge(rows, true));
        draft.otherwise(
                "line_item_total_in_cents", rows.stream().mapToLong(this::cents).sum());
        draft.otherwise("permissions", Map.of("can_approve", true, "can_reject", true, "can_cancel", true));
    }

    private @Nullable Object edge(List<Row> rows, boolean last) {
        List<String> days = rows.stream()
                .map(r -> String.valueOf(store.text(items, r, day())))
                .sorted()
                .toList();
        return days.isEmpty() ? null : last ? days.getLast() : days.getFirst();
    }

    private long cents(Row row) {
        return items.equals("time_entries")
                ? store.number(items, row, "rate_in_cents") * store.number(items, row, "time_in_minutes") / 60
                : store.number(items, row, "amount_in_cents");
    }

    @Override
    public void created(Row row, Draft draft) {
        Map<String, Object> marks = new HashMap<>();
        marks.put("active_submission_id", row.id);
        marks.put("recent_submission_id", row.id);
        if (draft.text("status").equals("approved")) {
            marks.put("approved", true);
        }
        lines(row).forEach(item -> store.update(items, item, marks));
        if (items.equals("time_entries")) {
            store.events().write("timesheet:time_entry_added", "TimesheetSubmission", row.id, Map.of());
        }
    }

    /** On the vendor's screen the status can be set as a field. */
    @Override
    public void updated(Row row, Draft draft) {
        if (draft.names("status")) {
            mark(row, draft.text("status"));
        }
    }

    List<Row> lines(Row submission) {
        return store.ids(own, submission, itemIds()).stream()
                .flatMap(id -> store.table(items).row(id).stream())
                .toList();
    }

    /** @throws ApiError 422 when the submission is not in a state for it, or its items are billed */
    void resolve(Row submission, String status, String description, long actor) {
        String before = String.valueOf(store.text(own, submission, "status"));
        if (!FROM.getOrDefault(status, Set.of()).contains(before)) {
            throw ApiError.invalid("status", "A submission that is %s can't become %s".formatted(before, status));
        }
        if (lines(submission).stream().anyMatch(item -> store.is(items, item, "is_invoiced"))) {
            throw ApiError.invalid("base", "Items of the submission are invoiced");
        }
        Map<String, Object> change = new HashMap<>();
        change.put("status", status);
        change.put("current_resolution_description", description);
        change.put("current_resolution_creator_id", actor == 0 ? null : actor);
        change.put(
                "current_resolution_created_at_date",
                Instant.ofEpochSecond(store.now())
                        .atZone(Values.ZONE)
                        .toLocalDate()
                        .toString());
        store.update(own, submission, change);
        mark(submission, status);
    }

    private void mark(Row submission, String status) {
        Map<String, Object> marks = new HashMap<>();
        marks.put("approved", status.equals("approved"));
        if (!status.equals("approved") && !status.equals("new")) {
            marks.put("active_submission_id", null);
        }
        lines(submission).forEach(item -> store.update(items, item, marks));
    }
}
