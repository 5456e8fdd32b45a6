package dev.throughline.mapping;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Value maps of one scope, effective-dated. Immutable. */
public final class Lookups {
    private final Map<String, Map<String, List<Row>>> tables;

    private Lookups(Map<String, Map<String, List<Row>>> tables) {
        this.tables = tables;
    }

    /**
     * @param from first day, {@link LocalDate#MIN} for always
     * @param to   last day, {@link LocalDate#MAX} for open end
     */
    record Row(String key, Object value, LocalDate from, LocalDate to) {
        boolean covers(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }

        boolean overlaps(Row other) {
            return !from.isAfter(other.to) && !other.from.isAfter(to);
        }
    }

    /** One file's rows by key. */
    record Table(String name, Layer layer, Map<String, List<Row>> rows) {}

    /** Lays tables over one another: for a key, the rows of the latest layer that has it are the ones in force. */
    static Lookups of(List<Table> tables, Scope scope) {
        Map<String, Map<String, List<Row>>> merged = new HashMap<>();
        for (int rank = 0; rank <= 4; rank++) {
            Map<String, Map<String, List<Row>>> layer = new HashMap<>();
            for (Table table : tables) {
                if (table.layer().rank() == rank && scope.sees(table.layer())) {
                    Map<String, List<Row>> rows = layer.computeIfAbsent(table.name(), _ -> new HashMap<>());
                    table.rows()
                            .forEach((key, list) -> rows.computeIfAbsent(key, _ -> new ArrayList<>())
                                    .addAll(list));
                }
            }
            layer.forEach((name, rows) ->
                    merged.computeIfAbsent(name, _ -> new HashMap<>()).putAll(rows));
        }
        return new Lookups(merged);
    }

    /** Keys that two files of one layer give for the same days: which one holds would hang on the order of files. */
    static Optional<String> clash(List<Table> tables, Table added) {
        for (Table table : tables) {
            if (!table.name().equals(added.name()) || !table.layer().equals(added.layer())) {
                continue;
            }
            for (var entry : added.rows().entrySet()) {
                List<Row> there = table.rows().getOrDefault(entry.getKey(), List.of());
                if (entry.getValue().stream().anyMatch(row -> there.stream().anyMatch(row::overlaps))) {
                    return Optional.of(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    /** The value in force on a day. Keys are compared after trimming, exactly. */
    public Optional<Object> find(String table, Object key, LocalDate day) {
        List<Row> rows = tables.getOrDefault(table, Map.of()).getOrDefault(key(key), List.of());
        return rows.stream().filter(row -> row.covers(day)).map(Row::value).findFirst();
    }

    public boolean has(String table) {
        return tables.containsKey(table);
    }

    public Set<String> names() {
        return new TreeSet<>(tables.keySet());
    }

    static String key(Object value) {
        return switch (value) {
            case BigDecimal number -> Decimals.canonical(number);
            case Double number -> Decimals.canonical(Decimals.of(number));
            default -> value.toString().strip();
        };
    }
}
