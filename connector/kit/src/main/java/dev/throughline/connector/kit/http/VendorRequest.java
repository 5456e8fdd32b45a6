package dev.throughline.connector.kit.http;

import dev.throughline.connector.kit.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One request to a vendor, before it is authorised. */
public record VendorRequest(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
    public VendorRequest {
        headers = Map.copyOf(headers);
    }

    public static VendorRequest get(URI uri) {
        return new VendorRequest("GET", uri, Map.of(), Optional.empty());
    }

    public static VendorRequest delete(URI uri) {
        return new VendorRequest("DELETE", uri, Map.of(), Optional.empty());
    }

    public static VendorRequest json(String method, URI uri, JsonNode body) {
        return of(method, uri, "application/json", Json.MAPPER.writeValueAsBytes(body));
    }

    public static VendorRequest form(URI uri, Map<String, String> fields) {
        return of(
                "POST", uri, "application/x-www-form-urlencoded", query(fields).getBytes(StandardCharsets.UTF_8));
    }

    public static VendorRequest of(String method, URI uri, String contentType, byte[] body) {
        return new VendorRequest(method, uri, Map.of("Content-Type", contentType), Optional.of(body));
    }

    /** Percent-encoded pairs, blanks as {@code %20}, which servers understand in queries and forms alike. */
    public static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** For one path segment or query value. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public VendorRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new VendorRequest(method, uri, more, body);
    }

    /** Never prints query, headers or body: all may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
