package dev.throughline.hub.workspace;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a YAML file that knows where it stands. Mistakes go to the sink that it was read with; a value of another type than asked is told and then absent. */
final class YamlNode {
    private final String file;
    private final String path;
    private final Node node;
    private final Consumer<Mistake> sink;

    private YamlNode(String file, String path, Node node, Consumer<Mistake> sink) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.sink = sink;
    }

    /** Empty when it is no YAML, or nothing at all; that is told. */
    static Optional<YamlNode> read(String file, String text, Consumer<Mistake> sink) {
        try {
            // Aliases could blow a small file up to a large one.
            var settings = LoadSettings.builder()
                    .setLabel(file)
                    .setMaxAliasesForCollections(10)
                    .setAllowDuplicateKeys(true)
                    .build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                sink.accept(new Mistake(file, 0, 0, "EMPTY", "the file is empty", "Begin with 'tenant: yourfirm'"));
            }
            return root.map(node -> new YamlNode(file, "", node, sink));
        } catch (MarkedYamlEngineException wrong) {
            int line = wrong.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            int column = wrong.getProblemMark().map(m -> m.getColumn() + 1).orElse(0);
            sink.accept(new Mistake(
                    file,
                    line,
                    column,
                    "NOT_YAML",
                    "this is not YAML: " + wrong.getProblem(),
                    "Check the indentation, quotes and colons around this place"));
            return Optional.empty();
        } catch (YamlEngineException wrong) {
            sink.accept(
                    new Mistake(file, 0, 0, "NOT_YAML", "this is not YAML: " + wrong.getMessage(), "Check the file"));
            return Optional.empty();
        }
    }

    String path() {
        return path;
    }

    void mistake(String code, String what, String remedy) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
        int column = node.getStartMark().map(m -> m.getColumn() + 1).orElse(0);
        sink.accept(new Mistake(file, line, column, code, what, remedy));
    }

    /** Names to values in the order of the file; a name that stands twice is told, and the first counts. */
    Map<String, YamlNode> map() {
        return entries().orElseGet(() -> {
            wrongType("a map of names to values");
            return Map.of();
        });
    }

    private Optional<Map<String, YamlNode>> entries() {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        var all = new LinkedHashMap<String, YamlNode>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                child("?", tuple.getKeyNode())
                        .mistake("WRONG_TYPE", "a name must be plain text", "Write 'name: value'");
                continue;
            }
            String name = key.getValue();
            if (all.containsKey(name)) {
                child(name, key)
                        .mistake(
                                "DUPLICATE",
                                "'%s' stands twice under %s".formatted(name, path.isEmpty() ? "the top" : path),
                                "Keep one of the two");
            } else {
                all.put(name, child(name, tuple.getValueNode()));
            }
        }
        return Optional.of(all);
    }

    List<YamlNode> list() {
        if (!(node instanceof SequenceNode sequence)) {
            wrongType("a list");
            return List.of();
        }
        var all = new ArrayList<YamlNode>();
        for (Node item : sequence.getValue()) {
            all.add(child(Integer.toString(all.size()), item));
        }
        return all;
    }

    boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isText() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
    }

    /** Any scalar, as it is written: a port or a version needs no quotes to be taken as text. */
    Optional<String> scalar() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return Optional.of(scalar.getValue());
        }
        wrongType("text");
        return Optional.empty();
    }

    Optional<Integer> whole(int least, int most) {
        if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.INT)) {
            try {
                int value = Integer.parseInt(scalar.getValue());
                if (value >= least && value <= most) {
                    return Optional.of(value);
                }
            } catch (NumberFormatException tooLarge) {
                // told below
            }
        }
        wrongType("a whole number from %d to %d".formatted(least, most));
        return Optional.empty();
    }

    /** The value in plain Java: maps, lists, text, {@link Long}, {@link BigDecimal}, {@link Boolean}. Nulls inside maps and lists are left out. */
    Object plain() {
        return switch (node) {
            case MappingNode _ -> {
                var all = new LinkedHashMap<String, Object>();
                map().forEach((name, value) -> {
                    if (!value.isNothing()) {
                        all.put(name, value.plain());
                    }
                });
                yield all;
            }
            case SequenceNode _ ->
                list().stream()
                        .filter(item -> !item.isNothing())
                        .map(YamlNode::plain)
                        .toList();
            default -> scalarOf((ScalarNode) node);
        };
    }

    private static Object scalarOf(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        try {
            if (scalar.getTag().equals(Tag.INT)) {
                return Long.valueOf(text);
            }
            return scalar.getTag().equals(Tag.FLOAT) ? new BigDecimal(text) : text;
        } catch (NumberFormatException notExactly) {
            return text;
        }
    }

    /** The value that lies so deep, such as {@code lines[0].amount}; the nearest one above where there is none. */
    YamlNode at(String path) {
        YamlNode here = this;
        for (String step : path.split("[.\\[\\]]+")) {
            Optional<YamlNode> next = step.isEmpty() ? Optional.of(here) : here.child(step);
            if (next.isEmpty()) {
                return here;
            }
            here = next.get();
        }
        return here;
    }

    private Optional<YamlNode> child(String step) {
        return switch (node) {
            case MappingNode _ -> entries().map(all -> all.get(step));
            case SequenceNode _ ->
                Optional.of(step)
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(Integer::parseInt)
                        .filter(index -> index < list().size())
                        .map(list()::get);
            default -> Optional.empty();
        };
    }

    void wrongType(String wanted) {
        mistake(
                "WRONG_TYPE",
                "%s must be %s, and is %s".formatted(path.isEmpty() ? "the file" : "'" + path + "'", wanted, kind()),
                "Write it as " + wanted);
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            default -> isNothing() ? "empty" : "a single value";
        };
    }

    private YamlNode child(String name, Node value) {
        return new YamlNode(file, path.isEmpty() ? name : path + "." + name, value, sink);
    }
}
