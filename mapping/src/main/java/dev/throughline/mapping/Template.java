package dev.throughline.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document gives for a field: an expression, a plain value, or these nested in maps and lists. */
sealed interface Template {
    int line();

    /** @param text JSONata */
    record Leaf(String text, int line) implements Template {}

    /** @param value a number, a boolean, or null, which in a layer takes the field away */
    record Constant(@Nullable Object value, int line) implements Template {}

    record Branch(Map<String, Template> fields, int line) implements Template {}

    record Row(List<Template> items, int line) implements Template {}

    static Template of(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar(String text, var line) -> new Leaf(text.strip(), line);
            case YamlNode.Scalar(var value, var line) -> new Constant(value, line);
            case YamlNode.Items(var items, var line) ->
                new Row(items.stream().map(Template::of).toList(), line);
            case YamlNode.Table(var entries, var line) -> {
                Map<String, Template> fields = new LinkedHashMap<>();
                entries.forEach((name, entry) -> fields.put(name, of(entry)));
                yield new Branch(fields, line);
            }
        };
    }

    /** This with a later layer's fields laid over it; only maps are merged, all else is replaced. */
    static Template overlay(Template under, Template over) {
        if (!(under instanceof Branch(var below, var _)) || !(over instanceof Branch(var above, var line))) {
            return over;
        }
        Map<String, Template> merged = new LinkedHashMap<>(below);
        above.forEach((name, template) -> {
            if (template instanceof Constant(var value, var _) && value == null) {
                merged.remove(name);
            } else {
                merged.merge(name, template, Template::overlay);
            }
        });
        return new Branch(merged, line);
    }
}
