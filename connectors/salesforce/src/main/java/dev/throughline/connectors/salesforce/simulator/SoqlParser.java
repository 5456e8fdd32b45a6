package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlLexer.Kind;
import dev.throughline.connectors.salesforce.simulator.SoqlLexer.Token;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Item;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Order;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** SELECT … FROM … WHERE … GROUP BY … ORDER BY … LIMIT … OFFSET …; what else SOQL knows is refused, with its place. */
final class SoqlParser {
    private static final Set<String> AGGREGATES = Set.of("COUNT", "COUNT_DISTINCT", "SUM", "MIN", "MAX", "AVG");
    private static final Set<String> CLAUSES = Set.of(
            "WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "FOR", "FROM", "HAVING", "WITH", "USING", "ALL", "UPDATE");
    private static final int OFFSET_MAX = 2_000;
    private static final int DEPTH_MAX = 50;

    private final String soql;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private SoqlParser(String soql) {
        this.soql = soql;
        this.tokens = SoqlLexer.tokens(soql);
    }

    static SoqlQuery parse(String soql) {
        SoqlParser parser = new SoqlParser(soql);
        SoqlQuery query = parser.query(false);
        parser.expectEnd();
        return query;
    }

    private SoqlQuery query(boolean nested) {
        deeper();
        expect("SELECT");
        List<Item> items = new ArrayList<>();
        do {
            items.add(item(nested));
        } while (accept(","));
        expect("FROM");
        Token from = word("an object");
        Optional<String> alias = peek().kind() == Kind.WORD && !CLAUSES.contains(upper(peek()))
                ? Optional.of(take().text())
                : Optional.empty();
        var where =
                accept("WHERE") ? Optional.of(new SoqlConditions(this).parse()) : Optional.<SoqlQuery.Condition>empty();
        List<Path> groupBy = accept("GROUP") ? groupBy() : List.of();
        List<Order> orderBy = accept("ORDER") ? orderBy() : List.of();
        int limit = accept("LIMIT") ? count("LIMIT") : Integer.MAX_VALUE;
        int offset = accept("OFFSET") ? offset() : 0;
        forClause();
        depth--;
        return SoqlAlias.resolve(new SoqlQuery(items, from.text(), where, groupBy, orderBy, limit, offset), alias);
    }

    private Item item(boolean nested) {
        if (peek().is("(")) {
            Token open = take();
            if (nested) {
                throw unexpected(open);
            }
            SoqlQuery children = query(true);
            expect(")");
            return new Item.Children(children, open.at());
        }
        Token word = word("a field");
        if (!peek().is("(")) {
            return new Item.Field(path(word), alias());
        }
        String function = upper(word);
        take();
        if (function.equals("FIELDS")) {
            Token which = word("ALL, STANDARD or CUSTOM");
            expect(")");
            return new Item.Fields(upper(which), word.at());
        }
        if (!AGGREGATES.contains(function)) {
            throw SoqlLexer.error(
                    soql, word.at(), "this simulator does not know the function %s()".formatted(word.text()));
        }
        Optional<Path> path = peek().is(")") ? Optional.empty() : Optional.of(path(word("a field")));
        Token close = take();
        if (!close.is(")") || path.isEmpty() && !function.equals("COUNT")) {
            throw unexpected(close);
        }
        return new Item.Aggregate(function, path, alias(), word.at());
    }

    private Optional<String> alias() {
        return peek().kind() == Kind.WORD && !CLAUSES.contains(upper(peek()))
                ? Optional.of(take().text())
                : Optional.empty();
    }

    private List<Path> groupBy() {
        expect("BY");
        List<Path> paths = new ArrayList<>();
        do {
            paths.add(path(word("a field")));
            if (peek().is("(")) {
                throw unexpected(peek());
            }
        } while (accept(","));
        return paths;
    }

    private List<Order> orderBy() {
        expect("BY");
        List<Order> orders = new ArrayList<>();
        do {
            Token word = word("a field");
            Path path = AGGREGATES.contains(upper(word)) && peek().is("(") ? aggregateName(word) : path(word);
            boolean descending = accept("DESC");
            if (!descending) {
                accept("ASC");
            }
            boolean nullsLast = false;
            if (accept("NULLS")) {
                nullsLast = accept("LAST");
                if (!nullsLast) {
                    expect("FIRST");
                }
            }
            orders.add(new Order(path, descending, nullsLast));
        } while (accept(","));
        return orders;
    }

    // ORDER BY COUNT(Id) names the aggregate; it is found again by this text.
    private Path aggregateName(Token function) {
        expect("(");
        Token of = word("a field");
        expect(")");
        return new Path(List.of(upper(function) + "(" + of.text().toLowerCase(Locale.ROOT) + ")"), function.at());
    }

    private int offset() {
        int offset = count("OFFSET");
        if (offset > OFFSET_MAX) {
            throw Refusal.bad("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + OFFSET_MAX);
        }
        return offset;
    }

    private int count(String clause) {
        Token number = take();
        try {
            int count = Integer.parseInt(number.text());
            if (number.kind() == Kind.NUMBER && count >= 0) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Told below, with the place.
        }
        throw SoqlLexer.error(soql, number.at(), "%s needs a whole number, not '%s'".formatted(clause, number.text()));
    }

    private void forClause() {
        while (accept("FOR")) {
            if (!accept("UPDATE") && !accept("VIEW") && !accept("REFERENCE")) {
                throw unexpected(peek());
            }
        }
    }

    SoqlQuery subquery() {
        return query(true);
    }

    Path path(Token word) {
        List<String> steps = List.of(word.text().split("\\.", -1));
        if (steps.stream().anyMatch(String::isEmpty) || word.text().contains(":")) {
            throw unexpected(word);
        }
        if (steps.size() > 6) {
            throw SoqlLexer.error(soql, word.at(), "SOQL relationships can be at most 5 levels deep");
        }
        return new Path(steps, word.at());
    }

    Token word(String wanted) {
        Token token = take();
        if (token.kind() != Kind.WORD || CLAUSES.contains(upper(token))) {
            throw SoqlLexer.error(
                    soql, token.at(), "unexpected token: '%s', expected %s".formatted(token.text(), wanted));
        }
        return token;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean accept(String word) {
        if (peek().is(word)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        Token token = take();
        if (!token.is(word)) {
            throw SoqlLexer.error(
                    soql, token.at(), "unexpected token: '%s', expected '%s'".formatted(token.text(), word));
        }
    }

    void deeper() {
        if (++depth > DEPTH_MAX) {
            throw Refusal.bad("QUERY_TOO_COMPLICATED", "the query nests too deeply");
        }
    }

    void shallower() {
        depth--;
    }

    Refusal unexpected(Token token) {
        return SoqlLexer.error(soql, token.at(), "unexpected token: '%s'".formatted(token.text()));
    }

    static String upper(Token token) {
        return token.text().toUpperCase(Locale.ROOT);
    }

    private void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected(peek());
        }
    }
}
