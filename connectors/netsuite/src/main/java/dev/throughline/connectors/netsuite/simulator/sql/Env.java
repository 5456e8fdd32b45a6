package dev.throughline.connectors.netsuite.simulator.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an expression is evaluated on: one row of each table in the query and, where rows are grouped, all rows of the group. */
record Env(SqlTable.@Nullable Row[] rows, List<SqlTable.@Nullable Row[]> group) {
    static Env of(SqlTable.@Nullable Row[] rows) {
        return new Env(rows, List.of());
    }

    static Env of(List<SqlTable.@Nullable Row[]> group, int width) {
        return new Env(group.isEmpty() ? new SqlTable.Row[width] : group.getFirst(), group);
    }
}
