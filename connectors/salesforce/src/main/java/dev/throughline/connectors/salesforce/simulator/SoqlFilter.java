package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Condition;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Literal;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a condition into a predicate over rows, refusing comparisons that the field's type does not take. */
final class SoqlFilter {
    private final Org org;
    private final Function<SoqlQuery, Set<Object>> subquery;

    SoqlFilter(Org org, Function<SoqlQuery, Set<Object>> subquery) {
        this.org = org;
        this.subquery = subquery;
    }

    Predicate<Row> bind(ObjectDef type, Condition condition) {
        return switch (condition) {
            case Condition.All(var of) ->
                all(of.stream().map(c -> bind(type, c)).toList());
            case Condition.Any(var of) ->
                any(of.stream().map(c -> bind(type, c)).toList());
            case Condition.Not(var of) -> bind(type, of).negate();
            case Condition.Compare(var path, var operator, var value) -> compare(type, path, operator, value);
            case Condition.In(var path, var not, var values) -> in(type, path, not, values);
            case Condition.InQuery(var path, var not, var query) -> {
                SoqlPath at = SoqlPath.bind(org, type, path);
                Set<Object> wanted = subquery.apply(query);
                yield row -> wanted.contains(at.value(row)) != not;
            }
        };
    }

    private static Predicate<Row> all(List<Predicate<Row>> of) {
        return row -> of.stream().allMatch(p -> p.test(row));
    }

    private static Predicate<Row> any(List<Predicate<Row>> of) {
        return row -> of.stream().anyMatch(p -> p.test(row));
    }

    private Predicate<Row> in(ObjectDef type, Path path, boolean not, List<Literal> values) {
        SoqlPath at = SoqlPath.bind(org, type, path);
        Set<Object> wanted = new HashSet<>();
        FieldDef field = at.field();
        values.forEach(v -> wanted.add(v instanceof Literal.Null ? NULL : folded(field, typed(field, "=", v))));
        return row -> {
            Object value = at.value(row);
            return wanted.contains(value == null ? NULL : folded(field, value)) != not;
        };
    }

    private Predicate<Row> compare(ObjectDef type, Path path, String operator, Literal literal) {
        SoqlPath at = SoqlPath.bind(org, type, path);
        FieldDef field = at.field();
        if (field.type() == FieldDef.Type.TEXTAREA && field.length() > 4_000) {
            throw Refusal.bad(
                    "INVALID_FIELD", "field '%s' can not be filtered in a query call".formatted(field.name()));
        }
        if (literal instanceof Literal.Null) {
            return switch (operator) {
                case "=" -> row -> at.value(row) == null;
                case "!=" -> row -> at.value(row) != null;
                default -> throw badOperator(field, operator);
            };
        }
        if (operator.equals("LIKE")) {
            if (!field.type().textual() || !(literal instanceof Literal.Text(var pattern))) {
                throw badOperator(field, operator);
            }
            Pattern like = like(pattern);
            return row -> at.value(row) instanceof String s && like.matcher(s).matches();
        }
        if (field.type() == FieldDef.Type.BOOLEAN && !operator.equals("=") && !operator.equals("!=")) {
            throw badOperator(field, operator);
        }
        if (literal instanceof Literal.Stretch stretch) {
            return stretch(at, operator, SoqlDates.days(stretch, LocalDate.ofInstant(org.now(), ZoneOffset.UTC)));
        }
        Object wanted = folded(field, typed(field, operator, literal));
        return row -> {
            Object value = at.value(row);
            return value == null ? operator.equals("!=") : holds(order(folded(field, value), wanted), operator);
        };
    }

    private static Predicate<Row> stretch(SoqlPath at, String operator, SoqlDates.Days days) {
        if (at.field().type() != FieldDef.Type.DATE && at.field().type() != FieldDef.Type.DATETIME) {
            throw mistyped(at.field());
        }
        return row -> {
            Object value = at.value(row);
            if (value == null) {
                return operator.equals("!=");
            }
            LocalDate day = value instanceof Instant i ? LocalDate.ofInstant(i, ZoneOffset.UTC) : (LocalDate) value;
            boolean within = !day.isBefore(days.first()) && !day.isAfter(days.last());
            return switch (operator) {
                case "=" -> within;
                case "!=" -> !within;
                case "<" -> day.isBefore(days.first());
                case "<=" -> !day.isAfter(days.last());
                case ">" -> day.isAfter(days.last());
                default -> !day.isBefore(days.first());
            };
        };
    }

    private static Object typed(FieldDef field, String operator, Literal literal) {
        return switch (literal) {
            case Literal.Text(var text)
            when field.type() == FieldDef.Type.ID || field.type() == FieldDef.Type.REF ->
                RecordIds.normal(text)
                        .orElseThrow(() -> Refusal.bad(
                                "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + text, field.name()));
            case Literal.Text(var text) when field.type().textual() -> text;
            case Literal.Number(var number) when field.type().numeric() -> number;
            case Literal.Truth(var truth) when field.type() == FieldDef.Type.BOOLEAN -> truth;
            case Literal.Day(var day) when field.type() == FieldDef.Type.DATE -> day;
            case Literal.Moment(var moment) when field.type() == FieldDef.Type.DATETIME -> moment;
            case Literal.Stretch _ -> throw badOperator(field, operator);
            case Literal.Text _, Literal.Number _, Literal.Truth _, Literal.Day _, Literal.Moment _, Literal.Null _ ->
                throw mistyped(field);
        };
    }

    private static Refusal mistyped(FieldDef field) {
        boolean quoted = field.type().textual();
        return Refusal.bad(
                "INVALID_FIELD",
                "value of filter criterion for field '%s' must be of type %s and should %sbe enclosed in quotes"
                        .formatted(field.name(), field.type().wire(), quoted ? "" : "not "));
    }

    private static Refusal badOperator(FieldDef field, String operator) {
        return Refusal.bad(
                "INVALID_QUERY_FILTER_OPERATOR",
                "invalid operator %s on %s field %s"
                        .formatted(operator, field.type().wire(), field.name()));
    }

    private static final Object NULL = new Object();

    /** Text compares without regard to case, but ids with it; decimals compare by value. */
    static Object folded(FieldDef field, Object value) {
        boolean id = field.type() == FieldDef.Type.ID || field.type() == FieldDef.Type.REF;
        return switch (value) {
            case String s -> id ? s : s.toLowerCase(Locale.ROOT);
            case BigDecimal d -> d.signum() == 0 ? BigDecimal.ZERO : d.stripTrailingZeros();
            default -> value;
        };
    }

    static int order(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return switch (a) {
            case BigDecimal d when b instanceof BigDecimal e -> d.compareTo(e);
            case Instant i when b instanceof Instant j -> i.compareTo(j);
            case LocalDate d when b instanceof LocalDate e -> d.compareTo(e);
            case Boolean x when b instanceof Boolean y -> Boolean.compare(x, y);
            default -> a.toString().compareTo(b.toString());
        };
    }

    private static boolean holds(int order, String operator) {
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static Pattern like(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
