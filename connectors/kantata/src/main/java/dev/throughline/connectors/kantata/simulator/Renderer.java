package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the envelope: {@code count}, {@code results} in order, {@code meta}, and a hash of rows by id for each collection, side-loads included. */
final class Renderer {
    private final Store store;
    private final Set<String> includes;
    private final Set<String> optional;

    Renderer(Store store, Map<String, List<String>> parameters) {
        this.store = store;
        this.includes = words(parameters, "include");
        this.optional = words(parameters, "optional_fields");
    }

    private static Set<String> words(Map<String, List<String>> parameters, String name) {
        return Filters.first(parameters, name)
                .map(v -> (Set<String>) new HashSet<>(Arrays.asList(v.split(","))))
                .orElse(Set.of());
    }

    Map<String, Object> envelope(Kind kind, Query.Found found) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("count", found.total());
        envelope.put(
                "results", found.rows().stream().map(r -> reference(kind, r.id)).toList());
        Map<String, Map<String, Object>> hashes = new LinkedHashMap<>();
        hashes.put(kind.collection(), new LinkedHashMap<>());
        for (Row row : found.rows()) {
            hashes.get(kind.collection()).put(Long.toString(row.id), shown(kind, row, true));
            sideLoad(kind, row, hashes);
        }
        envelope.putAll(hashes);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("count", found.total());
        meta.put("page_count", (found.total() + found.pageSize() - 1) / found.pageSize());
        meta.put("page_number", found.pageNumber());
        meta.put("page_size", found.pageSize());
        envelope.put("meta", meta);
        return envelope;
    }

    Map<String, Object> one(Kind kind, Row row) {
        return envelope(kind, new Query.Found(1, 1, Query.PER_PAGE, List.of(row)));
    }

    /** A record by itself, with every attribute that the API can show. */
    static Map<String, Object> plain(Store store, Kind kind, Row row) {
        Renderer renderer = new Renderer(store, Map.of());
        Map<String, Object> shown = renderer.shown(kind, row, true);
        kind.attributes().values().stream()
                .filter(Attribute::onRequest)
                .forEach(a -> shown.put(a.name(), Store.shown(renderer.value(kind, row, a))));
        shown.put("updated_at", Values.shown(row.updated));
        return shown;
    }

    private static Map<String, Object> reference(Kind kind, long id) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("key", kind.collection());
        reference.put("id", Long.toString(id));
        return reference;
    }

    /** @param primary computed lists show on primary rows only, and only when they are included */
    private Map<String, Object> shown(Kind kind, Row row, boolean primary) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", Long.toString(row.id));
        for (Attribute a : kind.attributes().values()) {
            if (!a.shown() || a.onRequest() && !optional.contains(a.name())) {
                continue;
            }
            if (a.type() != Kind.Type.BACK) {
                shown.put(a.name(), value(kind, row, a));
            } else if (primary && includes.contains(a.association())) {
                shown.put(
                        a.name(),
                        backRows(kind, row, a).stream()
                                .map(r -> Long.toString(r.id))
                                .toList());
            }
        }
        shown.put("created_at", Values.shown(row.created));
        if (kind.stamped()) {
            shown.put("updated_at", Values.shown(row.updated));
        }
        if (kind.collection().equals("subscribed_events") && includes.contains("subject")) {
            shown.put(
                    "subject_ref",
                    subject(row).map(s -> reference(s.kind, s.row.id)).orElse(null));
        }
        return shown;
    }

    private @Nullable Object value(Kind kind, Row row, Attribute a) {
        Object value = row.values[a.column()];
        if (value == null) {
            return null;
        }
        return switch (a.type()) {
            case REF -> value.toString();
            case REFS -> Store.shown(value);
            case TIME -> Values.shown((Long) value);
            // Subjects are ids too, though they point to any collection.
            case INT -> a.name().equals("subject_id") || a.name().equals("target_id") ? value.toString() : value;
            case TEXT, DEC, BOOL, DATE, JSON, BACK -> value;
        };
    }

    private List<Row> backRows(Kind kind, Row row, Attribute a) {
        List<Row> rows = store.back(kind, row, a);
        if (a.name().equals("workspace_resource_ids")) {
            return rows.stream()
                    .filter(r -> store.text("workspace_resources", r, "user_id") != null)
                    .toList();
        }
        return rows;
    }

    private void sideLoad(Kind kind, Row row, Map<String, Map<String, Object>> hashes) {
        for (Attribute a : kind.associations()) {
            if (includes.contains(a.association())) {
                Kind target = store.kind(a.target().orElseThrow()).orElseThrow();
                Map<String, Object> hash = hashes.computeIfAbsent(target.collection(), _ -> new LinkedHashMap<>());
                targets(kind, row, a)
                        .forEach(r -> hash.computeIfAbsent(Long.toString(r.id), _ -> shown(target, r, false)));
            }
        }
        if (kind.collection().equals("subscribed_events") && includes.contains("subject")) {
            subject(row)
                    .ifPresent(s -> hashes.computeIfAbsent(s.kind.collection(), _ -> new LinkedHashMap<>())
                            .putIfAbsent(Long.toString(s.row.id), shown(s.kind, s.row, false)));
        }
    }

    private List<Row> targets(Kind kind, Row row, Attribute a) {
        Table target = store.table(a.target().orElseThrow());
        return switch (a.type()) {
            case REF ->
                row.values[a.column()] instanceof Long id
                        ? target.row(id).map(List::of).orElse(List.of())
                        : List.of();
            case REFS ->
                store.ids(kind.collection(), row, a.name()).stream()
                        .flatMap(id -> target.row(id).stream())
                        .toList();
            case BACK -> backRows(kind, row, a);
            case TEXT, INT, DEC, BOOL, DATE, TIME, JSON -> List.of();
        };
    }

    private record Subject(Kind kind, Row row) {}

    private Optional<Subject> subject(Row event) {
        return store.kindOfSubject(String.valueOf(store.text("subscribed_events", event, "subject_type")))
                .flatMap(k -> store.table(k.collection())
                        .row(store.number("subscribed_events", event, "subject_id"))
                        .map(r -> new Subject(k, r)));
    }
}
