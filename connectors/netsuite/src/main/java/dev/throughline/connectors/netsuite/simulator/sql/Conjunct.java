package dev.throughline.connectors.netsuite.simulator.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * One of the conditions that all must hold.
 *
 * @param sources the tables that it speaks of, by position
 */
record Conjunct(Expression expression, Eval eval, Set<Integer> sources) {

    static List<Conjunct> of(@Nullable Expression where, Scope scope, Compiler compiler) {
        List<Conjunct> conjuncts = new ArrayList<>();
        for (Expression part : split(where)) {
            conjuncts.add(new Conjunct(part, compiler.compile(part), sources(part, scope)));
        }
        return conjuncts;
    }

    static List<Expression> split(@Nullable Expression where) {
        List<Expression> parts = new ArrayList<>();
        if (where instanceof AndExpression and) {
            parts.addAll(split(and.getLeftExpression()));
            parts.addAll(split(and.getRightExpression()));
        } else if (where instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            parts.addAll(split(list.getFirst()));
        } else if (where != null) {
            parts.add(where);
        }
        return parts;
    }

    private static Set<Integer> sources(Expression expression, Scope scope) {
        Set<Integer> sources = new TreeSet<>();
        expression.accept(
                new ExpressionVisitorAdapter<Void>() {
                    @Override
                    public <S> Void visit(Column column, S context) {
                        if (!scope.isFunction(column)) {
                            sources.add(scope.sourceOf(column));
                        }
                        return super.visit(column, context);
                    }
                },
                null);
        return sources;
    }

    int last() {
        return sources.stream().mapToInt(i -> i).max().orElse(0);
    }

    /** The other side of an equality with an own column of the table at {@code at}, when that side needs earlier tables only. */
    record Lookup(String column, List<Eval> values) {}

    Optional<Lookup> lookup(int at, Scope scope, Compiler compiler) {
        if (expression instanceof EqualsTo equals) {
            return side(equals.getLeftExpression(), equals.getRightExpression(), at, scope, compiler)
                    .or(() -> side(equals.getRightExpression(), equals.getLeftExpression(), at, scope, compiler));
        }
        if (expression instanceof InExpression in
                && !in.isNot()
                && in.getRightExpression() instanceof ParenthesedExpressionList<?> list
                && in.getLeftExpression() instanceof Column column
                && isOwn(column, at, scope)
                && list.stream().allMatch(e -> sources(e, scope).isEmpty())) {
            return Optional.of(new Lookup(
                    Scope.name(column), list.stream().map(compiler::compile).toList()));
        }
        return Optional.empty();
    }

    private static Optional<Lookup> side(Expression own, Expression other, int at, Scope scope, Compiler compiler) {
        boolean usable = own instanceof Column column
                && isOwn(column, at, scope)
                && sources(other, scope).stream().allMatch(s -> s < at);
        return usable
                ? Optional.of(new Lookup(Scope.name((Column) own), List.of(compiler.compile(other))))
                : Optional.empty();
    }

    private static boolean isOwn(Column column, int at, Scope scope) {
        return !scope.isFunction(column) && scope.sourceOf(column) == at;
    }
}
