package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain form of SOSL: {@code FIND {words} IN ALL|NAME|EMAIL|PHONE FIELDS RETURNING Object(fields WHERE … ORDER BY … LIMIT n), … LIMIT n}. What else the
 * language knows (WITH, USING, UPDATE, the side bar's fields) is refused by name.
 *
 * @param in        {@code ALL}, {@code NAME}, {@code EMAIL} or {@code PHONE}
 * @param returning one query per object, in order; none means the ids of every searchable object
 */
record Sosl(SearchText find, String in, List<SoqlQuery> returning, int limit) {
    /** The most records of one search, from API version 28.0 on. */
    static final int LIMIT_MAX = 2_000;

    private static final Set<String> SCOPES = Set.of("ALL", "NAME", "EMAIL", "PHONE");
    private static final int LENGTH_MAX = 20_000;
    private static final int OBJECTS_MAX = 20;
    private static final Pattern FIND = Pattern.compile("(?is)\\s*FIND\\s*\\{(.*)");
    private static final Pattern IN = Pattern.compile("(?is)IN\\s+(\\w+)\\s+FIELDS\\b\\s*(.*)");
    private static final Pattern RETURNING = Pattern.compile("(?is)RETURNING\\s+(.*)");
    private static final Pattern OBJECT = Pattern.compile("(?s)\\s*(\\w+)\\s*(.*)");
    private static final Pattern LIMIT = Pattern.compile("(?is)LIMIT\\s+(\\d{1,6})\\s*");
    private static final Pattern CLAUSE = Pattern.compile("(?i)\\b(WHERE|ORDER\\s+BY|LIMIT|OFFSET|USING)\\b");

    static Sosl parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw malformed("a search is at most %d characters long".formatted(LENGTH_MAX));
        }
        Matcher find = FIND.matcher(text);
        int brace = find.matches() ? brace(find.group(1)) : -1;
        if (brace < 0) {
            throw malformed("No search term found. The search term must be enclosed in braces, as in FIND {Acme}.");
        }
        SearchText term = SearchText.of(find.group(1).substring(0, brace));
        String rest = find.group(1).substring(brace + 1).strip();
        String scope = "ALL";
        Matcher in = IN.matcher(rest);
        if (in.matches()) {
            scope = scope(in.group(1));
            rest = in.group(2);
        }
        List<SoqlQuery> queries = new ArrayList<>();
        Matcher returning = RETURNING.matcher(rest);
        if (returning.matches()) {
            rest = objects(returning.group(1), queries);
        }
        Matcher limit = LIMIT.matcher(rest);
        if (limit.matches()) {
            return new Sosl(term, scope, queries, limit(Integer.parseInt(limit.group(1))));
        }
        if (!rest.isBlank()) {
            throw malformed("this simulator does not know '%s' in a search".formatted(shown(rest)));
        }
        return new Sosl(term, scope, queries, LIMIT_MAX);
    }

    static String scope(String word) {
        String scope = word.toUpperCase(Locale.ROOT);
        if (!SCOPES.contains(scope)) {
            throw malformed("this simulator searches ALL, NAME, EMAIL or PHONE fields, not '%s'".formatted(word));
        }
        return scope;
    }

    static int limit(int wanted) {
        if (wanted < 1 || wanted > LIMIT_MAX) {
            throw malformed("LIMIT must be between 1 and %d, not %d".formatted(LIMIT_MAX, wanted));
        }
        return wanted;
    }

    /** @param inside what stands in an object's brackets: fields, then perhaps clauses of SOQL */
    static SoqlQuery query(String object, String inside) {
        Matcher clause = CLAUSE.matcher(inside);
        int cut = clause.find() ? clause.start() : inside.length();
        String fields = inside.substring(0, cut).isBlank() ? "Id" : inside.substring(0, cut);
        SoqlQuery query = SoqlParser.parse("SELECT %s FROM %s %s".formatted(fields, object, inside.substring(cut)));
        boolean plain = query.select().stream().allMatch(i -> i instanceof SoqlQuery.Item.Field);
        if (!plain || query.aggregated()) {
            throw malformed("RETURNING %s(…) takes plain fields only".formatted(object));
        }
        return query;
    }

    /** @return what follows the last object */
    private static String objects(String text, List<SoqlQuery> into) {
        String rest = text;
        while (true) {
            Matcher object = OBJECT.matcher(rest);
            if (!object.matches() || into.size() == OBJECTS_MAX) {
                throw malformed("RETURNING names 1 to %d objects".formatted(OBJECTS_MAX));
            }
            rest = object.group(2);
            int close = rest.startsWith("(") ? closing(rest) : -1;
            into.add(query(object.group(1), close < 0 ? "" : rest.substring(1, close)));
            rest = rest.substring(close + 1).strip();
            if (!rest.startsWith(",")) {
                return rest;
            }
            rest = rest.substring(1);
        }
    }

    private static int brace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '}') {
                return i;
            }
        }
        return -1;
    }

    private static int closing(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return i;
            }
        }
        throw malformed("a bracket after RETURNING is not closed");
    }

    static Refusal malformed(String says) {
        return Refusal.bad("MALFORMED_SEARCH", says);
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
