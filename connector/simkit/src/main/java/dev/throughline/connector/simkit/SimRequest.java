package dev.throughline.connector.simkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request as a simulator sees it.
 *
 * @param path          as sent, still percent-encoded, without the query
 * @param pathVariables decoded; a wildcard tail is under {@code *} and keeps its slashes
 * @param query         decoded, in order of first appearance
 * @param headers       names in lower case
 * @param body          raw, already decompressed
 */
public record SimRequest(
        String method,
        String path,
        Map<String, String> pathVariables,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body) {

    /** What faults are ordered by and filters decide on: {@code POST /record/v1/invoice}. */
    public String operation() {
        return method + " " + path;
    }

    /** @throws IllegalArgumentException when the route's template has no such variable */
    public String variable(String name) {
        String value = pathVariables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no path variable {" + name + "}");
        }
        return value;
    }

    public Optional<String> header(String name) {
        return first(headers, name.toLowerCase(Locale.ROOT));
    }

    public Optional<String> parameter(String name) {
        return first(query, name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** @throws tools.jackson.core.JacksonException when the body is no JSON: the server then gives the vendor's answer to that */
    public JsonNode json() {
        return SimJson.MAPPER.readTree(body);
    }

    /** The fields of a form-encoded body. */
    public Map<String, List<String>> form() {
        return pairs(text());
    }

    public Optional<String> formField(String name) {
        return first(form(), name);
    }

    /** The user and password of HTTP Basic. A text without a colon is a user with an empty password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /** @return empty where the header is absent, of another scheme, or no base64 */
    public Optional<Login> basicLogin() {
        String header = header("authorization").orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(
                    colon < 0 ? new Login(pair, "") : new Login(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Map<String, List<String>> values, String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    static Map<String, List<String>> pairs(String encoded) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                pairs.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return pairs;
    }

    /** A percent sign that begins no escape is taken as it stands, as most servers do. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Never prints headers or body: they hold credentials. */
    @Override
    public String toString() {
        return "SimRequest[" + operation() + "]";
    }
}
