package dev.throughline.connectors.bamboohr.simulator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Says where an answer departs from the vendor's OpenAPI document: types, required members, enumerations, alternatives. Members that the document does not name
 * are allowed. A number written as text, and the reverse, is allowed too: recordings of the real service differ from the document there.
 */
final class OpenApiShape {
    private final JsonNode document;

    OpenApiShape(Path file) {
        document = new YAMLMapper().readTree(file.toFile());
    }

    /** @param path as the document's template writes it; @return one line for each departure, or that the document knows no such answer */
    Set<String> departures(String method, String path, int status, JsonNode body) {
        JsonNode answer = resolved(
                document.path("paths").path(path).path(method).path("responses").path(String.valueOf(status)));
        JsonNode schema = answer.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return Set.of("the document has no JSON answer %d to %s %s".formatted(status, method, path));
        }
        Set<String> found = new TreeSet<>();
        check(schema, body, "", found);
        return found;
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }

    private void check(JsonNode schemaOrReference, JsonNode value, String at, Set<String> found) {
        JsonNode schema = resolved(schemaOrReference);
        schema.path("allOf").forEach(part -> check(part, value, at, found));
        for (String word : List.of("oneOf", "anyOf")) {
            if (schema.has(word) && noneFits(schema.path(word), value)) {
                found.add(at + ": fits no alternative of " + word);
            }
        }
        Optional<String> wrongType = wrongType(schema, value);
        if (wrongType.isPresent()) {
            found.add(at + ": " + wrongType.get());
            return;
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            found.add("%s: %s is not in %s".formatted(at, value, schema.path("enum")));
        }
        if (value.isObject()) {
            members(schema, value, at, found);
        }
        value.valueStream()
                .filter(_ -> value.isArray() && schema.has("items"))
                .forEach(item -> check(schema.path("items"), item, at + "[]", found));
    }

    private void members(JsonNode schema, JsonNode value, String at, Set<String> found) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                found.add("%s: %s is missing".formatted(at, name.asString()));
            }
        });
        value.propertyStream().forEach(member -> {
            JsonNode named = schema.path("properties").path(member.getKey());
            JsonNode others = schema.path("additionalProperties");
            if (!named.isMissingNode()) {
                check(named, member.getValue(), at + "/" + member.getKey(), found);
            } else if (others.isObject()) {
                check(others, member.getValue(), at + "/*", found);
            }
        });
    }

    private boolean noneFits(JsonNode alternatives, JsonNode value) {
        return alternatives.valueStream().noneMatch(alternative -> {
            Set<String> found = new TreeSet<>();
            check(alternative, value, "", found);
            return found.isEmpty();
        });
    }

    private static Optional<String> wrongType(JsonNode schema, JsonNode value) {
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.forEach(t -> types.add(t.asString()));
        if (schema.path("nullable").asBoolean(false)) {
            types.add("null");
        }
        return types.isEmpty() || types.stream().anyMatch(t -> isOf(t, value))
                ? Optional.empty()
                : Optional.of("%s expected, not %s".formatted(types, value));
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString() || value.isNumber();
            case "integer" ->
                value.isIntegralNumber() || value.isString() && value.asString().matches("-?\\d+");
            case "number" ->
                value.isNumber() || value.isString() && value.asString().matches("-?\\d+(\\.\\d+)?");
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
