package dev.throughline.mapping;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of YAML and the line on which it begins. */
sealed interface YamlNode {
    int line();

    record Table(Map<String, YamlNode> entries, int line) implements YamlNode {}

    record Items(List<YamlNode> items, int line) implements YamlNode {}

    /** @param value a text, an exact number, a boolean or null */
    record Scalar(@Nullable Object value, int line) implements YamlNode {}

    /** Without lines, as expressions and examples want it. */
    default @Nullable Object plain() {
        return switch (this) {
            case Scalar(var value, var _) -> value;
            case Items(var items, var _) -> {
                List<@Nullable Object> list = new java.util.ArrayList<>();
                items.forEach(item -> list.add(item.plain()));
                yield list;
            }
            case Table(var entries, var _) -> {
                Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
                entries.forEach((name, node) -> map.put(name, node.plain()));
                yield map;
            }
        };
    }
}
