package dev.throughline.connectors.netsuite.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The record types of the simulated account, read from {@code catalog.txt}. */
final class Catalog {
    private final Map<String, RecordType> types = new LinkedHashMap<>();

    Catalog() {
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<String, Field> rows = fields;
        for (String line : text().split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("record ")) {
                fields = common();
                types.put(
                        line.substring(7).strip(),
                        new RecordType(line.substring(7).strip(), fields));
            } else {
                Field field = parse(line.strip());
                (line.startsWith("    ") ? rows : fields).put(field.name(), field);
                rows = field.kind() == Field.Kind.SUBLIST ? field.rows() : rows;
            }
        }
    }

    Optional<RecordType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    Collection<RecordType> types() {
        return types.values();
    }

    /** Adds a custom field such as {@code custbody_source}, as an administrator would. */
    void customise(String record, String field, Field.Kind kind) {
        Map<String, Field> fields = types.get(record).fields();
        Field item = fields.get("item");
        boolean column = field.startsWith("custcol");
        if (column && item != null) {
            fields = item.rows();
        }
        fields.put(field, new Field(field, kind, List.of(), Map.of(), false, false, false, Map.of()));
    }

    private static Map<String, Field> common() {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("id", plain("id", Field.Kind.TEXT, true));
        fields.put("externalId", plain("externalId", Field.Kind.TEXT, false));
        fields.put("createdDate", plain("createdDate", Field.Kind.DATETIME, true));
        fields.put("lastModifiedDate", plain("lastModifiedDate", Field.Kind.DATETIME, true));
        return fields;
    }

    private static Field plain(String name, Field.Kind kind, boolean readOnly) {
        return new Field(name, kind, List.of(), Map.of(), readOnly, false, false, Map.of());
    }

    private static Field parse(String line) {
        String[] nameAndRest = line.split(" ", 2);
        String rest = nameAndRest[1];
        Set<String> marks = Set.of("readonly", "required", "key");
        boolean readOnly = false;
        boolean required = false;
        boolean key = false;
        for (int at = rest.lastIndexOf(' ');
                at > 0 && marks.contains(rest.substring(at + 1));
                at = rest.lastIndexOf(' ')) {
            String mark = rest.substring(at + 1);
            readOnly |= mark.equals("readonly");
            required |= mark.equals("required");
            key |= mark.equals("key");
            rest = rest.substring(0, at);
        }
        String[] kindAndDetail = rest.split(":", 2);
        Field.Kind kind = Field.Kind.valueOf(kindAndDetail[0].toUpperCase(Locale.ROOT));
        String detail = kindAndDetail.length > 1 ? kindAndDetail[1] : "";
        return new Field(
                nameAndRest[0],
                kind,
                kind == Field.Kind.REF || kind == Field.Kind.REFS ? List.of(detail.split("\\|")) : List.of(),
                kind == Field.Kind.ENUM ? choices(detail) : Map.of(),
                readOnly,
                required,
                key,
                kind == Field.Kind.SUBLIST ? new LinkedHashMap<>() : Map.of());
    }

    private static Map<String, String> choices(String detail) {
        Map<String, String> choices = new LinkedHashMap<>();
        Arrays.stream(detail.split(","))
                .forEach(c -> choices.put(c.substring(0, c.indexOf('=')), c.substring(c.indexOf('=') + 1)));
        return choices;
    }

    private static String text() {
        try (var in = Catalog.class.getResourceAsStream("catalog.txt")) {
            if (in == null) {
                throw new IllegalStateException("catalog.txt is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
