package dev.throughline.connectors.netsuite.simulator.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.sf.jsqlparser.schema.Column;

/** The tables of one query under their aliases. */
final class Scope {
    /** @param alias lower case */
    record Source(String alias, SqlTable table) {}

    private final List<Source> sources = new ArrayList<>();

    void add(String alias, SqlTable table) {
        if (sources.stream().anyMatch(s -> s.alias().equals(alias))) {
            throw new SqlProblem("the alias is used twice: " + alias);
        }
        sources.add(new Source(alias, table));
    }

    List<Source> sources() {
        return sources;
    }

    int width() {
        return sources.size();
    }

    boolean isFunction(Column column) {
        return column.getTable() == null
                && Functions.WITHOUT_ARGUMENTS.contains(column.getColumnName().toUpperCase(Locale.ROOT));
    }

    /** Which source a column belongs to. */
    int sourceOf(Column column) {
        String name = name(column);
        String alias = column.getTable() == null ? "" : column.getTable().getName();
        if (alias != null && !alias.isEmpty()) {
            String wanted = alias.toLowerCase(Locale.ROOT);
            int at = IntStream.range(0, sources.size())
                    .filter(i -> sources.get(i).alias().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new SqlProblem("unknown table or alias: " + column));
            if (!sources.get(at).table().columns().contains(name)) {
                throw unknown(column);
            }
            return at;
        }
        int[] having = IntStream.range(0, sources.size())
                .filter(i -> sources.get(i).table().columns().contains(name))
                .toArray();
        if (having.length == 0) {
            throw unknown(column);
        }
        if (having.length > 1) {
            throw new SqlProblem("column ambiguously defined: " + column);
        }
        return having[0];
    }

    private static SqlProblem unknown(Column column) {
        return new SqlProblem("Field '%s' for record was not found.".formatted(column));
    }

    static String name(Column column) {
        return column.getColumnName().replace("\"", "").toLowerCase(Locale.ROOT);
    }

    Eval column(Column column) {
        int at = sourceOf(column);
        String name = name(column);
        return env -> {
            SqlTable.Row row = env.rows()[at];
            return row == null ? null : row.value(name);
        };
    }

    Eval display(Column column) {
        int at = sourceOf(column);
        String name = name(column);
        return env -> {
            SqlTable.Row row = env.rows()[at];
            return row == null ? null : row.display(name);
        };
    }
}
