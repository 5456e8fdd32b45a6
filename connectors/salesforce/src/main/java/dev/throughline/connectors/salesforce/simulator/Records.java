package dev.throughline.connectors.salesforce.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rows as JSON. */
final class Records {
    private static final String[] ADDRESS = {"Street", "City", "State", "PostalCode", "Country"};

    private Records() {}

    static ObjectNode start(Row row, String version) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode attributes = node.putObject("attributes");
        attributes.put("type", row.type().name());
        attributes.put(
                "url",
                "/services/data/v%s/sobjects/%s/%s"
                        .formatted(version, row.type().name(), row.id()));
        return node;
    }

    static ObjectNode whole(Row row, String version) {
        ObjectNode node = start(row, version);
        row.type().fields().forEach(f -> node.set(f.name(), value(row, f)));
        return node;
    }

    static JsonNode value(Row row, FieldDef field) {
        return field.type() == FieldDef.Type.ADDRESS ? address(row, field) : Values.write(field, row.get(field.name()));
    }

    private static JsonNode address(Row row, FieldDef field) {
        String prefix = field.name().substring(0, field.name().length() - "Address".length());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        boolean empty = true;
        for (String part : ADDRESS) {
            String value = row.text(prefix + part);
            empty &= value.isEmpty();
            String name = Character.toLowerCase(part.charAt(0)) + part.substring(1);
            node.set(
                    name,
                    value.isEmpty() ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.stringNode(value));
        }
        return empty ? JsonNodeFactory.instance.nullNode() : node;
    }
}
