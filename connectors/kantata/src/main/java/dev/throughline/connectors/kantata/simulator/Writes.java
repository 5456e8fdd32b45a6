package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import dev.throughline.connectors.kantata.simulator.Rules.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates, updates and deletes any resource: attributes, required ones, references, then the resource's own rules. */
final class Writes {
    private final Store store;
    private final Map<String, Rules> rules;
    private final References references;

    Writes(Store store) {
        this.store = store;
        this.references = new References(store);
        LineItemRules items = new LineItemRules(store);
        this.rules = Map.ofEntries(
                Map.entry("workspaces", new ProjectRules(store, this)),
                Map.entry("stories", new StoryRules(store)),
                Map.entry("time_entries", items.of("time_entries")),
                Map.entry("expenses", items.of("expenses")),
                Map.entry("timesheet_submissions", new SubmissionRules(store, "timesheet_submissions", "time_entries")),
                Map.entry(
                        "expense_report_submissions",
                        new SubmissionRules(store, "expense_report_submissions", "expenses")),
                Map.entry("invoices", new InvoiceRules(store)),
                Map.entry("external_payments", new BillingRules.Payments(store)),
                Map.entry("billing_milestones", new BillingRules.Milestones(store)),
                Map.entry("workspace_resources", new PeopleRules.Resources(store)),
                Map.entry("workspace_allocations", new PeopleRules.Allocations(store)),
                Map.entry("external_references", references),
                Map.entry("custom_fields", new CustomRules.Fields(store)),
                Map.entry("custom_field_values", new CustomRules.Values(store)),
                Map.entry("line_item_locks", new BillingRules.Locks(store)),
                Map.entry("cost_rates", new PeopleRules.CostRates(store)),
                Map.entry("skill_memberships", new PeopleRules.SkillMemberships(store)),
                Map.entry("account_invitations", new PeopleRules.Invitations(store)),
                Map.entry("users", new PeopleRules.Users(store)),
                Map.entry("account_memberships", new PeopleRules.Memberships(store)),
                Map.entry("participations", new PeopleRules.Participations(store)),
                Map.entry("time_off_entries", new TimeOffRules.Entries(store)),
                Map.entry("workweeks", new TimeOffRules.Weeks(store)),
                Map.entry("workweek_memberships", new TimeOffRules.WeekMemberships(store)),
                Map.entry("rate_cards", new BillingRules.RateCards(store)),
                Map.entry("workspace_groups", new PeopleRules.Groups(store)));
    }

    Rules rules(String collection) {
        return rules.getOrDefault(collection, Rules.NONE);
    }

    References references() {
        return references;
    }

    Row create(Kind kind, Map<String, Object> body, boolean byHand) {
        Draft draft = new Draft(kind, new LinkedHashMap<>(), body, byHand);
        for (Attribute a : kind.attributes().values()) {
            if (body.containsKey(a.name()) && (a.creatable() || byHand) && a.type() != Kind.Type.BACK) {
                draft.values().put(a.name(), store.values().read(a, body.get(a.name())));
            }
        }
        if (!byHand) {
            requirePresent(kind, draft);
        }
        requireTargets(kind, draft);
        rules(kind.collection()).beforeCreate(draft);
        body.computeIfPresent("external_reference", (_, ref) -> references.checked(ref));
        kind.attributes().values().stream()
                .filter(a -> !a.shown())
                .forEach(a -> draft.values().remove(a.name()));
        Optional<Row> joined = rules(kind.collection()).joined(draft);
        if (joined.isPresent()) {
            attach(kind, joined.get(), body);
            return joined.get();
        }
        Row row = store.insert(kind.collection(), present(draft.values()));
        rules(kind.collection()).created(row, draft);
        attach(kind, row, body);
        return row;
    }

    Row update(Kind kind, Row row, Map<String, Object> body, boolean byHand) {
        Draft draft = new Draft(kind, new LinkedHashMap<>(), body, byHand);
        for (Attribute a : kind.attributes().values()) {
            if (body.containsKey(a.name()) && (a.updatable() || byHand) && a.type() != Kind.Type.BACK) {
                Object value = store.values().read(a, body.get(a.name()));
                if (a.required() && value == null) {
                    throw ApiError.invalid(a.name(), Values.label(a) + " can't be blank");
                }
                draft.values().put(a.name(), value);
            }
        }
        requireTargets(kind, draft);
        rules(kind.collection()).beforeUpdate(row, draft);
        body.computeIfPresent("external_reference", (_, ref) -> references.checked(ref));
        kind.attributes().values().stream()
                .filter(a -> !a.shown())
                .forEach(a -> draft.values().remove(a.name()));
        store.update(kind.collection(), row, draft.values());
        rules(kind.collection()).updated(row, draft);
        // The API takes custom fields at creation only; later they are records of their own.
        attachReference(kind, row, body);
        return row;
    }

    /** All of them or none. */
    void delete(Kind kind, List<Row> rows, boolean byHand) {
        Rules own = rules(kind.collection());
        rows.forEach(row -> own.beforeDelete(row, byHand));
        for (Row row : rows) {
            own.deleted(row);
            store.delete(kind.collection(), row);
        }
    }

    private static void requirePresent(Kind kind, Draft draft) {
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Attribute a : kind.attributes().values()) {
            Object value = draft.values().get(a.name());
            boolean blank = value == null
                    || value instanceof String s && s.isBlank()
                    || value instanceof List<?> list && list.isEmpty();
            if (a.required() && blank) {
                errors.add(ApiError.error("validation", Values.label(a) + " can't be blank", Optional.of(a.name())));
            }
        }
        if (!errors.isEmpty()) {
            throw ApiError.invalid(errors);
        }
    }

    private void requireTargets(Kind kind, Draft draft) {
        for (Attribute a : kind.attributes().values()) {
            Object value = draft.values().get(a.name());
            List<?> ids = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            if (a.type() == Kind.Type.REF || a.type() == Kind.Type.REFS) {
                Table target = store.table(a.target().orElseThrow());
                for (Object id : ids) {
                    if (target.row((Long) id).isEmpty()) {
                        throw ApiError.invalid(a.name(), Values.label(a) + " could not be found: " + id);
                    }
                }
            }
        }
    }

    private void attachReference(Kind kind, Row row, Map<String, Object> body) {
        if (body.get("external_reference") instanceof Map<?, ?> ref) {
            references.attach(kind, row, ref);
        }
    }

    private void attach(Kind kind, Row row, Map<String, Object> body) {
        attachReference(kind, row, body);
        if (body.get("custom_fields") instanceof List<?> fields) {
            for (Object field : fields) {
                if (field instanceof Map<?, ?> map) {
                    setCustomField(kind, row, map);
                }
            }
        }
    }

    private void setCustomField(Kind kind, Row row, Map<?, ?> field) {
        Map<String, Object> body = new LinkedHashMap<>();
        field.forEach((k, v) -> body.put(k.toString(), v));
        body.put("subject_type", kind.subjectType());
        body.put("subject_id", row.id);
        Kind values = store.kind("custom_field_values").orElseThrow();
        Optional<Row> existing = store.attached("custom_field_values", kind.subjectType(), row.id).stream()
                .filter(v -> String.valueOf(store.text("custom_field_values", v, "custom_field_id"))
                        .equals(String.valueOf(body.get("custom_field_id"))))
                .findFirst();
        if (existing.isPresent()) {
            update(values, existing.get(), body, false);
        } else {
            create(values, body, false);
        }
    }

    private static Map<String, Object> present(Map<String, @Nullable Object> values) {
        Map<String, Object> present = new LinkedHashMap<>();
        values.forEach((k, v) -> {
            if (v != null) {
                present.put(k, v);
            }
        });
        return present;
    }
}
