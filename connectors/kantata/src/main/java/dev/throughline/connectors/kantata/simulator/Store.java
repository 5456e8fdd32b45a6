package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All records of the account, and what happens whenever one changes: the stamp, and the event. */
final class Store {
    /** How far back {@link Fault#LATE_STAMP} dates a commit. */
    private static final long LATE_SECONDS = 10;

    private static final List<String> ATTACHED = List.of("external_references", "custom_field_values");

    private final Map<String, Kind> kinds = KindFile.load();
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, List<Row>> bySubject = new HashMap<>();
    private final Values values = new Values();
    private final Faults faults;
    private final InstantSource clock;
    private final EventLog events;

    Store(Faults faults, InstantSource clock) {
        this.faults = faults;
        this.clock = clock;
        long firstId = 1_001;
        for (Kind kind : kinds.values()) {
            tables.put(kind.collection(), new Table(kind, firstId));
            // Ids of different resources should not look alike.
            firstId += 100_000;
        }
        this.events = new EventLog(this, faults);
    }

    Values values() {
        return values;
    }

    EventLog events() {
        return events;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    Collection<Kind> kinds() {
        return kinds.values();
    }

    Optional<Kind> kind(String collection) {
        return Optional.ofNullable(kinds.get(collection));
    }

    Optional<Kind> kindOfSubject(String subjectType) {
        return kinds.values().stream()
                .filter(k -> k.subjectType().equals(subjectType))
                .findFirst();
    }

    Table table(String collection) {
        Table table = tables.get(collection);
        if (table == null) {
            throw new NoSuchElementException("Kantata has no collection " + collection);
        }
        return table;
    }

    /** @throws ApiError 404 */
    Row require(String collection, long id) {
        return table(collection).row(id).orElseThrow(ApiError::missing);
    }

    /** Adds a row with its defaults and these values, stamps it, and tells the event log. */
    Row insert(String collection, Map<String, ?> fields) {
        Table table = table(collection);
        Row row = table.add(stamp(collection));
        for (Attribute attribute : table.kind.attributes().values()) {
            Object value = fields.get(attribute.name());
            if (value != null || attribute.initial().isPresent()) {
                table.set(
                        row,
                        attribute.name(),
                        value != null ? value : attribute.initial().get());
            }
        }
        if (ATTACHED.contains(collection)) {
            bySubject
                    .computeIfAbsent(subjectKey(table, row), _ -> new ArrayList<>(1))
                    .add(row);
        }
        events.tell(table.kind, row, "created", Map.of());
        return row;
    }

    /** Changes the named values, stamps the row, and tells the event log what changed. */
    void update(String collection, Row row, Map<String, ?> fields) {
        Table table = table(collection);
        Map<String, Object> changes = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Object before = table.get(row, name);
            if (!java.util.Objects.equals(before, value)) {
                changes.put(name, java.util.Arrays.asList(shown(before), shown(value)));
                table.set(row, name, value);
            }
        });
        table.touch(row, stamp(collection));
        events.tell(table.kind, row, "updated", changes);
    }

    /** Sets a value without a new stamp: sums that the vendor keeps beside the record. */
    void quietly(String collection, Row row, String name, @Nullable Object value) {
        table(collection).set(row, name, value);
    }

    void delete(String collection, Row row) {
        Table table = table(collection);
        events.tell(table.kind, row, "deleted", Map.of());
        if (ATTACHED.contains(collection)) {
            List<Row> rows = bySubject.get(subjectKey(table, row));
            if (rows != null) {
                rows.remove(row);
            }
        }
        dropAttached(table.kind, row);
        table.remove(row);
    }

    /** References and custom field values go with their subject. */
    private void dropAttached(Kind kind, Row row) {
        for (String collection : ATTACHED) {
            for (Row attached : List.copyOf(attached(collection, kind.subjectType(), row.id))) {
                delete(collection, attached);
            }
        }
    }

    /** Rows of a collection that name a subject by type and id. */
    List<Row> attached(String collection, String subjectType, long subjectId) {
        return bySubject.getOrDefault(collection + "/" + subjectType + "/" + subjectId, List.of());
    }

    /** The rows that a computed association holds. */
    List<Row> back(Kind kind, Row row, Attribute attribute) {
        String target = attribute.target().orElseThrow();
        if (attribute.backKey().isEmpty()) {
            return attached(target, kind.subjectType(), row.id);
        }
        Object key = target.equals("skill_memberships") ? text("account_memberships", row, "user_id") : row.id;
        return key == null ? List.of() : table(target).where(attribute.backKey().get(), key);
    }

    @Nullable
    Object text(String collection, Row row, String name) {
        return table(collection).get(row, name);
    }

    boolean is(String collection, Row row, String name) {
        return Boolean.TRUE.equals(table(collection).get(row, name));
    }

    long number(String collection, Row row, String name) {
        return table(collection).get(row, name) instanceof Long n ? n : 0;
    }

    @SuppressWarnings("unchecked")
    List<Long> ids(String collection, Row row, String name) {
        return table(collection).get(row, name) instanceof List<?> list ? (List<Long>) list : List.of();
    }

    static @Nullable Object shown(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : value;
    }

    private long stamp(String collection) {
        return faults.supported().contains(Fault.LATE_STAMP) && faults.strikes(Fault.LATE_STAMP, collection)
                ? now() - LATE_SECONDS
                : now();
    }

    private static String subjectKey(Table table, Row row) {
        return table.kind.collection() + "/" + table.get(row, "subject_type") + "/" + table.get(row, "subject_id");
    }
}
