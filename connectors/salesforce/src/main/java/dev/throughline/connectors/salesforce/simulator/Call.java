package dev.throughline.connectors.salesforce.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One request below {@code /services/data/vNN.0/}, from the wire or as a part of a composite.
 *
 * @param segments path segments after the version, decoded
 * @param version  such as {@code 66.0}
 * @param headers  names in lower case
 */
record Call(
        Session session,
        String method,
        List<String> segments,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        String version) {

    JsonNode json() {
        return Wire.parse(body);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String base() {
        return "/services/data/v" + version;
    }

    Refusal notAllowed(String allowed) {
        return new Refusal(
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method '%s' not allowed. Allowed are %s".formatted(method, allowed),
                List.of());
    }
}
