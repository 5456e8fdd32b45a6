package dev.throughline.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONata's functions that take regular expressions, behind a guard. Java's engine can take for ever on a text of thirty letters and cannot be stopped; so each text is first searched through a
 * view of it that counts how often a character is looked at.
 */
final class Texts {
    private static final long LOOKS_MAX = 2_000_000;

    private Texts() {}

    /** What replaces JSONata's own, by name. */
    static Map<String, Jsonata.JFunction> guarded() {
        return Map.of(
                "match",
                guarded(
                        "$match",
                        "<s-f<s:o>n?:a<o>>",
                        a -> Functions.match((String) a.get(0), (Pattern) a.get(1), integer(a, 2))),
                "contains",
                guarded("$contains", "<s-(sf):b>", a -> Functions.contains((String) a.get(0), a.get(1))),
                "replace",
                guarded(
                        "$replace",
                        "<s-(sf)(sf)n?:s>",
                        a -> Functions.replace((String) a.get(0), a.get(1), a.get(2), integer(a, 3))),
                "split",
                guarded("$split", "<s-(sf)n?:a<s>>", a -> Functions.split((String) a.get(0), a.get(1), integer(a, 2))));
    }

    private interface Call {
        @Nullable
        Object apply(List<?> arguments);
    }

    private static Jsonata.JFunction guarded(String name, String signature, Call call) {
        Jsonata.JFunctionCallable callable = (_, raw) -> {
            List<?> arguments = raw == null ? List.of() : raw;
            if (arguments.isEmpty() || !(arguments.getFirst() instanceof String text)) {
                return null;
            }
            if (arguments.size() > 1 && arguments.get(1) instanceof Pattern pattern) {
                search(name, pattern, text);
            }
            return call.apply(arguments);
        };
        return new Jsonata.JFunction(callable, signature);
    }

    private static @Nullable Integer integer(List<?> arguments, int index) {
        return index < arguments.size() && arguments.get(index) instanceof Number number ? number.intValue() : null;
    }

    private static void search(String name, Pattern pattern, String text) {
        try {
            Matcher matcher = pattern.matcher(new Counted(name, text, new long[1]));
            while (matcher.find()) {
                // only how long it takes is of interest
            }
        } catch (StackOverflowError e) {
            throw Expression.failed("%s: the regular expression recurses too deeply on this text".formatted(name));
        }
    }

    /** @param looks shared by the parts of one text */
    private record Counted(String name, String text, long[] looks) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks[0] > LOOKS_MAX) {
                throw Expression.failed("%s: the regular expression takes too long on this text".formatted(name));
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(name, text.substring(start, end), looks);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
