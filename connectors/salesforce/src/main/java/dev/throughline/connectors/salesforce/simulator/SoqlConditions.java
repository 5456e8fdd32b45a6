package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlLexer.Token;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Condition;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Literal;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The WHERE clause. AND and OR do not mix on one level without parentheses: the vendor refuses that too. */
final class SoqlConditions {
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> WORDS = Set.of(
            "YESTERDAY",
            "TODAY",
            "TOMORROW",
            "LAST_WEEK",
            "THIS_WEEK",
            "NEXT_WEEK",
            "LAST_MONTH",
            "THIS_MONTH",
            "NEXT_MONTH",
            "LAST_90_DAYS",
            "NEXT_90_DAYS",
            "THIS_QUARTER",
            "LAST_QUARTER",
            "NEXT_QUARTER",
            "THIS_YEAR",
            "LAST_YEAR",
            "NEXT_YEAR");
    private static final Set<String> COUNTED =
            Set.of("LAST_N_DAYS", "NEXT_N_DAYS", "N_DAYS_AGO", "LAST_N_MONTHS", "NEXT_N_MONTHS");

    private final SoqlParser parser;

    SoqlConditions(SoqlParser parser) {
        this.parser = parser;
    }

    Condition parse() {
        parser.deeper();
        List<Condition> parts = new ArrayList<>(List.of(part()));
        Optional<String> joint = Optional.empty();
        while (parser.peek().is("AND") || parser.peek().is("OR")) {
            Token token = parser.take();
            if (joint.isPresent() && !token.is(joint.get())) {
                throw parser.unexpected(token);
            }
            joint = Optional.of(SoqlParser.upper(token));
            parts.add(part());
        }
        parser.shallower();
        if (joint.isEmpty()) {
            return parts.getFirst();
        }
        return joint.get().equals("AND") ? new Condition.All(parts) : new Condition.Any(parts);
    }

    private Condition part() {
        if (parser.accept("NOT")) {
            parser.deeper();
            Condition inner = part();
            parser.shallower();
            return new Condition.Not(inner);
        }
        if (parser.accept("(")) {
            Condition inner = parse();
            parser.expect(")");
            return inner;
        }
        Path path = parser.path(parser.word("a field"));
        Token operator = parser.take();
        if (COMPARISONS.contains(operator.text())) {
            return new Condition.Compare(path, operator.text().equals("<>") ? "!=" : operator.text(), literal());
        }
        if (operator.is("LIKE")) {
            return new Condition.Compare(path, "LIKE", literal());
        }
        if (operator.is("IN")) {
            return in(path, false);
        }
        if (operator.is("NOT")) {
            parser.expect("IN");
            return in(path, true);
        }
        throw parser.unexpected(operator);
    }

    private Condition in(Path path, boolean not) {
        parser.expect("(");
        if (parser.peek().is("SELECT")) {
            SoqlQuery query = parser.subquery();
            parser.expect(")");
            return new Condition.InQuery(path, not, query);
        }
        List<Literal> values = new ArrayList<>();
        do {
            values.add(literal());
        } while (parser.accept(","));
        parser.expect(")");
        return new Condition.In(path, not, values);
    }

    private Literal literal() {
        Token token = parser.take();
        return switch (token.kind()) {
            case TEXT -> new Literal.Text(token.text());
            case NUMBER -> number(token);
            case WORD -> word(token);
            case SIGN, END -> throw parser.unexpected(token);
        };
    }

    private Literal number(Token token) {
        String text = token.text();
        Optional<LocalDate> day = Values.parseDate(text);
        if (day.isPresent()) {
            return new Literal.Day(day.get());
        }
        Optional<Instant> moment = Values.parseInstant(text);
        if (moment.isPresent()) {
            return new Literal.Moment(moment.get());
        }
        try {
            return new Literal.Number(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw parser.unexpected(token);
        }
    }

    private Literal word(Token token) {
        String word = SoqlParser.upper(token);
        int colon = word.indexOf(':');
        if (colon > 0
                && COUNTED.contains(word.substring(0, colon))
                && word.substring(colon + 1).matches("\\d{1,4}")) {
            return new Literal.Stretch(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
        }
        if (WORDS.contains(word)) {
            return new Literal.Stretch(word, 0);
        }
        return switch (word) {
            case "NULL" -> new Literal.Null();
            case "TRUE" -> new Literal.Truth(true);
            case "FALSE" -> new Literal.Truth(false);
            default -> throw parser.unexpected(token);
        };
    }
}
