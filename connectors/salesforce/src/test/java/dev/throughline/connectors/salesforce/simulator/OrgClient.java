package dev.throughline.connectors.salesforce.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client, written from the vendor's documentation like anybody's would be: none of the connector's code. */
final class OrgClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private String token = "";

    OrgClient(URI base) {
        this.base = base;
    }

    /** With a session by client credentials. */
    static OrgClient signedIn(SalesforceSimulator simulator) {
        OrgClient client = new OrgClient(simulator.access().baseUrl());
        client.token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                Tokens.CLIENT_ID,
                "client_secret",
                Tokens.CLIENT_SECRET));
        return client;
    }

    /** @param json a JSON null where the answer had no body or none of JSON */
    record Answer(int status, JsonNode json, String text, HttpResponse<String> raw) {
        String errorCode() {
            return json.path(0).path("errorCode").asString("");
        }

        String message() {
            return json.path(0).path("message").asString("");
        }
    }

    Answer token(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        Answer answer = send(HttpRequest.newBuilder(base.resolve("/services/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
        if (answer.status() == 200) {
            token = answer.json().path("access_token").asString();
        }
        return answer;
    }

    void useToken(String other) {
        token = other;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer query(String soql) {
        return get("/services/data/v66.0/query?q=" + encode(soql));
    }

    Answer send(String method, String path, String json) {
        return send(method, path, "application/json", json);
    }

    Answer send(String method, String path, String type, String body) {
        return send(request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> raw = http.send(request.build(), BodyHandlers.ofString());
            boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode node = json && !raw.body().isEmpty() ? JSON.readTree(raw.body()) : JSON.nullNode();
            return new Answer(raw.statusCode(), node, raw.body(), raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
