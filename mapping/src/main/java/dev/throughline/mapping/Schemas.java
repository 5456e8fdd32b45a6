package dev.throughline.mapping;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON Schema 2020-12 of the model, from its records: every canonical type, command and event, each in {@code <Name>-<major>.json}. A schema describes what {@link CanonicalJson}
 * writes; rules that span attributes stay with the records' constructors.
 */
public final class Schemas {
    public static final int MAJOR = 1;
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String BASE = "https://throughline.dev/schemas/";

    private Schemas() {}

    /** File name to schema, in the order of names. */
    public static Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (Class<?> closed : List.of(CanonicalObject.class, Command.class, CanonicalEvent.class)) {
            for (String name : Sealed.of(closed).names()) {
                Class<? extends Record> type = Sealed.of(closed).member(name).orElseThrow();
                if (all.put(fileOf(name), of(type)) != null) {
                    throw new IllegalStateException("two schemas would be called " + name);
                }
            }
        }
        return all;
    }

    static String fileOf(String name) {
        return "%s-%d.json".formatted(name, MAJOR);
    }

    /** The schema of one record, whole by itself. */
    public static Map<String, Object> of(Class<? extends Record> type) {
        return new Writing().whole(type);
    }

    /** The writing of one schema, with what it has defined so far. */
    private static final class Writing {
        private final Map<String, Object> definitions = new TreeMap<>();

        Map<String, Object> whole(Class<? extends Record> type) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("$schema", DIALECT);
            schema.put("$id", BASE + fileOf(type.getSimpleName()));
            schema.put("title", type.getSimpleName());
            schema.putAll(object(RecordShape.of(type), RecordShape.of(type).discriminated()));
            if (!definitions.isEmpty()) {
                schema.put("$defs", definitions);
            }
            return schema;
        }

        private Map<String, Object> object(RecordShape shape, boolean typed) {
            Map<String, Object> properties = new LinkedHashMap<>();
            List<Object> required = new ArrayList<>();
            if (typed) {
                properties.put("type", Map.of("const", shape.javaType().getSimpleName()));
                required.add("type");
            }
            for (RecordShape.Attribute attribute : shape.each()) {
                properties.put(attribute.name(), value(attribute.shape()));
                if (attribute.required()) {
                    required.add(attribute.name());
                }
            }
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            schema.put("required", required);
            schema.put("additionalProperties", false);
            return schema;
        }

        private Map<String, Object> value(Shape shape) {
            return switch (shape) {
                case Shape.Text _ -> ordered("type", "string");
                case Shape.Flag _ -> ordered("type", "boolean");
                case Shape.Whole _ -> ordered("type", "integer");
                case Shape.Decimal _ -> ordered("type", "string", "pattern", "^-?[0-9]{1,38}(\\.[0-9]{1,38})?$");
                case Shape.Sum _ -> reference("Money", money());
                case Shape.Currency _ -> ordered("type", "string", "pattern", "^[A-Z]{3}$");
                case Shape.Day _ -> ordered("type", "string", "format", "date");
                case Shape.Moment _ -> ordered("type", "string", "format", "date-time");
                case Shape.Span _ -> ordered("type", "string", "format", "duration");
                case Shape.Choice(var type) -> ordered("type", "string", "enum", Choices.names(type));
                case Shape.Reference(var to) ->
                    to.map(Writing::id).orElseGet(() -> ordered("type", "string", "pattern", "^[a-z]{3}_.+$"));
                case Shape.ListOf(var element) -> ordered("type", "array", "items", value(element));
                case Shape.SetOf(var element) -> ordered("type", "array", "items", value(element), "uniqueItems", true);
                case Shape.MapOf(var _, var element) ->
                    ordered("type", "object", "additionalProperties", value(element));
                case Shape.Nested(var type) -> nested(type, RecordShape.of(type).discriminated());
                case Shape.OneOf(var type) -> oneOf(type);
            };
        }

        private static Map<String, Object> id(CanonicalType type) {
            return ordered(
                    "type", "string", "pattern", "^%s_.+$".formatted(type.idPrefix()), "x-refers-to", type.typeName());
        }

        private Map<String, Object> money() {
            return object(RecordShape.of(MoneyForm.class), false);
        }

        private Map<String, Object> nested(Class<? extends Record> type, boolean typed) {
            String name = typed ? type.getSimpleName() + "Typed" : type.getSimpleName();
            if (!definitions.containsKey(name)) {
                definitions.put(name, Map.of());
                definitions.put(name, object(RecordShape.of(type), typed));
            }
            return ordered("$ref", "#/$defs/" + name);
        }

        private Map<String, Object> oneOf(Class<?> type) {
            List<Object> members = new ArrayList<>();
            for (String name : Sealed.of(type).names()) {
                members.add(nested(Sealed.of(type).member(name).orElseThrow(), true));
            }
            return ordered("oneOf", members);
        }

        private Map<String, Object> reference(String name, Map<String, Object> definition) {
            definitions.putIfAbsent(name, definition);
            return ordered("$ref", "#/$defs/" + name);
        }

        private static Map<String, Object> ordered(Object... pairs) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                map.put((String) pairs[i], pairs[i + 1]);
            }
            return map;
        }
    }

    /** How money looks in JSON, for its definition. */
    private record MoneyForm(java.math.BigDecimal amount, org.joda.money.CurrencyUnit currency) {}
}
