package dev.throughline.server.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running hub by its API, as any other program would. Mixed into each command that does. */
public final class HubClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "of the running hub; else THROUGHLINE_URL, else http://127.0.0.1:8080",
            defaultValue = "${env:THROUGHLINE_URL:-http://127.0.0.1:8080}")
    private String url = "";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "file that holds the API key; else the variable THROUGHLINE_KEY")
    private java.nio.file.@org.jspecify.annotations.Nullable Path keyFile;

    @Option(names = "--json", description = "write the answer as JSON")
    private boolean json;

    boolean json() {
        return json;
    }

    JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    /** A page of text, line by line as the hub gives it. */
    String text(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))));
    }

    static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/api/v1" + path))
                    .timeout(Duration.ofMinutes(5))
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + key());
        } catch (IllegalArgumentException wrong) {
            throw new ClientTrouble(
                    ExitCodes.USAGE, "'%s' is no URL. Write it such as http://127.0.0.1:8080".formatted(url));
        }
    }

    private String key() {
        if (keyFile != null) {
            try {
                return java.nio.file.Files.readString(keyFile).strip();
            } catch (IOException unreadable) {
                throw new ClientTrouble(ExitCodes.USAGE, "The key file %s cannot be read".formatted(keyFile));
            }
        }
        String key = System.getenv("THROUGHLINE_KEY");
        if (key == null || key.isBlank()) {
            throw new ClientTrouble(
                    ExitCodes.USAGE, "No API key: set THROUGHLINE_KEY=tl_…, or name a file with --key-file");
        }
        return key.strip();
    }

    private String send(HttpRequest.Builder request) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            throw refused(answer);
        } catch (IOException unreachable) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "No hub answers at %s. Start one with './throughline up --workspace DIR', or give --url"
                            .formatted(url));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientTrouble(ExitCodes.CANNOT_REACH, "Interrupted");
        }
    }

    private static ClientTrouble refused(HttpResponse<String> answer) {
        int code = switch (answer.statusCode()) {
            case 401, 403, 503 -> ExitCodes.CANNOT_REACH;
            case 404, 409 -> ExitCodes.FINDINGS;
            default -> ExitCodes.USAGE;
        };
        try {
            JsonNode problem = JSON.readTree(answer.body());
            var says = new StringBuilder("%s. %s"
                    .formatted(
                            problem.path("detail").asString(""),
                            problem.path("remedy").asString("")));
            problem.path("errors")
                    .forEach(e -> says.append("%n  %s %s"
                            .formatted(
                                    e.path("field").asString("").replace("/", ""),
                                    e.path("says").asString(""))));
            return new ClientTrouble(code, says.toString());
        } catch (JacksonException notAProblem) {
            return new ClientTrouble(code, "The hub answered " + answer.statusCode());
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException other) {
            throw new ClientTrouble(ExitCodes.CANNOT_REACH, "What answers there is no Throughline hub");
        }
    }
}
