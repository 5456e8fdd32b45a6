package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Salesforce writes it: round numbers from ten million on come with an exponent. */
final class Wire {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Wire() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static SimResponse json(int status, JsonNode body) {
        return SimResponse.text(status, "application/json;charset=UTF-8", JSON.writeValueAsString(body));
    }

    static SimResponse json(JsonNode body) {
        return json(200, body);
    }

    static SimResponse json(int status, Map<String, ?> body) {
        return json(status, (JsonNode) JSON.valueToTree(body));
    }

    static SimResponse refusal(Refusal refusal) {
        if (refusal.status() == 300) {
            return json(300, (JsonNode) JSON.valueToTree(refusal.fields()));
        }
        return error(refusal.status(), refusal.code(), refusal.says(), refusal.fields());
    }

    static SimResponse error(int status, String code, String message) {
        return error(status, code, message, List.of());
    }

    static SimResponse error(int status, String code, String message, List<String> fields) {
        return json(status, JsonNodeFactory.instance.arrayNode().add(errorNode("errorCode", code, message, fields)));
    }

    /** @param codeName {@code errorCode} for single records, {@code statusCode} in collections */
    static ObjectNode errorNode(String codeName, String code, String message, List<String> fields) {
        ObjectNode node = object();
        node.put("message", message);
        node.put(codeName, code);
        if (!fields.isEmpty() || codeName.equals("statusCode")) {
            fields.forEach(node.putArray("fields")::add);
        }
        return node;
    }

    static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw Refusal.json("The HTTP entity body is required, but this request has no entity body.");
        }
        try {
            JsonNode node = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            if (node == null || node.isMissingNode()) {
                throw Refusal.json("Unexpected end of input");
            }
            return node;
        } catch (JacksonException e) {
            throw Refusal.json(e.getOriginalMessage() == null ? "unreadable JSON" : e.getOriginalMessage());
        }
    }
}
