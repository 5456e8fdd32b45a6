package dev.throughline.connectors.netsuite.simulator.sql;

import dev.throughline.connectors.netsuite.simulator.sql.SqlTable.Row;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/** One SuiteQL query over tables in memory. */
public final class Query {
    private static final int LENGTH_MAX = 100_000;

    /** @param total rows of all pages; @param items values as text, null columns absent */
    public record Page(List<Map<String, String>> items, int total) {}

    private record Output(String name, Eval eval) {}

    private record Ordered(Eval eval, boolean ascending, boolean nullsLast) {}

    private final Function<String, Optional<SqlTable>> tables;
    private final List<Object> params;
    private final LocalDateTime now;

    /** @param params text or numbers, for the question marks in their order */
    public Query(Function<String, Optional<SqlTable>> tables, List<Object> params, LocalDateTime now) {
        this.tables = tables;
        this.params = params;
        this.now = now;
    }

    /** @throws SqlProblem naming what cannot be answered */
    public Page page(String sql, int offset, int limit, int rowsMax) {
        Result result = run(parse(sql), 0);
        int total = Math.min(result.envs().size(), rowsMax);
        List<Map<String, String>> items = new ArrayList<>();
        for (Env env : result.envs().subList(Math.min(offset, total), Math.min(offset + limit, total))) {
            Map<String, String> item = new LinkedHashMap<>();
            for (Output output : result.outputs()) {
                Object value = output.eval().of(env);
                if (value != null) {
                    item.put(output.name(), Values.show(value));
                }
            }
            items.add(item);
        }
        return new Page(items, total);
    }

    private static Select parse(String sql) {
        if (sql.length() > LENGTH_MAX) {
            throw new SqlProblem("the query is longer than %d characters".formatted(LENGTH_MAX));
        }
        try {
            var statement = CCJSqlParserUtil.newParser(sql).Statement();
            if (statement instanceof Select select) {
                return select;
            }
            throw new SqlProblem("only SELECT is allowed");
        } catch (ParseException | TokenMgrException e) {
            throw new SqlProblem("Search error occurred: Invalid or unsupported search. "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (StackOverflowError e) {
            // Thousands of brackets: the recursive parser has no other way to say so.
            throw new SqlProblem("the query is nested too deeply");
        }
    }

    private record Result(List<Output> outputs, List<Env> envs) {}

    private Result run(Select statement, int depth) {
        if (depth > 5) {
            throw new SqlProblem("subqueries are nested too deeply");
        }
        if (statement instanceof ParenthesedSelect inner) {
            return run(inner.getSelect(), depth + 1);
        }
        if (!(statement instanceof PlainSelect select)) {
            throw SqlProblem.unsupported(statement.getClass().getSimpleName(), statement);
        }
        Clauses.requireKnown(select);
        Scope scope = new Scope();
        List<Join> joins = select.getJoins() == null ? List.of() : select.getJoins();
        add(scope, select.getFromItem(), depth);
        joins.forEach(join -> add(scope, join.getFromItem(), depth));
        var compiler = new Compiler(scope, params, new Functions(now), inner -> column(inner, depth));
        List<Expression> where = Conjunct.split(select.getWhere());
        int rowsMax = Clauses.rownum(where, params);
        List<Conjunct> conjuncts = new ArrayList<>();
        where.forEach(part -> conjuncts.addAll(Conjunct.of(part, scope, compiler)));
        List<@Nullable Row[]> rows = new Joiner(scope, compiler, conjuncts).rows(steps(joins, scope, compiler));
        if (rows.size() > rowsMax) {
            rows = rows.subList(0, rowsMax);
        }
        return shape(select, scope, compiler, rows);
    }

    private void add(Scope scope, FromItem item, int depth) {
        switch (item) {
            case Table table -> {
                String name = table.getName().toLowerCase(Locale.ROOT);
                SqlTable found = tables.apply(name)
                        .orElseThrow(() -> new SqlProblem("Record '%s' was not found.".formatted(table.getName())));
                scope.add(table.getAlias() == null ? name : alias(table), found);
            }
            case ParenthesedSelect inner ->
                scope.add(inner.getAlias() == null ? "" : alias(inner), derived(inner, depth));
            case null -> throw new SqlProblem("a query needs FROM");
            default -> throw SqlProblem.unsupported("FROM", item);
        }
    }

    private static String alias(FromItem item) {
        return item.getAlias().getName().toLowerCase(Locale.ROOT);
    }

    private SqlTable derived(ParenthesedSelect inner, int depth) {
        Result result = run(inner.getSelect(), depth + 1);
        List<String> names = result.outputs().stream().map(Output::name).toList();
        List<Row> rows = new ArrayList<>();
        for (Env env : result.envs()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            result.outputs().forEach(o -> values.put(o.name(), o.eval().of(env)));
            rows.add(values::get);
        }
        return new SqlTable("", names, () -> rows, Map.of());
    }

    private List<Object> column(Select inner, int depth) {
        Result result = run(inner, depth + 1);
        if (result.outputs().size() != 1) {
            throw new SqlProblem("a subquery must give one column: " + inner);
        }
        return result.envs().stream()
                .map(env -> result.outputs().getFirst().eval().of(env))
                .filter(java.util.Objects::nonNull)
                .map(Object.class::cast)
                .toList();
    }

    private static List<Joiner.Step> steps(List<Join> joins, Scope scope, Compiler compiler) {
        List<Joiner.Step> steps = new ArrayList<>();
        steps.add(new Joiner.Step(false, List.of()));
        for (Join join : joins) {
            if (join.isRight()
                    || join.isFull()
                    || join.isNatural()
                    || join.isApply()
                    || !join.getUsingColumns().isEmpty()) {
                throw SqlProblem.unsupported("this kind of JOIN", join);
            }
            List<Conjunct> on = new ArrayList<>();
            join.getOnExpressions().forEach(e -> on.addAll(Conjunct.of(e, scope, compiler)));
            steps.add(new Joiner.Step(join.isLeft(), on));
        }
        return steps;
    }

    private Result shape(PlainSelect select, Scope scope, Compiler plain, List<@Nullable Row[]> rows) {
        boolean grouped = select.getGroupBy() != null
                || select.getHaving() != null
                || select.getSelectItems().stream().anyMatch(i -> Compiler.hasAggregate(i.getExpression()));
        Compiler compiler = plain;
        List<Env> envs;
        if (grouped) {
            Map<String, Eval> groups = Clauses.groups(select, plain);
            envs = Clauses.group(groups, rows, scope.width());
            compiler = plain.over(groups);
        } else {
            envs = new ArrayList<>(rows.stream().map(Env::of).toList());
        }
        if (select.getHaving() != null) {
            Eval having = compiler.compile(select.getHaving());
            envs.removeIf(env -> !having.holds(env));
        }
        List<Output> outputs = outputs(select, scope, compiler);
        if (select.getDistinct() != null) {
            Set<List<String>> seen = new HashSet<>();
            envs.removeIf(env -> !seen.add(outputs.stream()
                    .map(o -> Optional.ofNullable(o.eval().of(env))
                            .map(Values::show)
                            .orElse("\0"))
                    .toList()));
        }
        sort(select, outputs, compiler, envs);
        int max = Clauses.fetched(select);
        return new Result(outputs, envs.size() > max ? envs.subList(0, max) : envs);
    }

    private static List<Output> outputs(PlainSelect select, Scope scope, Compiler compiler) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        int unnamed = 0;
        for (SelectItem<?> item : select.getSelectItems()) {
            switch (item.getExpression()) {
                case AllTableColumns all -> star(scope, compiler, all.getTable().getName(), outputs);
                case AllColumns _ -> star(scope, compiler, "", outputs);
                case Expression expression -> {
                    String name = item.getAlias() != null
                            ? item.getAlias().getName().replace("\"", "").toLowerCase(Locale.ROOT)
                            : expression instanceof Column column ? Scope.name(column) : "expr" + ++unnamed;
                    outputs.put(name, new Output(name, compiler.compile(expression)));
                }
            }
        }
        return List.copyOf(outputs.values());
    }

    private static void star(Scope scope, Compiler compiler, String alias, Map<String, Output> outputs) {
        for (Scope.Source source : scope.sources()) {
            if (alias.isEmpty() || source.alias().equalsIgnoreCase(alias)) {
                for (String name : source.table().columns()) {
                    Column column = new Column(new Table(source.alias()), name);
                    outputs.put(name, new Output(name, compiler.compile(column)));
                }
            }
        }
    }

    private static void sort(PlainSelect select, List<Output> outputs, Compiler compiler, List<Env> envs) {
        if (select.getOrderByElements() == null) {
            return;
        }
        List<Ordered> order = new ArrayList<>();
        for (OrderByElement element : select.getOrderByElements()) {
            boolean last = element.getNullOrdering() == null
                    ? element.isAsc()
                    : element.getNullOrdering() == OrderByElement.NullOrdering.NULLS_LAST;
            order.add(new Ordered(ordering(element.getExpression(), outputs, compiler), element.isAsc(), last));
        }
        Comparator<List<Object>> comparator = (a, b) -> {
            for (int i = 0; i < order.size(); i++) {
                int c = compare(a.get(i), b.get(i), order.get(i));
                if (c != 0) {
                    return c;
                }
            }
            return 0;
        };
        record Keyed(Env env, List<Object> keys) {}
        List<Keyed> keyed = new ArrayList<>(envs.stream()
                .map(env -> {
                    List<Object> keys = new ArrayList<>();
                    order.forEach(o -> keys.add(o.eval().of(env)));
                    return new Keyed(env, keys);
                })
                .toList());
        keyed.sort((a, b) -> comparator.compare(a.keys(), b.keys()));
        envs.clear();
        keyed.forEach(k -> envs.add(k.env()));
    }

    private static Eval ordering(Expression expression, List<Output> outputs, Compiler compiler) {
        if (expression instanceof LongValue position) {
            int at = (int) position.getValue();
            if (at < 1 || at > outputs.size()) {
                throw new SqlProblem("ORDER BY item must be the number of a SELECT-list expression: " + at);
            }
            return outputs.get(at - 1).eval();
        }
        if (expression instanceof Column column && column.getTable() == null) {
            for (Output output : outputs) {
                if (output.name().equals(Scope.name(column))) {
                    return output.eval();
                }
            }
        }
        return compiler.compile(expression);
    }

    private static int compare(@Nullable Object a, @Nullable Object b, Ordered order) {
        if (a == null || b == null) {
            int nulls = a == null ? (b == null ? 0 : 1) : -1;
            return order.nullsLast() ? nulls : -nulls;
        }
        return order.ascending() ? Values.compare(a, b) : Values.compare(b, a);
    }
}
