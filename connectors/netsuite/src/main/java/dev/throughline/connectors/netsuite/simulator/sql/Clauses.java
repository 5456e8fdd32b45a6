package dev.throughline.connectors.netsuite.simulator.sql;

import dev.throughline.connectors.netsuite.simulator.sql.SqlTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.jspecify.annotations.Nullable;

/** The clauses around the conditions: grouping, limits, and what SuiteQL does not have. */
final class Clauses {
    private Clauses() {}

    static void requireKnown(PlainSelect select) {
        refuse("WITH", select.getWithItemsList());
        refuse("LIMIT (use the query parameters limit and offset)", select.getLimit());
        refuse("OFFSET (use the query parameters limit and offset)", select.getOffset());
        refuse("CONNECT BY", select.getOracleHierarchical());
        refuse("QUALIFY", select.getQualify());
        refuse("FOR UPDATE", select.getForMode());
        refuse("PIVOT", select.getPivot());
        refuse("SELECT INTO", select.getIntoTables());
        refuse(
                "DISTINCT ON",
                select.getDistinct() == null ? null : select.getDistinct().getOnSelectItems());
        refuse("window", select.getWindowDefinitions());
    }

    private static void refuse(String what, @Nullable Object part) {
        if (part != null && !(part instanceof List<?> list && list.isEmpty())) {
            throw SqlProblem.unsupported(what, part);
        }
    }

    /** Takes {@code ROWNUM <= n} out of the conditions. @return the most rows */
    static int rownum(List<Expression> where, List<Object> params) {
        int max = Integer.MAX_VALUE;
        for (Expression part : List.copyOf(where)) {
            if (part instanceof ComparisonOperator c
                    && c.getLeftExpression() instanceof Column column
                    && column.getColumnName().equalsIgnoreCase("rownum")) {
                if (!(part instanceof MinorThan) && !(part instanceof MinorThanEquals)) {
                    throw SqlProblem.unsupported("ROWNUM other than < or <=", part);
                }
                int bound = constant(c.getRightExpression(), params);
                max = Math.min(max, part instanceof MinorThan ? bound - 1 : bound);
                where.remove(part);
            }
        }
        return Math.max(0, max);
    }

    private static int constant(Expression expression, List<Object> params) {
        if (expression instanceof JdbcParameter p && p.getIndex() >= 1 && p.getIndex() <= params.size()) {
            return Values.number(params.get(p.getIndex() - 1)).intValue();
        }
        if (expression instanceof LongValue number) {
            return Math.clamp(number.getValue(), 0, Integer.MAX_VALUE);
        }
        throw SqlProblem.unsupported("a row limit that is no number", expression);
    }

    static int fetched(PlainSelect select) {
        int max = Integer.MAX_VALUE;
        if (select.getFetch() != null) {
            max = constant(select.getFetch().getExpression(), List.of());
        }
        if (select.getTop() != null) {
            max = Math.min(max, constant(select.getTop().getExpression(), List.of()));
        }
        return max;
    }

    static Map<String, Eval> groups(PlainSelect select, Compiler compiler) {
        Map<String, Eval> groups = new LinkedHashMap<>();
        if (select.getGroupBy() != null) {
            if (!select.getGroupBy().getGroupingSets().isEmpty()) {
                throw SqlProblem.unsupported("GROUPING SETS", select.getGroupBy());
            }
            for (Object expression : select.getGroupBy().getGroupByExpressionList()) {
                groups.put(Compiler.key((Expression) expression), compiler.compile((Expression) expression));
            }
        }
        return groups;
    }

    /** Without GROUP BY all rows are one group, even when there are none. */
    static List<Env> group(Map<String, Eval> groups, List<@Nullable Row[]> rows, int width) {
        Map<List<String>, List<@Nullable Row[]>> found = new LinkedHashMap<>();
        if (groups.isEmpty()) {
            found.put(List.of(), rows);
        }
        for (@Nullable Row[] row : groups.isEmpty() ? List.<@Nullable Row[]>of() : rows) {
            Env env = Env.of(row);
            List<String> key = new ArrayList<>();
            groups.values().forEach(g -> {
                Object value = g.of(env);
                key.add(value == null ? "\0" : Values.show(value));
            });
            found.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        List<Env> envs = new ArrayList<>();
        found.values().forEach(group -> envs.add(Env.of(group, width)));
        return envs;
    }
}
