package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Access;
import dev.throughline.connector.simkit.Simulator.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HCM's webhook, registered as an administrator would: over the vendor's own API. The vendor then sends its notices to the hub's door by itself; here only two more are
 * sent, which no vendor would send on demand: one that comes hours late, and one by somebody who does not know the key. Thread-safe.
 */
final class Notices implements AutoCloseable {
    private static final List<String> EVENTS = List.of("employee.created", "employee.updated", "employee.deleted");
    private static final List<String> FIELDS =
            List.of("firstName", "lastName", "workEmail", "jobTitle", "department", "division", "location", "status");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Nobody listens there. */
    private static final String NOT_KNOWN_YET = "http://127.0.0.1:9/";

    /** @param forged whether the key is a wrong one, so that the hub must refuse it */
    private record Notice(String employee, Instant happened, boolean forged) {}

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final InstantSource clock;
    private final URI api;
    private final String authorization;
    private final String id;
    private final String key;
    private final List<Notice> waiting = new ArrayList<>();
    private Optional<URI> door = Optional.empty();
    private long late;
    private long refused;

    Notices(Access hcm, InstantSource clock) {
        this.clock = clock;
        this.api = URI.create(hcm.baseUrl() + "/api/v1/webhooks");
        Credential user = hcm.credentials().stream()
                .filter(c -> c.method().equals("api-key"))
                .findFirst()
                .orElseThrow();
        String pair = user.values().get("username") + ":" + user.values().get("password");
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        JsonNode registered = administer("POST", api, NOT_KNOWN_YET);
        this.id = registered.path("id").asString();
        this.key = registered.path("privateKey").asString();
    }

    /** What the vendor signs with; it is shown once, at registration. */
    String key() {
        return key;
    }

    /** From now on the vendor tells the hub there. @param hub where it takes the HCM's notices */
    synchronized void to(URI hub) {
        administer("PUT", URI.create(api + "/" + id), hub.toString());
        door = Optional.of(hub);
        send();
    }

    /** A notice of something that happened long ago, as when a vendor's queue was stuck. */
    synchronized void late(String employee, Instant happened) {
        waiting.add(new Notice(employee, happened, false));
        send();
    }

    synchronized void forged(String employee) {
        waiting.add(new Notice(employee, clock.instant(), true));
        send();
    }

    /** How many late notices the hub took. */
    synchronized long late() {
        send();
        return late;
    }

    /** How many forged notices the hub refused. */
    synchronized long refused() {
        send();
        return refused;
    }

    /** What no hub answers stays, until one is there again. */
    private void send() {
        door.ifPresent(hub -> waiting.removeIf(notice -> {
            int status = post(hub, notice);
            if (status / 100 == 2 && !notice.forged()) {
                late++;
            } else if (status / 100 == 4 && notice.forged()) {
                refused++;
            }
            return status != 0;
        }));
    }

    private int post(URI hub, Notice notice) {
        byte[] body = json.writeValueAsBytes(Map.of(
                "type", "employee.updated",
                "timestamp", notice.happened().toString(),
                "data", Map.of("employeeId", notice.employee())));
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(hub)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-BambooHR-Timestamp", timestamp)
                .header("X-BambooHR-Signature", sign(body, timestamp, notice.forged() ? "a-guessed-key" : key))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private JsonNode administer(String method, URI uri, String url) {
        byte[] body = json.writeValueAsBytes(
                Map.of("name", "hub", "url", url, "format", "json", "events", EVENTS, "monitorFields", FIELDS));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "the HCM answered %d to %s %s".formatted(answer.statusCode(), method, uri));
            }
            return json.readTree(answer.body());
        } catch (IOException failed) {
            throw new IllegalStateException("the HCM cannot be reached at " + uri, failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a webhook was registered", ended);
        }
    }

    private static String sign(byte[] body, String timestamp, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(body);
            return HexFormat.of().formatHex(mac.doFinal(timestamp.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
