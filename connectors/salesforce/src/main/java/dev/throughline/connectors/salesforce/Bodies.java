package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.Json;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Record bodies as mappings give them. */
final class Bodies {
    private Bodies() {}

    /** Without directions for the connector ({@code _…}) and without what the connector sets itself. */
    static ObjectNode sendable(JsonNode body, Set<String> ours) {
        ObjectNode sendable = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            if (!name.startsWith("_") && !name.equals("attributes") && !ours.contains(name)) {
                sendable.set(name, field.getValue());
            }
        }
        return sendable;
    }

    /** Whether a record holds all the values that were to be written. Parents named by an external id cannot be compared and are passed over. */
    static boolean shownBy(JsonNode record, JsonNode body) {
        for (Map.Entry<String, JsonNode> field :
                sendable(body, Set.of("Id", "id")).properties()) {
            if (field.getValue().isValueNode() && !same(record.path(field.getKey()), field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(JsonNode held, JsonNode wanted) {
        if (wanted.isNull() || wanted.isString() && wanted.stringValue().isBlank()) {
            return held.isNull() || held.isMissingNode();
        }
        if (wanted.isNumber() && held.isNumber()) {
            return wanted.decimalValue().compareTo(held.decimalValue()) == 0;
        }
        if (wanted.isString() && held.isString()) {
            String text = wanted.stringValue().strip();
            return held.stringValue().equals(text) || sameMoment(held.stringValue(), text);
        }
        return held.equals(wanted);
    }

    private static boolean sameMoment(String held, String wanted) {
        var moment = SalesforceRecords.instant(wanted);
        return moment.isPresent() && moment.equals(SalesforceRecords.instant(held));
    }
}
