package dev.throughline.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where two pieces of JSON differ, path by path. Numbers are equal when their values are, so {@code 1.50} is {@code 1.5}; texts must be the same. */
final class Difference {
    private final List<String> found = new ArrayList<>();

    private Difference() {}

    static List<String> between(@Nullable Object expected, @Nullable Object actual) {
        Difference difference = new Difference();
        difference.compare("", expected, actual);
        return difference.found;
    }

    private void compare(String path, @Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            Set<Object> names = new LinkedHashSet<>(one.keySet());
            names.addAll(other.keySet());
            names.forEach(name -> compare(Form.join(path, String.valueOf(name)), one.get(name), other.get(name)));
        } else if (expected instanceof List<?> one && actual instanceof List<?> other && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                compare("%s[%d]".formatted(path, i), one.get(i), other.get(i));
            }
        } else if (!same(expected, actual)) {
            found.add("%s: expected %s, got %s".formatted(path.isEmpty() ? "out" : path, show(expected), show(actual)));
        }
    }

    private static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Number one && actual instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return expected == null ? actual == null : expected.equals(actual);
    }

    private static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String text -> "\"" + Words.brief(text) + "\"";
            default -> Words.brief(value);
        };
    }
}
