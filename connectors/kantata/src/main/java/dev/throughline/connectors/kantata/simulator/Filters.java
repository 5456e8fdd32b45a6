package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The filters of one request, quirks included: {@code approved}, {@code invoiced} and {@code uninvoiced} mean true whenever they are present, whatever their
 * value; records of archived projects are left out unless asked for. Names that the API does not know are ignored, as the vendor does.
 */
final class Filters {
    private static final Set<String> LINE_ITEMS = Set.of("time_entries", "expenses");
    private static final Set<String> FLAGS = Set.of("approved", "invoiced", "uninvoiced", "in_active_submission");

    private final Store store;
    private final Kind kind;
    private final Table table;
    private final Map<String, List<String>> parameters;

    Filters(Store store, Kind kind, Map<String, List<String>> parameters) {
        this.store = store;
        this.kind = kind;
        this.table = store.table(kind.collection());
        this.parameters = parameters;
    }

    static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getFirst).filter(v -> !v.isEmpty());
    }

    List<Predicate<Row>> all() {
        List<Predicate<Row>> filters = new ArrayList<>();
        common(filters);
        attributes(filters);
        references(filters);
        if (LINE_ITEMS.contains(kind.collection())) {
            lineItems(filters);
        }
        archived(filters);
        switch (kind.collection()) {
            case "subscribed_events" -> events(filters);
            case "users" -> users(filters);
            case "account_memberships" -> memberships(filters);
            case "time_off_entries" -> timeOff(filters);
            case "stories" -> {
                if (flag("parents_only")) {
                    filters.add(r -> table.get(r, "parent_id") == null);
                }
            }
            case "external_references" -> {
                if (one("subject_type").isEmpty()) {
                    throw ApiError.system(400, "subject_type is required");
                }
            }
            case "workspace_resources" -> {
                // Unnamed resources show only where they are asked for.
                if (!flag("include_unnamed")
                        && one("only").isEmpty()
                        && one("workspace_id").isEmpty()) {
                    filters.add(r -> table.get(r, "user_id") != null);
                }
            }
            default -> {}
        }
        return filters;
    }

    private void common(List<Predicate<Row>> filters) {
        one("only").ifPresent(list -> {
            Set<Long> ids = numbers(list);
            filters.add(r -> ids.contains(r.id));
        });
        Query.moment(parameters, "created_after").ifPresent(s -> filters.add(r -> r.created > s));
        Query.moment(parameters, "created_before").ifPresent(s -> filters.add(r -> r.created < s));
        one("search").ifPresent(words -> {
            String sought = words.toLowerCase(Locale.ROOT);
            filters.add(r -> List.of("title", "name", "full_name", "notes", "email_address").stream()
                    .filter(kind::has)
                    .anyMatch(a -> text(r, a).toLowerCase(Locale.ROOT).contains(sought)));
        });
    }

    /** {@code workspace_id=1}, {@code workspace_ids=1,2}, {@code status=new}, {@code billable=true}. */
    private void attributes(List<Predicate<Row>> filters) {
        for (Attribute a : kind.attributes().values()) {
            switch (a.type()) {
                case REF -> {
                    one(a.name()).ifPresent(v -> filters.add(among(a, v)));
                    one(a.name() + "s").ifPresent(v -> filters.add(among(a, v)));
                }
                case TEXT, DATE -> one(a.name()).ifPresent(v -> filters.add(r -> v.equals(text(r, a.name()))));
                case INT, DEC -> one(a.name()).ifPresent(v -> filters.add(r -> v.equals(text(r, a.name()))));
                case BOOL -> {
                    if (!FLAGS.contains(a.name()) && !a.name().equals("archived")) {
                        one(a.name()).ifPresent(v -> filters.add(r -> v.equals(text(r, a.name()))));
                    }
                }
                case REFS ->
                    one(a.name()).ifPresent(v -> {
                        Set<Long> ids = numbers(v);
                        filters.add(r -> table.get(r, a.name()) instanceof List<?> has
                                && has.stream().anyMatch(ids::contains));
                    });
                case TIME, JSON, BACK -> {}
            }
            if (a.type() == Kind.Type.DATE) {
                one(a.name() + "_between").ifPresent(v -> filters.add(between(a, v)));
            }
        }
        if (kind.has("subject_id")) {
            one("subject_ids").ifPresent(v -> {
                Set<Long> ids = numbers(v);
                filters.add(r -> ids.contains(table.get(r, "subject_id")));
            });
        }
    }

    private Predicate<Row> among(Attribute a, String list) {
        Set<Long> ids = numbers(list);
        return r -> ids.contains(table.get(r, a.name()));
    }

    /** {@code date_performed_between=2026-11-01:2026-11-30}, both ends included, either may be empty. */
    private Predicate<Row> between(Attribute a, String range) {
        String[] ends = range.split(":", -1);
        if (ends.length != 2) {
            throw ApiError.system(400, "Invalid " + a.name() + "_between: " + range);
        }
        for (String end : ends) {
            try {
                if (!end.isEmpty()) {
                    LocalDate.parse(end);
                }
            } catch (DateTimeParseException e) {
                throw ApiError.system(400, "Invalid date: " + end);
            }
        }
        return r -> table.get(r, a.name()) instanceof String day
                && (ends[0].isEmpty() || day.compareTo(ends[0]) >= 0)
                && (ends[1].isEmpty() || day.compareTo(ends[1]) <= 0);
    }

    private void references(List<Predicate<Row>> filters) {
        Optional<Set<String>> refs = list("external_reference_service_model_refs");
        Optional<Set<String>> names = list("external_reference_service_name");
        Optional<Set<String>> models = list("external_reference_service_model");
        if (refs.isEmpty() && names.isEmpty() && models.isEmpty()) {
            return;
        }
        if (refs.isPresent() && refs.get().size() > 200) {
            throw ApiError.system(400, "external_reference_service_model_refs takes at most 200 values");
        }
        filters.add(r -> store.attached("external_references", kind.subjectType(), r.id).stream()
                .anyMatch(ref -> holds(ref, "service_model_ref", refs)
                        && holds(ref, "service_name", names)
                        && holds(ref, "service_model", models)));
    }

    private boolean holds(Row ref, String name, Optional<Set<String>> wanted) {
        return wanted.isEmpty() || wanted.get().contains(String.valueOf(store.text("external_references", ref, name)));
    }

    private void lineItems(List<Predicate<Row>> filters) {
        if (parameters.containsKey("approved")) {
            filters.add(r -> Boolean.TRUE.equals(table.get(r, "approved")));
        }
        if (parameters.containsKey("invoiced")) {
            filters.add(r -> Boolean.TRUE.equals(table.get(r, "is_invoiced")));
        }
        if (parameters.containsKey("uninvoiced")) {
            filters.add(r -> !Boolean.TRUE.equals(table.get(r, "is_invoiced")));
        }
        one("in_active_submission")
                .ifPresent(v ->
                        filters.add(r -> (table.get(r, "active_submission_id") != null) == Boolean.parseBoolean(v)));
        Table workspaces = store.table("workspaces");
        if (!flag("from_archived_workspaces") && workspaces.anyArchived()) {
            filters.add(r -> table.get(r, "workspace_id") instanceof Long id
                    && !workspaces
                            .row(id)
                            .filter(w -> store.is("workspaces", w, "archived"))
                            .isPresent());
        }
    }

    private void archived(List<Predicate<Row>> filters) {
        if (!kind.has("archived") || !table.anyArchived()) {
            return;
        }
        if (flag("only_archived")) {
            filters.add(r -> Boolean.TRUE.equals(table.get(r, "archived")));
        } else if (!flag("include_archived") && !flag("show_archived")) {
            filters.add(r -> !Boolean.TRUE.equals(table.get(r, "archived")));
        }
    }

    private void events(List<Predicate<Row>> filters) {
        list("event_types").ifPresent(types -> filters.add(r -> types.contains(text(r, "event_type"))));
        boolean byType = flag("most_recent_by_event_type");
        if (byType || flag("most_recent")) {
            Map<String, Long> latest = new java.util.HashMap<>();
            table.each(r -> latest.merge(subject(r, byType), r.id, Math::max));
            Set<Long> ids = new HashSet<>(latest.values());
            filters.add(r -> ids.contains(r.id));
        }
    }

    /** Only people of some project, unless all of the account are asked for. */
    private void users(List<Predicate<Row>> filters) {
        one("by_email_address").ifPresent(mail -> filters.add(r -> mail.equalsIgnoreCase(text(r, "email_address"))));
        if (!flag("on_my_account")) {
            filters.add(r -> List.of("workspace_resources", "participations").stream()
                    .anyMatch(
                            seats -> !store.table(seats).where("user_id", r.id).isEmpty()));
        }
    }

    private void memberships(List<Predicate<Row>> filters) {
        one("by_user_id").ifPresent(v -> {
            Set<Long> ids = numbers(v);
            filters.add(r -> ids.contains(table.get(r, "user_id")));
        });
        boolean inactive = flag("only_inactive")
                || one("is_active").filter("false"::equals).isPresent();
        filters.add(r -> (table.get(r, "disabled_at") != null) == inactive);
    }

    /** Neither end is included: "after" and "prior to". */
    private void timeOff(List<Predicate<Row>> filters) {
        one("start_date")
                .ifPresent(v -> filters.add(r -> text(r, "requested_date").compareTo(v) > 0));
        one("end_date")
                .ifPresent(v -> filters.add(r -> text(r, "requested_date").compareTo(v) < 0));
    }

    private String subject(Row r, boolean byType) {
        return text(r, "subject_type") + "/" + text(r, "subject_id") + (byType ? "/" + text(r, "event_type") : "");
    }

    private String text(Row row, String attribute) {
        Object value = table.get(row, attribute);
        return value == null ? "" : value.toString();
    }

    private Optional<String> one(String name) {
        return first(parameters, name);
    }

    private boolean flag(String name) {
        return one(name).filter(v -> v.equals("true") || v.equals("1")).isPresent();
    }

    private Optional<Set<String>> list(String name) {
        return one(name).map(v -> new HashSet<>(Arrays.asList(v.split(","))));
    }

    static Set<Long> numbers(String list) {
        Set<Long> ids = new HashSet<>();
        for (String word : list.split(",")) {
            try {
                ids.add(Long.valueOf(word.strip()));
            } catch (NumberFormatException e) {
                throw ApiError.system(400, "Invalid id: " + word);
            }
        }
        return ids;
    }
}
