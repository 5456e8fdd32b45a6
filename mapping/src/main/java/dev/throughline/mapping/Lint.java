package dev.throughline.mapping;

import dev.throughline.mapping.Tokens.Kind;
import dev.throughline.mapping.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an expression must not do, found before it ever runs. */
final class Lint {
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%");
    private static final Set<String> CALCULATING = Set.of(
            "$sum",
            "$round",
            "$average",
            "$max",
            "$min",
            "$floor",
            "$ceil",
            "$abs",
            "$power",
            "$sqrt",
            "$number",
            "$formatNumber",
            "$formatBase",
            "$formatInteger",
            "$parseInteger");
    private static final Set<String> EXACT =
            Set.of("$money", "$moneyOfMinor", "$decimal", "$plain", "$minorOf", "$hours", "$hoursOfClock", "$minutes");
    private static final Set<String> UNSTABLE = Set.of("$now", "$millis", "$random", "$shuffle");

    private Lint() {}

    /** @param exact the field's value must be exact: money or a decimal */
    static List<String> check(String expression, boolean exact, Lookups lookups) {
        List<Token> tokens = Tokens.of(expression);
        List<String> wrong = new ArrayList<>();
        boolean usesExact =
                tokens.stream().anyMatch(token -> token.kind() == Kind.VARIABLE && EXACT.contains(token.text()));
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (exact || usesExact) {
                calculation(tokens, i, wrong);
            }
            dangers(token, wrong);
            regex(tokens, i, wrong);
            table(tokens, i, lookups, wrong);
            arguments(tokens, i, wrong);
        }
        return wrong;
    }

    private static void calculation(List<Token> tokens, int i, List<String> wrong) {
        Token token = tokens.get(i);
        boolean operator = token.kind() == Kind.OPERATOR && OPERATORS.contains(token.text());
        boolean binary = operator && i > 0 && tokens.get(i - 1).endsValue();
        boolean negation = operator
                && !binary
                && token.text().equals("-")
                && i + 1 < tokens.size()
                && tokens.get(i + 1).kind() != Kind.NUMBER;
        if (binary || negation) {
            wrong.add(
                    "calculates with '%s', which JSONata does in binary floating point and so loses cents; let the source give the value, or let a process calculate it"
                            .formatted(token.text()));
        }
        if (token.kind() == Kind.VARIABLE && CALCULATING.contains(token.text())) {
            wrong.add("uses %s, which works in binary floating point and so loses cents; %s"
                    .formatted(
                            token.text(),
                            token.text().equals("$number")
                                    ? "use $decimal"
                                    : "let the source give the value, or let a process calculate it"));
        }
    }

    private static void dangers(Token token, List<String> wrong) {
        if (token.kind() == Kind.VARIABLE && token.text().equals("$eval")) {
            wrong.add("uses $eval, which would run text of a record as an expression");
        }
        if (token.kind() == Kind.VARIABLE && UNSTABLE.contains(token.text())) {
            wrong.add("uses %s; a mapping must give the same for the same record, whenever it is replayed"
                    .formatted(token.text()));
        }
        if (token.is("..")) {
            wrong.add("uses a range (..), which can fill the memory");
        }
    }

    /** Only the four functions that take regular expressions are guarded against ones that never end. */
    private static void regex(List<Token> tokens, int i, List<String> wrong) {
        if (tokens.get(i).kind() == Kind.REGEX
                && (i == 0 || !tokens.get(i - 1).is(",") && !tokens.get(i - 1).is("("))) {
            wrong.add("uses %s other than as an argument of $match, $contains, $replace or $split"
                    .formatted(tokens.get(i).text()));
        }
    }

    private static void table(List<Token> tokens, int i, Lookups lookups, List<String> wrong) {
        boolean literal = i + 2 < tokens.size()
                && tokens.get(i).kind() == Kind.VARIABLE
                && Set.of("$lookup", "$lookupOr").contains(tokens.get(i).text())
                && tokens.get(i + 1).is("(")
                && tokens.get(i + 2).kind() == Kind.TEXT;
        if (literal && !lookups.has(tokens.get(i + 2).text())) {
            wrong.add("names lookup '%s', which does not exist; there are %s"
                    .formatted(tokens.get(i + 2).text(), lookups.names()));
        }
    }

    /** Counts what stands between the brackets of a call of one of our functions, so that a forgotten currency shows before the first record. */
    private static void arguments(List<Token> tokens, int i, List<String> wrong) {
        Token token = tokens.get(i);
        Functions.Function function =
                token.kind() == Kind.VARIABLE ? Functions.ALL.get(token.text().substring(1)) : null;
        if (function == null || i + 1 >= tokens.size() || !tokens.get(i + 1).is("(")) {
            return;
        }
        boolean chained = i > 0 && tokens.get(i - 1).is("~>");
        int count = count(tokens, i + 2) + (chained ? 1 : 0);
        if (count < function.least() || count > function.most()) {
            wrong.add("%s takes %s, here are %d"
                    .formatted(
                            token.text(),
                            function.least() == function.most()
                                    ? function.least() + " arguments"
                                    : "%d to %d arguments".formatted(function.least(), function.most()),
                            count));
        }
    }

    private static int count(List<Token> tokens, int from) {
        int depth = 0;
        int count = from < tokens.size() && tokens.get(from).is(")") ? 0 : 1;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                if (depth-- == 0) {
                    break;
                }
            } else if (token.is(",") && depth == 0) {
                count++;
            }
        }
        return count;
    }
}
