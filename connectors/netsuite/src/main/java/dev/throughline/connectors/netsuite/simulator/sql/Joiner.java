package dev.throughline.connectors.netsuite.simulator.sql;

import dev.throughline.connectors.netsuite.simulator.sql.SqlTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings the rows of several tables together, by index or hash wherever an equality allows it. */
final class Joiner {
    /** More combinations than this are refused, as the vendor ends a query that takes too long. */
    private static final int COMBINATIONS_MAX = 5_000_000;

    /** @param outer keeps rows without a partner */
    record Step(boolean outer, List<Conjunct> on) {}

    private final Scope scope;
    private final Compiler compiler;
    private final List<Conjunct> where;

    Joiner(Scope scope, Compiler compiler, List<Conjunct> where) {
        this.scope = scope;
        this.compiler = compiler;
        this.where = where;
    }

    List<@Nullable Row[]> rows(List<Step> steps) {
        List<@Nullable Row[]> rows = new ArrayList<>();
        rows.add(new Row[scope.width()]);
        for (int at = 0; at < scope.width(); at++) {
            rows = join(rows, at, steps.get(at));
        }
        return rows;
    }

    private List<@Nullable Row[]> join(List<@Nullable Row[]> left, int at, Step step) {
        List<Conjunct> filters = filters(at);
        List<Conjunct> conditions = new ArrayList<>(step.on());
        if (!step.outer()) {
            conditions.addAll(filters);
        }
        Partners partners = partners(at, conditions);
        List<@Nullable Row[]> joined = new ArrayList<>();
        for (@Nullable Row[] rows : left) {
            boolean met = false;
            for (Row candidate : partners.of(rows)) {
                @Nullable Row[] both = rows.clone();
                both[at] = candidate;
                if (all(conditions, both)) {
                    met = true;
                    keep(joined, both, filters);
                }
            }
            if (!met && step.outer()) {
                keep(joined, rows.clone(), filters);
            }
        }
        return joined;
    }

    private static void keep(List<@Nullable Row[]> joined, @Nullable Row[] rows, List<Conjunct> filters) {
        if (all(filters, rows)) {
            joined.add(rows);
            if (joined.size() > COMBINATIONS_MAX) {
                throw new SqlProblem("the query takes too long: it combines more than " + COMBINATIONS_MAX + " rows");
            }
        }
    }

    private List<Conjunct> filters(int at) {
        return where.stream().filter(c -> c.last() == at).toList();
    }

    private static boolean all(List<Conjunct> conditions, @Nullable Row[] rows) {
        Env env = Env.of(rows);
        for (Conjunct condition : conditions) {
            if (!condition.eval().holds(env)) {
                return false;
            }
        }
        return true;
    }

    /** The rows of one table that may go with the rows of those before it. */
    private interface Partners {
        Iterable<? extends Row> of(@Nullable Row[] rows);
    }

    private Partners partners(int at, List<Conjunct> conditions) {
        SqlTable table = scope.sources().get(at).table();
        List<Conjunct.Lookup> lookups = conditions.stream()
                .map(c -> c.lookup(at, scope, compiler))
                .flatMap(Optional::stream)
                .toList();
        for (Conjunct.Lookup lookup : lookups) {
            var index = table.indexes().get(lookup.column());
            if (index != null) {
                return rows -> found(lookup, rows, index);
            }
        }
        if (at > 0 && !lookups.isEmpty()) {
            Map<String, List<Row>> hash = hash(table, lookups.getFirst().column());
            return rows -> found(lookups.getFirst(), rows, key -> hash.getOrDefault(key, List.of()));
        }
        return _ -> table.rows().get();
    }

    private static List<Row> found(
            Conjunct.Lookup lookup, @Nullable Row[] rows, java.util.function.Function<String, List<Row>> index) {
        List<Row> found = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        for (Eval value : lookup.values()) {
            Object key = value.of(Env.of(rows));
            if (key != null && !asked.contains(Values.show(key))) {
                asked.add(Values.show(key));
                found.addAll(index.apply(Values.show(key)));
            }
        }
        return found;
    }

    private static Map<String, List<Row>> hash(SqlTable table, String column) {
        Map<String, List<Row>> hash = new HashMap<>();
        for (Row row : table.rows().get()) {
            Object value = row.value(column);
            if (value != null) {
                hash.computeIfAbsent(Values.show(value), _ -> new ArrayList<>()).add(row);
            }
        }
        return hash;
    }
}
