package dev.throughline.connectors.netsuite.simulator.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;

/** Turns parsed expressions into something that can be evaluated, or says which part it does not know. */
final class Compiler {
    /** Answers a subquery by its single column. */
    @FunctionalInterface
    interface Subquery {
        List<Object> values(Select select);
    }

    private static final Set<String> AGGREGATES = Set.of("COUNT", "SUM", "MIN", "MAX", "AVG");

    private final Scope scope;
    private final List<Object> params;
    private final Functions functions;
    private final Subquery subquery;
    private final Map<String, Eval> grouped;
    private final boolean grouping;

    Compiler(Scope scope, List<Object> params, Functions functions, Subquery subquery) {
        this(scope, params, functions, subquery, Map.of(), false);
    }

    private Compiler(
            Scope scope,
            List<Object> params,
            Functions functions,
            Subquery subquery,
            Map<String, Eval> grouped,
            boolean grouping) {
        this.scope = scope;
        this.params = params;
        this.functions = functions;
        this.subquery = subquery;
        this.grouped = grouped;
        this.grouping = grouping;
    }

    /** A compiler for what stands beside a GROUP BY: only its expressions, and aggregates, may be used. */
    Compiler over(Map<String, Eval> groups) {
        return new Compiler(scope, params, functions, subquery, groups, true);
    }

    static String key(Expression expression) {
        return expression.toString().toLowerCase(Locale.ROOT);
    }

    Eval compile(Expression expression) {
        Eval group = grouped.get(key(expression));
        if (group != null) {
            return group;
        }
        return switch (expression) {
            case Column column -> column(column);
            case LongValue number -> constant(new BigDecimal(number.getStringValue()));
            case DoubleValue number -> constant(new BigDecimal(number.toString()));
            case StringValue text -> constant(text.getNotExcapedValue());
            case NullValue _ -> _ -> null;
            case JdbcParameter parameter -> parameter(parameter);
            case SignedExpression signed -> signed(signed);
            case ParenthesedSelect select -> scalar(select);
            case ParenthesedExpressionList<?> list when list.size() == 1 -> compile(list.getFirst());
            case NotExpression not -> Logic.not(compile(not.getExpression()));
            case Function function -> function(function);
            case IsNullExpression test -> Logic.isNull(compile(test.getLeftExpression()), test.isNot());
            case InExpression in -> in(in);
            case Between between ->
                Logic.between(
                        compile(between.getLeftExpression()),
                        compile(between.getBetweenExpressionStart()),
                        compile(between.getBetweenExpressionEnd()),
                        between.isNot());
            case LikeExpression like -> like(like);
            case CaseExpression choice -> choice(choice);
            case TimeKeyExpression time -> functions.now(time.getStringValue());
            case BinaryExpression binary -> binary(binary);
            default -> throw SqlProblem.unsupported(expression.getClass().getSimpleName(), expression);
        };
    }

    private Eval column(Column column) {
        if (scope.isFunction(column)) {
            return functions.now(column.getColumnName());
        }
        if (grouping) {
            throw new SqlProblem("not a GROUP BY expression: " + column);
        }
        return scope.column(column);
    }

    private static Eval constant(Object value) {
        return _ -> value;
    }

    private Eval parameter(JdbcParameter parameter) {
        int index = parameter.getIndex();
        if (index < 1 || index > params.size()) {
            throw new SqlProblem(
                    "the query has a parameter %d but %d values were given".formatted(index, params.size()));
        }
        return constant(params.get(index - 1));
    }

    private Eval signed(SignedExpression signed) {
        Eval inner = compile(signed.getExpression());
        return signed.getSign() == '-'
                ? env -> {
                    BigDecimal number = Values.numberOrNull(inner.of(env));
                    return number == null ? null : number.negate();
                }
                : inner;
    }

    private Eval scalar(ParenthesedSelect select) {
        List<Object> values = subquery.values(select.getSelect());
        if (values.size() > 1) {
            throw new SqlProblem("single-row subquery returns more than one row: " + select);
        }
        return _ -> values.isEmpty() ? null : values.getFirst();
    }

    private Eval binary(BinaryExpression binary) {
        Eval left = compile(binary.getLeftExpression());
        Eval right = compile(binary.getRightExpression());
        return switch (binary) {
            case AndExpression _ -> Logic.and(left, right);
            case OrExpression _ -> Logic.or(left, right);
            case EqualsTo _ -> Logic.compare(left, right, c -> c == 0);
            case NotEqualsTo _ -> Logic.compare(left, right, c -> c != 0);
            case GreaterThan _ -> Logic.compare(left, right, c -> c > 0);
            case GreaterThanEquals _ -> Logic.compare(left, right, c -> c >= 0);
            case MinorThan _ -> Logic.compare(left, right, c -> c < 0);
            case MinorThanEquals _ -> Logic.compare(left, right, c -> c <= 0);
            case Addition _ -> Arithmetic.plus(left, right, 1);
            case Subtraction _ -> Arithmetic.plus(left, right, -1);
            case Multiplication _ -> Arithmetic.times(left, right);
            case Division _ -> Arithmetic.divide(left, right);
            case Concat _ -> Arithmetic.concat(left, right);
            default -> throw SqlProblem.unsupported(binary.getClass().getSimpleName(), binary);
        };
    }

    private Eval in(InExpression in) {
        Eval left = compile(in.getLeftExpression());
        Expression right = in.getRightExpression();
        if (right instanceof ParenthesedSelect select) {
            List<Object> values = subquery.values(select.getSelect());
            return Logic.in(left, values.stream().map(Compiler::constant).toList(), in.isNot());
        }
        if (!(right instanceof ParenthesedExpressionList<?> list)) {
            throw SqlProblem.unsupported("IN with", right);
        }
        if (list.size() > 1000) {
            throw new SqlProblem("an IN list holds at most 1000 expressions, this one has " + list.size());
        }
        List<Eval> options = new ArrayList<>();
        list.forEach(option -> options.add(compile(option)));
        return Logic.in(left, options, in.isNot());
    }

    private Eval like(LikeExpression like) {
        if (like.getLikeKeyWord() != LikeExpression.KeyWord.LIKE || like.getEscape() != null) {
            throw SqlProblem.unsupported(String.valueOf(like.getLikeKeyWord()), like);
        }
        return Logic.like(compile(like.getLeftExpression()), compile(like.getRightExpression()), like.isNot());
    }

    private Eval choice(CaseExpression choice) {
        if (choice.getSwitchExpression() != null) {
            throw SqlProblem.unsupported("CASE with a selector", choice);
        }
        List<Eval> conditions = new ArrayList<>();
        List<Eval> results = new ArrayList<>();
        for (WhenClause when : choice.getWhenClauses()) {
            conditions.add(compile(when.getWhenExpression()));
            results.add(compile(when.getThenExpression()));
        }
        Eval otherwise = choice.getElseExpression() == null ? _ -> null : compile(choice.getElseExpression());
        return env -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).holds(env)) {
                    return results.get(i).of(env);
                }
            }
            return otherwise.of(env);
        };
    }

    private Eval function(Function function) {
        String name = function.getName().toUpperCase(Locale.ROOT);
        if (AGGREGATES.contains(name)) {
            return aggregate(name, function);
        }
        if (name.equals("BUILTIN.DF")) {
            return display(function);
        }
        List<Eval> arguments = new ArrayList<>();
        if (function.getParameters() != null) {
            function.getParameters().forEach(p -> arguments.add(compile((Expression) p)));
        }
        return functions.call(name, arguments, function);
    }

    private Eval display(Function function) {
        if (function.getParameters() == null
                || function.getParameters().size() != 1
                || !(function.getParameters().getFirst() instanceof Column column)) {
            throw SqlProblem.unsupported("BUILTIN.DF of anything but a column", function);
        }
        return scope.display(column);
    }

    private Eval aggregate(String name, Function function) {
        if (!grouping) {
            throw new SqlProblem("group function is not allowed here: " + function);
        }
        var parameters = function.getParameters();
        boolean all = parameters == null || parameters.size() == 1 && parameters.getFirst() instanceof AllColumns;
        if (all && name.equals("COUNT")) {
            return env -> BigDecimal.valueOf(env.group().size());
        }
        if (all || parameters.size() != 1) {
            throw SqlProblem.unsupported(name + " of several expressions", function);
        }
        Eval inner = new Compiler(scope, params, functions, subquery).compile((Expression) parameters.getFirst());
        return Aggregates.of(name, inner, function.isDistinct());
    }

    static boolean hasAggregate(Expression expression) {
        boolean[] found = {false};
        expression.accept(
                new net.sf.jsqlparser.expression.ExpressionVisitorAdapter<Void>() {
                    @Override
                    public <S> Void visit(Function function, S context) {
                        found[0] |= AGGREGATES.contains(function.getName().toUpperCase(Locale.ROOT));
                        return super.visit(function, context);
                    }
                },
                null);
        return found[0];
    }
}
