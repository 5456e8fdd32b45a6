package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.List;

/** Cuts SOQL into tokens. */
final class SoqlLexer {
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    /** @param text of a string literal without quotes and escapes */
    record Token(Kind kind, String text, int at) {
        boolean is(String word) {
            return kind != Kind.TEXT && text.equalsIgnoreCase(word);
        }
    }

    private static final int LENGTH_MAX = 100_000;

    private final String soql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SoqlLexer(String soql) {
        this.soql = soql;
    }

    static List<Token> tokens(String soql) {
        if (soql.length() > LENGTH_MAX) {
            throw Refusal.bad("QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters.");
        }
        return new SoqlLexer(soql).run();
    }

    static Refusal error(String soql, int at, String says) {
        int row = 1
                + (int) soql.substring(0, Math.min(at, soql.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        int column = at - soql.lastIndexOf('\n', Math.max(0, at - 1));
        int from = Math.max(0, at - 40);
        String shown = soql.substring(from, Math.min(soql.length(), at + 20)).replace('\n', ' ');
        return Refusal.bad(
                "MALFORMED_QUERY",
                "\n%s\n%s^\nERROR at Row:%d:Column:%d\n%s".formatted(shown, " ".repeat(at - from), row, column, says));
    }

    private List<Token> run() {
        while (at < soql.length()) {
            char c = soql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'') {
                text();
            } else if (Character.isDigit(c) || c == '-' || c == '+') {
                take(Kind.NUMBER, "+-.:");
            } else if (Character.isLetter(c) || c == '_') {
                take(Kind.WORD, "_.:");
            } else {
                sign(c);
            }
        }
        tokens.add(new Token(Kind.END, "<EOF>", soql.length()));
        return tokens;
    }

    private void take(Kind kind, String also) {
        int from = at++;
        while (at < soql.length() && (isWordPart(soql.charAt(at)) || also.indexOf(soql.charAt(at)) >= 0)) {
            at++;
        }
        tokens.add(new Token(kind, soql.substring(from, at), from));
    }

    private static boolean isWordPart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private void sign(char c) {
        String two = at + 1 < soql.length() ? soql.substring(at, at + 2) : "";
        String sign = List.of("<=", ">=", "!=", "<>").contains(two) ? two : String.valueOf(c);
        if (!List.of("<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", ",").contains(sign)) {
            throw error(soql, at, "line 1:%d no viable alternative at character '%c'".formatted(at, c));
        }
        tokens.add(new Token(Kind.SIGN, sign, at));
        at += sign.length();
    }

    private void text() {
        int from = at++;
        StringBuilder text = new StringBuilder();
        while (at < soql.length() && soql.charAt(at) != '\'') {
            if (soql.charAt(at) == '\\') {
                at++;
                text.append(escaped(from));
            } else {
                text.append(soql.charAt(at));
            }
            at++;
        }
        if (at >= soql.length()) {
            throw error(soql, from, "unclosed string literal");
        }
        at++;
        tokens.add(new Token(Kind.TEXT, text.toString(), from));
    }

    private String escaped(int from) {
        char c = at < soql.length() ? soql.charAt(at) : 0;
        return switch (c) {
            case 'n', 'N' -> "\n";
            case 'r', 'R' -> "\r";
            case 't', 'T' -> "\t";
            case 'b', 'B' -> "\b";
            case 'f', 'F' -> "\f";
            case '\'', '"', '\\' -> String.valueOf(c);
            // Kept with its backslash: in LIKE an escaped wildcard stands for itself.
            case '%', '_' -> "\\" + c;
            default ->
                throw error(
                        soql, from, "Invalid string literal: illegal character sequence '\\%c' in string".formatted(c));
        };
    }
}
