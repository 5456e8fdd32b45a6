package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML from hostile hands: bounded in size and depth, without aliases (which can grow a page to gigabytes), without tags and without repeated keys.
 */
final class Yaml {
    static final int CHARACTERS_MAX = 1_000_000;
    private static final int DEPTH_MAX = 40;
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(100)
                    .build())
            .build();

    private final JsonParser parser;

    private Yaml(JsonParser parser) {
        this.parser = parser;
    }

    /** The documents of a file, at least one. @throws Refused with the line and what is wrong there */
    static List<YamlNode> read(String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw new Refused(0, "is %d characters long, at most %d are read".formatted(text.length(), CHARACTERS_MAX));
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            Yaml yaml = new Yaml(parser);
            List<YamlNode> documents = new ArrayList<>();
            while (yaml.next() != null) {
                documents.add(yaml.node());
            }
            if (documents.isEmpty()) {
                throw new Refused(0, "is empty");
            }
            return documents;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw new Refused(line, "is not YAML: " + Words.brief(e.getOriginalMessage()));
        } catch (StackOverflowError e) {
            throw new Refused(0, "is nested too deeply");
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Refused(0, "is not YAML: " + Words.brief(e.getMessage()));
        }
    }

    private @Nullable JsonToken next() {
        return parser.nextToken();
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private YamlNode node() {
        refuseCleverness();
        int line = line();
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(line);
            case START_ARRAY -> items(line);
            case VALUE_STRING -> new YamlNode.Scalar(parser.getString(), line);
            case VALUE_TRUE -> new YamlNode.Scalar(true, line);
            case VALUE_FALSE -> new YamlNode.Scalar(false, line);
            case VALUE_NULL -> new YamlNode.Scalar(null, line);
            case VALUE_NUMBER_INT -> new YamlNode.Scalar(parser.getNumberValue(), line);
            case VALUE_NUMBER_FLOAT -> new YamlNode.Scalar(parser.getDecimalValue(), line);
            default -> throw new Refused(line, "holds something that is no map, list, text, number or boolean");
        };
    }

    private void refuseCleverness() {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new Refused(line(), "uses an alias (*name); write the value out");
        }
        if (parser.getTypeId() != null) {
            throw new Refused(line(), "uses a tag (!type); plain values are enough");
        }
    }

    private YamlNode table(int line) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int at = line();
            next();
            if (entries.put(name, node()) != null) {
                throw new Refused(at, "gives '%s' twice".formatted(Words.brief(name)));
            }
        }
        return new YamlNode.Table(entries, line);
    }

    private YamlNode items(int line) {
        List<YamlNode> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new YamlNode.Items(items, line);
    }

    /** What is wrong with a file, and on which line. */
    static final class Refused extends RuntimeException {
        private final int line;

        Refused(int line, String says) {
            super(says, null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }

        String says() {
            return String.valueOf(getMessage());
        }
    }
}
