package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** A client written from the vendor's documentation with nothing of the connector, signing each call with OAuth 1.0a. */
final class PlainClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator.Access access;
    private final Map<String, String> secrets;
    private int nonce;

    PlainClient(Simulator.Access access) {
        this.access = access;
        this.secrets = access.credentials().stream()
                .filter(c -> c.method().equals("oauth1-tba"))
                .findFirst()
                .orElseThrow()
                .values();
    }

    record Answer(int status, HttpResponse<String> raw) {
        JsonNode json() {
            return SimJson.MAPPER.readTree(raw.body());
        }

        String location() {
            return raw.headers().firstValue("Location").orElse("");
        }

        String id() {
            return location().substring(location().lastIndexOf('/') + 1);
        }

        String code() {
            return json().path("o:errorDetails").path(0).path("o:errorCode").asString("");
        }
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(method, path, body, 1_772_443_800L, "nonce-" + ++nonce, headers);
    }

    /** @param timestamp seconds; the tests' clock stands at 2026-03-02T09:30:00Z */
    Answer send(String method, String path, String body, long timestamp, String nonceUsed, String... headers) {
        URI uri = URI.create(access.baseUrl() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", signed(method, uri, timestamp, nonceUsed));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return sent(request.build());
    }

    Answer sent(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String signed(String method, URI uri, long timestamp, String nonceUsed) {
        Map<String, String> oauth = new TreeMap<>();
        oauth.put("oauth_consumer_key", secrets.get("consumer_key"));
        oauth.put("oauth_token", secrets.get("token_id"));
        oauth.put("oauth_nonce", nonceUsed);
        oauth.put("oauth_timestamp", Long.toString(timestamp));
        oauth.put("oauth_signature_method", "HMAC-SHA256");
        oauth.put("oauth_version", "1.0");
        Map<String, String> all = new TreeMap<>(oauth);
        if (uri.getQuery() != null) {
            for (String pair : uri.getQuery().split("&", -1)) {
                all.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        String parameters = all.entrySet().stream()
                .map(e -> enc(e.getKey()) + "=" + enc(e.getValue()))
                .collect(Collectors.joining("&"));
        String address = uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
        String base = method + "&" + enc(address) + "&" + enc(parameters);
        oauth.put(
                "oauth_signature",
                hmac(enc(secrets.get("consumer_secret")) + "&" + enc(secrets.get("token_secret")), base));
        return "OAuth realm=\"" + secrets.get("realm") + "\", "
                + oauth.entrySet().stream()
                        .map(e -> e.getKey() + "=\"" + enc(e.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String enc(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** A query's rows, or its error. */
    Answer suiteql(String query, String params) {
        String body = "{\"q\": %s, \"params\": [%s]}".formatted(SimJson.MAPPER.writeValueAsString(query), params);
        return send("POST", "/query/v1/suiteql", body, "Prefer", "transient");
    }

    @Override
    public void close() {
        http.close();
    }
}
