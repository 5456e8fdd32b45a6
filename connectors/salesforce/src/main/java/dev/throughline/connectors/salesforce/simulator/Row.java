package dev.throughline.connectors.salesforce.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One record: values by the field's exact name, an absent name meaning null. Guarded by the org's lock. */
final class Row {
    private final ObjectDef type;
    private final String id;
    private final Map<String, Object> values;

    Row(ObjectDef type, String id) {
        this(type, id, new LinkedHashMap<>());
    }

    private Row(ObjectDef type, String id, Map<String, Object> values) {
        this.type = type;
        this.id = id;
        this.values = values;
        values.put("Id", id);
    }

    ObjectDef type() {
        return type;
    }

    String id() {
        return id;
    }

    @Nullable
    Object get(String field) {
        return values.get(field);
    }

    String text(String field) {
        return values.get(field) instanceof String s ? s : "";
    }

    boolean is(String field) {
        return Boolean.TRUE.equals(values.get(field));
    }

    Instant stamp() {
        return (Instant) Objects.requireNonNull(values.get("SystemModstamp"));
    }

    void set(String field, @Nullable Object value) {
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    Row copy() {
        return new Row(type, id, new LinkedHashMap<>(values));
    }

    void restore(Row before) {
        values.clear();
        values.putAll(before.values);
    }
}
