package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a JSONata expression, for what must be known of it before it runs: which functions and paths it uses and whether it calculates. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<blank>\\s+|/\\*(?:[^*]|\\*(?!/))*\\*/)\
            |(?<text>"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*')\
            |(?<quoted>`[^`]*`)\
            |(?<number>\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)\
            |(?<variable>\\$\\$|\\$[A-Za-z_]\\w*|\\$)\
            |(?<name>[\\p{L}_][\\p{L}\\d_]*)\
            |(?<operator>:=|!=|<=|>=|\\*\\*|\\.\\.|~>|\\?:|\\?\\?|.)""", Pattern.DOTALL);

    private Tokens() {}

    /** What a token is. */
    enum Kind {
        TEXT,
        NUMBER,
        VARIABLE,
        NAME,
        OPERATOR,
        REGEX
    }

    /** @param text for names and texts without their quotes */
    record Token(Kind kind, String text) {
        boolean is(String operator) {
            return kind == Kind.OPERATOR && text.equals(operator);
        }

        /** Whether a value can end here, so that a following {@code *} or {@code -} calculates and a {@code /} divides. */
        boolean endsValue() {
            return kind == Kind.OPERATOR ? List.of(")", "]", "}").contains(text) : !isWordOperator();
        }

        private boolean isWordOperator() {
            return kind == Kind.NAME && List.of("and", "or", "in").contains(text);
        }
    }

    static List<Token> of(String expression) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (expression.charAt(at) == '/' && !expression.startsWith("/*", at) && regexMayBegin(tokens)) {
                int end = regexEnd(expression, at);
                tokens.add(new Token(Kind.REGEX, expression.substring(at, end)));
                at = end;
                continue;
            }
            matcher.region(at, expression.length());
            if (!matcher.lookingAt()) {
                throw new IllegalStateException("no token at " + at);
            }
            add(tokens, matcher);
            at = matcher.end();
        }
        return tokens;
    }

    private static void add(List<Token> tokens, Matcher matcher) {
        String text = matcher.group();
        if (matcher.group("blank") != null) {
            return;
        }
        if (matcher.group("text") != null) {
            tokens.add(new Token(Kind.TEXT, text.substring(1, text.length() - 1)));
        } else if (matcher.group("quoted") != null) {
            tokens.add(new Token(Kind.NAME, text.substring(1, text.length() - 1)));
        } else if (matcher.group("number") != null) {
            tokens.add(new Token(Kind.NUMBER, text));
        } else if (matcher.group("variable") != null) {
            tokens.add(new Token(Kind.VARIABLE, text));
        } else {
            tokens.add(new Token(matcher.group("name") != null ? Kind.NAME : Kind.OPERATOR, text));
        }
    }

    private static boolean regexMayBegin(List<Token> tokens) {
        return tokens.isEmpty() || !tokens.getLast().endsValue();
    }

    private static int regexEnd(String expression, int from) {
        int depth = 0;
        for (int i = from + 1; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == '/' && depth <= 0) {
                return i + 1;
            }
        }
        return expression.length();
    }
}
