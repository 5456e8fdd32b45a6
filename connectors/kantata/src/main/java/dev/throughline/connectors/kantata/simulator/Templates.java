package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Rules.Draft;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a new project from a template: its tasks with dates from the wanted start, and its assignments as team members or unnamed resources. The vendor does
 * not document the inside of {@code raw_json}; here it is {@code {"stories":[{title, story_type, offset_days, duration_days, …, sub_stories:[…]}]}}.
 */
final class Templates {
    private final Store store;
    private final Writes writes;

    Templates(Store store, Writes writes) {
        this.store = store;
        this.writes = writes;
    }

    void check(Draft draft) {
        draft.sent("project_tracker_template_id").ifPresent(id -> template(id.toString()));
        draft.sent("project_template_start_date").ifPresent(d -> start(d.toString()));
    }

    void apply(Row workspace, Draft draft) {
        Optional<Object> id = draft.sent("project_tracker_template_id");
        if (id.isEmpty()) {
            return;
        }
        Row template = template(id.get().toString());
        LocalDate start = draft.sent("project_template_start_date")
                .or(() -> draft.value("start_date"))
                .map(d -> start(d.toString()))
                .orElse(java.time.Instant.ofEpochSecond(store.now())
                        .atZone(Values.ZONE)
                        .toLocalDate());
        if (store.text("project_templates", template, "raw_json") instanceof Map<?, ?> raw
                && raw.get("stories") instanceof List<?> stories) {
            stories.forEach(s -> story(workspace, Optional.empty(), s, start));
        }
        team(workspace, template, draft);
    }

    private Row template(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw ApiError.invalid("project_tracker_template_id", "Project tracker template is invalid");
        }
        return store.table("project_templates")
                .row(Long.parseLong(id))
                .orElseThrow(() -> ApiError.invalid(
                        "project_tracker_template_id", "Project tracker template could not be found: " + id));
    }

    private static LocalDate start(String text) {
        try {
            return LocalDate.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw ApiError.invalid("project_template_start_date", "Project template start date is not a valid date");
        }
    }

    private void story(Row workspace, Optional<Row> parent, Object described, LocalDate start) {
        if (!(described instanceof Map<?, ?> map)) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        map.forEach((k, v) -> body.put(k.toString(), v));
        long offset = number(body.remove("offset_days"), 0);
        long duration = number(body.remove("duration_days"), 0);
        Object children = body.remove("sub_stories");
        body.put("workspace_id", workspace.id);
        parent.ifPresent(p -> body.put("parent_id", p.id));
        body.putIfAbsent("story_type", "task");
        body.put("start_date", start.plusDays(offset).toString());
        body.put("due_date", start.plusDays(offset + duration).toString());
        Row row = writes.create(store.kind("stories").orElseThrow(), body, false);
        if (children instanceof List<?> subs) {
            subs.forEach(s -> story(workspace, Optional.of(row), s, start));
        }
    }

    private static long number(java.lang.@org.jspecify.annotations.Nullable Object value, long otherwise) {
        return value == null ? otherwise : Long.parseLong(value.toString());
    }

    private void team(Row workspace, Row template, Draft draft) {
        boolean unnamed = draft.sent("project_template_create_unnamed_resources")
                .filter(v -> v.toString().equals("true") || v.toString().equals("1"))
                .isPresent();
        for (Row slot : store.table("project_template_assignments").where("project_template_id", template.id)) {
            Optional<Map<?, ?>> mapping = mapping(draft, slot);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("workspace_id", workspace.id);
            body.put(
                    "role_id",
                    mapping.map(m -> (Object) m.get("role_id"))
                            .orElse(store.text("project_template_assignments", slot, "role_id")));
            mapping.map(m -> (Object) m.get("user_id")).ifPresent(u -> body.put("user_id", u));
            if (unnamed || body.get("user_id") != null) {
                writes.create(store.kind("workspace_resources").orElseThrow(), body, false);
            }
        }
    }

    private static Optional<Map<?, ?>> mapping(Draft draft, Row slot) {
        if (draft.sent("project_template_assignment_mappings").orElse(null) instanceof List<?> mappings) {
            for (Object one : mappings) {
                if (one instanceof Map<?, ?> map
                        && String.valueOf(map.get("resource_id")).equals(Long.toString(slot.id))) {
                    return Optional.of(map);
                }
            }
        }
        return Optional.empty();
    }
}
