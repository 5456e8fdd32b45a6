package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Record types as the account's own metadata catalogue has them, custom fields included; rows of sublists under {@code item.items[].quantity}. */
final class NetSuiteDescriber implements Describer {
    private final NetSuiteClient client;

    NetSuiteDescriber(NetSuiteClient client) {
        this.client = client;
    }

    @Override
    public Described describe(ObjectType objectType) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        return switch (client.metadata(object.record)) {
            case JsonHttp.Failed(var trouble) -> new Described.Failed(trouble);
            case JsonHttp.Body(var json, var _) -> {
                JsonNode schema = json.path("components").path("schemas").path(object.record);
                List<Field> fields = new ArrayList<>();
                collect("", schema, fields);
                yield fields.isEmpty()
                        ? new Described.Failed(
                                new Trouble.Malformed("no schema of " + object.record + " in the catalogue"))
                        : new Described.Shape(objectType, List.copyOf(fields));
            }
        };
    }

    private static void collect(String prefix, JsonNode schema, List<Field> fields) {
        schema.path("properties").properties().forEach(property -> {
            String name = prefix + property.getKey();
            JsonNode node = property.getValue();
            JsonNode rows = node.path("properties").path("items").path("items");
            if (rows.has("properties")) {
                collect(name + ".items[].", rows, fields);
            } else {
                fields.add(new Field(
                        name,
                        type(node),
                        node.path("nullable").asBoolean(true),
                        !node.path("readOnly").asBoolean(false)));
            }
        });
    }

    private static String type(JsonNode node) {
        String reference = node.path("$ref").asString("");
        if (!reference.isEmpty()) {
            return "reference:" + reference.substring(reference.lastIndexOf('/') + 1);
        }
        JsonNode choices = node.path("properties").path("id").path("enum");
        if (choices.isArray()) {
            return "enum";
        }
        String format = node.path("format").asString("");
        String type = node.path("type").asString("unknown");
        return format.isEmpty() ? type : type + ":" + format;
    }
}
