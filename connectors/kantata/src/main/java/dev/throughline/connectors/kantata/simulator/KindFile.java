package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import dev.throughline.connectors.kantata.simulator.Kind.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code resources.txt}. */
final class KindFile {
    private KindFile() {}

    static Map<String, Kind> load() {
        try (InputStream in = KindFile.class.getResourceAsStream("resources.txt")) {
            if (in == null) {
                throw new IllegalStateException("resources.txt is missing from the simulator's package");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Kind> parse(String text) {
        List<Kind> kinds = new ArrayList<>();
        List<String> header = List.of();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (!header.isEmpty()) {
                    kinds.add(kind(header, attributes));
                }
                header = Arrays.asList(line.substring(1, line.length() - 1).split(" +"));
                attributes = new LinkedHashMap<>();
            } else {
                Attribute attribute = attribute(line, attributes.size());
                attributes.put(attribute.name(), attribute);
            }
        }
        kinds.add(kind(header, attributes));
        return Kind.byCollection(kinds);
    }

    private static Kind kind(List<String> header, Map<String, Attribute> attributes) {
        Set<String> options = Set.copyOf(header.subList(3, header.size()));
        Optional<String> events = options.stream()
                .filter(o -> o.startsWith("event=") || o.equals("events"))
                .map(o -> o.equals("events") ? header.get(1) : o.substring("event=".length()))
                .findFirst();
        return new Kind(
                header.get(0),
                header.get(1),
                header.get(2),
                events,
                !options.contains("unstamped"),
                java.util.Collections.unmodifiableMap(attributes));
    }

    private static Attribute attribute(String line, int column) {
        List<String> words = Arrays.asList(line.split(" +"));
        Type type = Type.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        Optional<String> initial = words.stream().filter(w -> w.startsWith("=")).findFirst();
        Optional<String> target =
                words.stream().skip(3).filter(w -> !w.startsWith("=")).findFirst();
        return new Attribute(
                words.get(0),
                column,
                type,
                words.get(2),
                target.map(t -> t.contains(".") ? t.substring(0, t.indexOf('.')) : t),
                target.filter(t -> t.contains(".")).map(t -> t.substring(t.indexOf('.') + 1)),
                initial.map(i -> literal(type, i.substring(1))));
    }

    private static Object literal(Type type, String text) {
        return switch (type) {
            case INT -> Long.valueOf(text);
            case DEC -> new BigDecimal(text);
            case BOOL -> Boolean.valueOf(text);
            case TEXT, DATE, TIME, JSON, REF, REFS, BACK -> text;
        };
    }
}
