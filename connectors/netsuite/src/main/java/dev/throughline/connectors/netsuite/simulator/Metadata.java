package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata catalogue: record types as OpenAPI 3 or as JSON Schema, whichever the client accepts. */
final class Metadata {
    private final Account account;
    private final View view;

    Metadata(Account account, View view) {
        this.account = account;
        this.view = view;
    }

    SimResponse catalog(SimRequest request) {
        List<String> selected = request.parameter("select")
                .map(s -> Arrays.stream(s.split(",")).map(String::strip).toList())
                .orElse(List.of());
        boolean swagger = request.header("Accept")
                .filter(a -> a.contains("application/swagger+json"))
                .isPresent();
        if (!swagger) {
            List<Map<String, Object>> items = account.catalog.types().stream()
                    .filter(t -> selected.isEmpty() || selected.contains(t.name()))
                    .map(t -> Map.<String, Object>of(
                            "name", t.name(), "links", view.links(view.href(request.path()) + "/" + t.name())))
                    .toList();
            return Answers.resource(Map.of("items", items), "collection");
        }
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (String name : selected.isEmpty()
                ? account.catalog.types().stream().map(RecordType::name).toList()
                : selected) {
            schemas.put(name, schema(account.type(name)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("openapi", "3.0.1");
        body.put("info", Map.of("title", "NetSuite REST API", "version", "v1"));
        body.put("paths", Map.of());
        body.put("components", Map.of("schemas", schemas));
        return SimResponse.of(
                200,
                "application/swagger+json",
                dev.throughline.connector.simkit.SimJson.MAPPER.writeValueAsBytes(body));
    }

    SimResponse one(SimRequest request) {
        RecordType type = account.type(request.variable("name"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("$schema", "http://json-schema.org/draft-06/hyper-schema#");
        body.putAll(schema(type));
        return SimResponse.of(
                200,
                "application/schema+json",
                dev.throughline.connector.simkit.SimJson.MAPPER.writeValueAsBytes(body));
    }

    private static Map<String, Object> schema(RecordType type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        type.fields().values().forEach(f -> properties.put(f.name(), property(f)));
        return Map.of("type", "object", "properties", properties);
    }

    private static Map<String, Object> property(Field field) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("title", field.name());
        switch (field.kind()) {
            case TEXT, DURATION -> property.put("type", "string");
            case NUMBER, MONEY -> put(property, "number", "double");
            case INTEGER -> put(property, "integer", "int64");
            case BOOLEAN -> property.put("type", "boolean");
            case DATE -> put(property, "string", "date");
            case DATETIME -> put(property, "string", "date-time");
            case REF ->
                property.put("$ref", "#/components/schemas/" + field.targets().getFirst());
            case ENUM -> {
                property.put("type", "object");
                Map<String, Object> id = Map.of(
                        "type", "string", "enum", List.copyOf(field.choices().keySet()));
                property.put("properties", Map.of("id", id, "refName", Map.of("type", "string")));
            }
            case REFS, OBJECT -> property.put("type", "object");
            case SUBLIST -> {
                Map<String, Object> rows = new LinkedHashMap<>();
                field.rows().values().forEach(f -> rows.put(f.name(), property(f)));
                Map<String, Object> items =
                        Map.of("type", "array", "items", Map.of("type", "object", "properties", rows));
                property.put("type", "object");
                property.put("properties", Map.of("items", items, "totalResults", Map.of("type", "integer")));
            }
        }
        if (field.readOnly()) {
            property.put("readOnly", true);
        }
        property.put("nullable", !field.required());
        return property;
    }

    private static void put(Map<String, Object> property, String type, String format) {
        property.put("type", type);
        property.put("format", format);
    }
}
