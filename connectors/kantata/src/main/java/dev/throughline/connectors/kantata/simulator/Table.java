package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one resource. Not thread-safe: the simulator lets one request in at a time. */
final class Table {
    final Kind kind;
    private final long firstId;
    private final List<@Nullable Row> byId = new ArrayList<>();
    private final Ranked byChange = new Ranked();
    private final Map<String, Map<Object, List<Row>>> indexes = new HashMap<>();
    private int archived;
    private long changes;

    Table(Kind kind, long firstId) {
        this.kind = kind;
        this.firstId = firstId;
        kind.attributes().values().stream()
                .filter(Attribute::indexed)
                .forEach(a -> indexes.put(a.name(), new HashMap<>()));
    }

    Row add(long now) {
        Row row = new Row(firstId + byId.size(), now, kind.attributes().size());
        byId.add(row);
        byChange.add(row);
        changes++;
        return row;
    }

    Optional<Row> row(long id) {
        long place = id - firstId;
        return place < 0 || place >= byId.size() ? Optional.empty() : Optional.ofNullable(byId.get((int) place));
    }

    void remove(Row row) {
        kind.attributes().keySet().forEach(name -> set(row, name, null));
        byId.set((int) (row.id - firstId), null);
        byChange.remove(row);
        changes++;
    }

    @Nullable
    Object get(Row row, String name) {
        return row.values[kind.attribute(name).column()];
    }

    void set(Row row, String name, @Nullable Object value) {
        Attribute attribute = kind.attribute(name);
        Object before = row.values[attribute.column()];
        if (Objects.equals(before, value)) {
            return;
        }
        Map<Object, List<Row>> index = indexes.get(name);
        if (index != null) {
            if (before != null) {
                index.get(before).remove(row);
            }
            if (value != null) {
                index.computeIfAbsent(value, _ -> new ArrayList<>(2)).add(row);
            }
        }
        if (name.equals("archived")) {
            archived += Boolean.TRUE.equals(value) ? 1 : Boolean.TRUE.equals(before) ? -1 : 0;
        }
        row.values[attribute.column()] = value;
        changes++;
    }

    /** Stamps a change. */
    void touch(Row row, long now) {
        if (row.updated != now) {
            byChange.remove(row);
            row.updated = now;
            byChange.add(row);
        }
        changes++;
    }

    List<Row> where(String name, Object value) {
        Map<Object, List<Row>> index = indexes.get(name);
        if (index != null) {
            return List.copyOf(index.getOrDefault(value, List.of()));
        }
        int column = kind.attribute(name).column();
        List<Row> rows = new ArrayList<>();
        each(row -> {
            if (value.equals(row.values[column])) {
                rows.add(row);
            }
        });
        return rows;
    }

    boolean isIndexed(String name) {
        return indexes.containsKey(name);
    }

    void each(Consumer<Row> visitor) {
        for (Row row : byId) {
            if (row != null) {
                visitor.accept(row);
            }
        }
    }

    Ranked byChange() {
        return byChange;
    }

    int size() {
        return byChange.size();
    }

    boolean anyArchived() {
        return archived > 0;
    }

    /** Grows with every change, so that a remembered query knows when it is stale. */
    long changes() {
        return changes;
    }
}
