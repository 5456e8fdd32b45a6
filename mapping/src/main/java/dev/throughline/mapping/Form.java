package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads named values of a YAML map and collects what is wrong with them. */
final class Form {
    private final String file;
    private final List<LoadProblem> problems;

    Form(String file, List<LoadProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    void wrong(int line, String field, String says) {
        problems.add(new LoadProblem(file, line, field, says));
    }

    void onlyKnown(YamlNode.Table table, String field, Set<String> known) {
        table.entries().forEach((name, node) -> {
            if (!known.contains(name)) {
                wrong(
                        node.line(),
                        join(field, Words.brief(name)),
                        "is unknown here; there are %s".formatted(new TreeSet<>(known)));
            }
        });
    }

    Optional<YamlNode.Table> table(YamlNode.Table owner, String name) {
        return switch (owner.entries().get(name)) {
            case null -> Optional.empty();
            case YamlNode.Table table -> Optional.of(table);
            case YamlNode other -> {
                wrong(other.line(), name, "must be a map");
                yield Optional.empty();
            }
        };
    }

    /** The text of a name; numbers and booleans are refused, since YAML would already have changed them. */
    Optional<String> text(YamlNode.Table owner, String name) {
        return switch (owner.entries().get(name)) {
            case null -> Optional.empty();
            case YamlNode.Scalar(String text, var _) when !text.isBlank() -> Optional.of(text.strip());
            case YamlNode other -> {
                wrong(other.line(), name, "must be a text; put it in quotes");
                yield Optional.empty();
            }
        };
    }

    /** As {@link #text}, but it must be there; an empty text when it is not, and the problem is noted. */
    String needed(YamlNode.Table owner, String name) {
        if (!owner.entries().containsKey(name)) {
            wrong(owner.line(), name, "is missing");
        }
        return text(owner, name).orElse("");
    }

    List<YamlNode.Scalar> texts(YamlNode.Table owner, String name) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode item : items(owner, name)) {
            if (item instanceof YamlNode.Scalar scalar && scalar.value() instanceof String) {
                texts.add(scalar);
            } else {
                wrong(item.line(), name, "must hold texts");
            }
        }
        return texts;
    }

    List<YamlNode> items(YamlNode.Table owner, String name) {
        return switch (owner.entries().get(name)) {
            case null -> List.of();
            case YamlNode.Items(var items, var _) -> items;
            case YamlNode other -> {
                wrong(other.line(), name, "must be a list");
                yield List.of();
            }
        };
    }

    Map<String, String> textsByName(YamlNode.Table owner, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        table(owner, name)
                .ifPresent(table -> table.entries()
                        .keySet()
                        .forEach(key -> text(table, key).ifPresent(value -> texts.put(key, value))));
        return texts;
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
