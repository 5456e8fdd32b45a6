package dev.throughline.mapping;

import dev.throughline.mapping.Tokens.Kind;
import dev.throughline.mapping.Tokens.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The paths from the top of the record that an expression reads, found without running it. Paths relative to something computed are not among them. */
final class SourcePaths {
    private static final Set<String> WORDS = Set.of("and", "or", "in", "true", "false", "null", "function", "λ");

    private final List<Token> tokens;
    private final Deque<Boolean> relative = new ArrayDeque<>(List.of(false));
    private final Set<List<String>> paths = new LinkedHashSet<>();

    private SourcePaths(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Set<List<String>> of(String expression) {
        SourcePaths reading = new SourcePaths(Tokens.of(expression));
        for (int i = 0; i < reading.tokens.size(); i++) {
            reading.read(i);
        }
        return reading.paths;
    }

    private void read(int i) {
        Token token = tokens.get(i);
        if (token.is("(") || token.is("[") || token.is("{")) {
            relative.push(relative.getFirst() || opensOnAValue(i));
        } else if ((token.is(")") || token.is("]") || token.is("}")) && relative.size() > 1) {
            relative.pop();
        } else if (token.kind() == Kind.NAME && begins(i)) {
            paths.add(pathFrom(i));
        }
    }

    /** What stands in brackets after a value or a point speaks of that value's parts. */
    private boolean opensOnAValue(int i) {
        if (i == 0) {
            return false;
        }
        Token before = tokens.get(i - 1);
        if (tokens.get(i).is("(") && (before.kind() == Kind.VARIABLE || before.kind() == Kind.NAME)) {
            return i > 1 && tokens.get(i - 2).is(".");
        }
        if (before.is(")") && tokens.get(i).is("{")) {
            return false; // the body of a function
        }
        return before.is(".") || before.is("^") || before.endsValue();
    }

    private boolean begins(int i) {
        Token token = tokens.get(i);
        if (WORDS.contains(token.text())) {
            return false;
        }
        if (i == 0) {
            return true;
        }
        if (!tokens.get(i - 1).is(".")) {
            return !relative.getFirst();
        }
        // $$.name and $.name begin at the top, as long as $ is still the record
        Token owner = i > 1 ? tokens.get(i - 2) : token;
        return owner.kind() == Kind.VARIABLE
                && (owner.text().equals("$$") || (owner.text().equals("$") && !relative.getFirst()));
    }

    private List<String> pathFrom(int start) {
        List<String> path = new ArrayList<>(List.of(tokens.get(start).text()));
        for (int i = start + 1; i + 1 < tokens.size() && tokens.get(i).is("."); i += 2) {
            if (tokens.get(i + 1).kind() != Kind.NAME) {
                break;
            }
            path.add(tokens.get(i + 1).text());
        }
        return path;
    }
}
