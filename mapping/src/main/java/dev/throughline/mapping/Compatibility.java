package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a newer schema of the same major breaks for those who rely on the older one. An attribute may be added if it is optional, and an enumeration may grow; all else is a new major.
 */
public final class Compatibility {
    private final Map<?, ?> older;
    private final Map<?, ?> newer;
    private final List<String> broken = new ArrayList<>();
    private final Set<String> compared = new LinkedHashSet<>();

    private Compatibility(Map<?, ?> older, Map<?, ?> newer) {
        this.older = older;
        this.newer = newer;
    }

    /** @return one sentence per break; empty when everything that relies on the older schema goes on working */
    public static List<String> breaks(Map<String, ?> older, Map<String, ?> newer) {
        Compatibility compatibility = new Compatibility(older, newer);
        compatibility.compare("", older, newer);
        return List.copyOf(compatibility.broken);
    }

    private void compare(String path, Map<?, ?> before, Map<?, ?> after) {
        Map<?, ?> from = followed(before, older);
        Map<?, ?> to = followed(after, newer);
        if (before.containsKey("$ref") && !compared.add(before.get("$ref") + " " + after.get("$ref"))) {
            return;
        }
        for (String word : List.of("type", "const", "pattern", "format", "uniqueItems", "x-refers-to")) {
            if (!Objects.equals(from.get(word), to.get(word))) {
                broken.add("%s: %s was %s and is %s".formatted(show(path), word, from.get(word), to.get(word)));
            }
        }
        enumerations(path, from, to);
        attributes(path, from, to);
        inner(path + "[]", from.get("items"), to.get("items"));
        inner(path + "{}", from.get("additionalProperties"), to.get("additionalProperties"));
        members(path, from, to);
    }

    private void enumerations(String path, Map<?, ?> from, Map<?, ?> to) {
        List<?> lost = new ArrayList<>(list(from, "enum"));
        lost.removeAll(list(to, "enum"));
        if (!lost.isEmpty()) {
            broken.add("%s: no longer knows %s".formatted(show(path), lost));
        }
    }

    private void attributes(String path, Map<?, ?> from, Map<?, ?> to) {
        Map<?, ?> before = map(from, "properties");
        Map<?, ?> after = map(to, "properties");
        before.forEach((name, schema) -> {
            String at = Form.join(path, String.valueOf(name));
            if (after.get(name) instanceof Map<?, ?> there) {
                compare(at, (Map<?, ?>) schema, there);
            } else {
                broken.add("%s: was removed".formatted(at));
            }
        });
        for (Object name : list(to, "required")) {
            if (!list(from, "required").contains(name)) {
                broken.add("%s: is required now".formatted(Form.join(path, String.valueOf(name))));
            }
        }
        for (Object name : list(from, "required")) {
            if (!list(to, "required").contains(name)) {
                broken.add("%s: readers could count on it, and no longer can"
                        .formatted(Form.join(path, String.valueOf(name))));
            }
        }
    }

    private void inner(String path, @Nullable Object before, @Nullable Object after) {
        if (before instanceof Map<?, ?> from && after instanceof Map<?, ?> to) {
            compare(path, from, to);
        }
    }

    /** Members of a closed set are told apart by the name of their definition. */
    private void members(String path, Map<?, ?> from, Map<?, ?> to) {
        for (Object member : list(from, "oneOf")) {
            if (list(to, "oneOf").contains(member)) {
                compare(path, (Map<?, ?>) member, (Map<?, ?>) member);
            } else {
                broken.add("%s: no longer knows %s".formatted(show(path), member));
            }
        }
    }

    private static Map<?, ?> followed(Map<?, ?> schema, Map<?, ?> root) {
        return schema.get("$ref") instanceof String reference
                ? map(map(root, "$defs"), reference.substring(reference.lastIndexOf('/') + 1))
                : schema;
    }

    private static Map<?, ?> map(Map<?, ?> owner, String name) {
        return owner.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> owner, String name) {
        return owner.get(name) instanceof List<?> list ? list : List.of();
    }

    private static String show(String path) {
        return path.isEmpty() ? "the whole" : path;
    }
}
