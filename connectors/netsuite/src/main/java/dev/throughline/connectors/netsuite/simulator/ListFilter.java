package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code q} of a record list: {@code companyName START_WITH "Al" AND lastModifiedDate ON_OR_AFTER "3/1/2026"}. */
final class ListFilter {
    private static final Pattern TOKEN =
            Pattern.compile("\\G\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*\\]|\\(|\\)|[^\\s()\\[\\]\"]+)");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    private final RecordType type;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private ListFilter(RecordType type, String q) {
        this.type = type;
        Matcher matcher = TOKEN.matcher(q);
        int end = 0;
        while (end < q.length() && matcher.find()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!q.substring(end).isBlank()) {
            throw wrong("cannot read from: " + q.substring(end));
        }
    }

    static Predicate<Rec> parse(RecordType type, String q) {
        ListFilter filter = new ListFilter(type, q);
        Predicate<Rec> all = filter.or();
        if (filter.at < filter.tokens.size()) {
            throw wrong("unexpected: " + filter.tokens.get(filter.at));
        }
        return all;
    }

    private static Problem wrong(String what) {
        return Problem.query("q", "Invalid query condition: " + what);
    }

    private Predicate<Rec> or() {
        Predicate<Rec> left = and();
        while (taken("OR")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<Rec> and() {
        Predicate<Rec> left = term();
        while (taken("AND")) {
            left = left.and(term());
        }
        return left;
    }

    private boolean taken(String word) {
        boolean here = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
        at += here ? 1 : 0;
        return here;
    }

    private String take() {
        if (at >= tokens.size()) {
            throw wrong("it ends too early");
        }
        return tokens.get(at++);
    }

    private Predicate<Rec> term() {
        if (taken("(")) {
            Predicate<Rec> inner = or();
            if (!taken(")")) {
                throw wrong("a bracket is not closed");
            }
            return inner;
        }
        String name = take();
        Field field = type.fields().get(name);
        if (field == null || field.kind() == Field.Kind.SUBLIST) {
            throw wrong("unknown field " + name);
        }
        String operator = take().toUpperCase(Locale.ROOT);
        boolean not = operator.endsWith("_NOT");
        Predicate<Rec> test = test(field, operator.replace("_NOT", ""));
        return not ? test.negate() : test;
    }

    private Predicate<Rec> test(Field field, String operator) {
        if (operator.equals("EMPTY")) {
            return rec -> value(rec, field).isEmpty();
        }
        if (operator.equals("ANY_OF")) {
            List<String> ids = list(take());
            return rec -> ids.contains(value(rec, field));
        }
        return switch (field.kind()) {
            case NUMBER, MONEY, INTEGER -> number(field, operator);
            case DATE, DATETIME -> date(field, operator);
            case BOOLEAN -> {
                boolean wanted = Boolean.parseBoolean(text(take()));
                yield rec -> rec.is(field.name()) == wanted;
            }
            default -> text(field, operator);
        };
    }

    private Predicate<Rec> text(Field field, String operator) {
        String wanted = text(take()).toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "IS", "EQUAL" ->
                rec -> value(rec, field).toLowerCase(Locale.ROOT).equals(wanted);
            case "CONTAIN" -> rec -> value(rec, field).toLowerCase(Locale.ROOT).contains(wanted);
            case "START_WITH" ->
                rec -> value(rec, field).toLowerCase(Locale.ROOT).startsWith(wanted);
            case "END_WITH" -> rec -> value(rec, field).toLowerCase(Locale.ROOT).endsWith(wanted);
            default -> throw wrong("operator %s on %s".formatted(operator, field.name()));
        };
    }

    private Predicate<Rec> number(Field field, String operator) {
        if (operator.equals("BETWEEN")) {
            List<String> bounds = list(take());
            if (bounds.size() != 2) {
                throw wrong("BETWEEN needs two numbers");
            }
            BigDecimal low = decimal(bounds.get(0));
            BigDecimal high = decimal(bounds.get(1));
            return rec -> rec.amount(field.name()).compareTo(low) >= 0
                    && rec.amount(field.name()).compareTo(high) <= 0;
        }
        BigDecimal wanted = decimal(text(take()));
        return switch (operator) {
            case "EQUAL" -> rec -> rec.amount(field.name()).compareTo(wanted) == 0;
            case "GREATER" -> rec -> rec.amount(field.name()).compareTo(wanted) > 0;
            case "GREATER_OR_EQUAL" -> rec -> rec.amount(field.name()).compareTo(wanted) >= 0;
            case "LESS" -> rec -> rec.amount(field.name()).compareTo(wanted) < 0;
            case "LESS_OR_EQUAL" -> rec -> rec.amount(field.name()).compareTo(wanted) <= 0;
            default -> throw wrong("operator %s on %s".formatted(operator, field.name()));
        };
    }

    private Predicate<Rec> date(Field field, String operator) {
        LocalDate wanted = day(text(take()));
        return switch (operator) {
            case "ON" -> rec -> compare(rec, field, wanted, c -> c == 0);
            case "BEFORE" -> rec -> compare(rec, field, wanted, c -> c < 0);
            case "AFTER" -> rec -> compare(rec, field, wanted, c -> c > 0);
            case "ON_OR_AFTER" -> rec -> compare(rec, field, wanted, c -> c >= 0);
            case "ON_OR_BEFORE" -> rec -> compare(rec, field, wanted, c -> c <= 0);
            default -> throw wrong("operator %s on %s".formatted(operator, field.name()));
        };
    }

    private static boolean compare(Rec rec, Field field, LocalDate wanted, java.util.function.IntPredicate accepts) {
        Object value = switch (field.name()) {
            case "lastModifiedDate" -> day(rec.modified);
            case "createdDate" -> day(rec.created);
            default -> rec.values.get(field.name());
        };
        return value instanceof LocalDate date && accepts.test(date.compareTo(wanted));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Dates follow the account's preference. */
    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DATE);
        } catch (DateTimeParseException e) {
            throw wrong("a date is written M/D/YYYY: " + text);
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw wrong("not a number: " + text);
        }
    }

    private static String value(Rec rec, Field field) {
        Object value = switch (field.name()) {
            case "id" -> String.valueOf(rec.id);
            case "externalId" -> rec.externalId;
            default -> rec.values.get(field.name());
        };
        return value == null ? "" : value.toString();
    }

    private static List<String> list(String token) {
        String inner = token.startsWith("[") ? token.substring(1, token.length() - 1) : token;
        return java.util.Arrays.stream(inner.split(","))
                .map(p -> text(p.strip()))
                .toList();
    }

    private static String text(String token) {
        boolean quoted = token.length() >= 2 && token.startsWith("\"");
        return quoted ? token.substring(1, token.length() - 1).replace("\\\"", "\"") : token;
    }
}
