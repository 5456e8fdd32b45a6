package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.FieldDef.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The objects of the org, read from {@code objects.txt}. */
final class Schema {
    static final List<String> CURRENCIES = List.of("USD", "GBP", "EUR", "CHF", "JPY", "CAD", "AUD", "SGD");
    private static final Set<String> WITHOUT_LENGTH =
            Set.of("ref", "picklist", "boolean", "date", "datetime", "address");

    private final Map<String, ObjectDef> byLowerName = new LinkedHashMap<>();

    private Schema() {}

    static Schema load() {
        Schema schema = new Schema();
        List<String> block = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith("object ") && !block.isEmpty()) {
                schema.add(block);
                block.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
        }
        schema.add(block);
        return schema;
    }

    Collection<ObjectDef> objects() {
        return byLowerName.values();
    }

    Optional<ObjectDef> find(String name) {
        return Optional.ofNullable(byLowerName.get(name.toLowerCase(Locale.ROOT)));
    }

    ObjectDef require(String name) {
        return find(name).orElseThrow(() -> Refusal.notFound("The requested resource does not exist"));
    }

    Optional<ObjectDef> ofId(String id) {
        return objects().stream().filter(o -> id.startsWith(o.prefix())).findFirst();
    }

    /** The object whose reference field has this reverse name, such as {@code Opportunities} of Account. */
    Optional<Child> child(ObjectDef parent, String childName) {
        return children(parent).stream()
                .filter(c -> c.via().childName().equalsIgnoreCase(childName))
                .findFirst();
    }

    List<Child> children(ObjectDef parent) {
        List<Child> children = new ArrayList<>();
        for (ObjectDef object : objects()) {
            for (FieldDef field : object.fields()) {
                if (field.target().equals(parent.name()) && !field.childName().isEmpty()) {
                    children.add(new Child(object, field));
                }
            }
        }
        return children;
    }

    record Child(ObjectDef object, FieldDef via) {}

    private void add(List<String> block) {
        String[] head = block.getFirst().split(" ");
        Set<String> flags = new HashSet<>(Arrays.asList(head).subList(3, head.length));
        Map<String, FieldDef> fields = new LinkedHashMap<>();
        put(fields, new FieldDef("Id", Type.ID, 18, 0, List.of(), "", "", Set.of("readonly")));
        if (!flags.contains("undeletable")) {
            put(fields, field("IsDeleted boolean readonly"));
        }
        block.stream().skip(1).map(String::strip).map(Schema::field).forEach(f -> put(fields, f));
        if (flags.contains("owned")) {
            put(fields, field("OwnerId ref User"));
        }
        if (!flags.contains("nocurrency")) {
            put(fields, field("CurrencyIsoCode picklist restricted = " + String.join("|", CURRENCIES)));
        }
        for (String stamp : List.of(
                "CreatedDate datetime",
                "CreatedById ref User",
                "LastModifiedDate datetime",
                "LastModifiedById ref User",
                "SystemModstamp datetime")) {
            put(fields, field(stamp + " readonly"));
        }
        byLowerName.put(head[1].toLowerCase(Locale.ROOT), new ObjectDef(head[1], head[2], flags, fields));
    }

    private static void put(Map<String, FieldDef> fields, FieldDef field) {
        fields.put(field.name().toLowerCase(Locale.ROOT), field);
    }

    private static FieldDef field(String line) {
        int equals = line.indexOf(" = ");
        List<String> values =
                equals < 0 ? List.of() : List.of(line.substring(equals + 3).split("\\|"));
        List<String> words = new ArrayList<>(
                List.of((equals < 0 ? line : line.substring(0, equals)).strip().split("\\s+")));
        String name = words.removeFirst();
        String type = words.removeFirst();
        String target = type.equals("ref") ? words.removeFirst() : "";
        int length = WITHOUT_LENGTH.contains(type) ? 255 : Integer.parseInt(words.removeFirst());
        int scale = List.of("currency", "double", "percent").contains(type) ? Integer.parseInt(words.removeFirst()) : 0;
        String child = words.stream()
                .filter(w -> w.startsWith("child="))
                .map(w -> w.substring(6))
                .findFirst()
                .orElse("");
        words.removeIf(w -> w.startsWith("child="));
        Type parsed = Type.valueOf(type.toUpperCase(Locale.ROOT));
        return new FieldDef(
                name, parsed, parsed == Type.REF ? 18 : length, scale, values, target, child, Set.copyOf(words));
    }

    private static String text() {
        try (InputStream in = Schema.class.getResourceAsStream("objects.txt")) {
            return new String(
                    Objects.requireNonNull(in, "objects.txt is not on the class path")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
