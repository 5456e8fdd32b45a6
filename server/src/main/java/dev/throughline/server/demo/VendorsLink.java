package dev.throughline.server.demo;

import dev.throughline.model.SystemId;
import dev.throughline.server.command.ClientTrouble;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.demo.Wire.Address;
import dev.throughline.server.demo.Wire.Mishap;
import dev.throughline.server.demo.Wire.Played;
import dev.throughline.server.demo.Wire.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Orders to the vendors' process. Thread-safe. */
final class VendorsLink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TypeReference<List<Map<String, Object>>> RECORDS = new TypeReference<>() {};
    private static final TypeReference<List<Mishap>> MISHAPS = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Address address;

    VendorsLink(Address address) {
        this.address = address;
    }

    Address address() {
        return address;
    }

    State state() {
        return json.readValue(ask("GET", "state", ""), State.class);
    }

    /** Tells where the hub takes notices, which is elsewhere after each start. */
    void meet(String hooks) {
        ask("POST", "hub", json.writeValueAsString(new Wire.Hub(hooks)));
    }

    /** Plays a step, or tells again what came of it. */
    Played play(Step step) {
        return json.readValue(ask("POST", "play/" + step.index(), ""), Played.class);
    }

    /** What a vendor holds in the end. */
    List<Map<String, Object>> records(SystemId system, String object) {
        return json.readValue(ask("GET", "records/" + system.value() + "/" + object, ""), RECORDS);
    }

    List<Mishap> mishaps() {
        return json.readValue(ask("GET", "mishaps", ""), MISHAPS);
    }

    void stop() {
        ask("POST", "stop", "");
    }

    private String ask(String method, String order, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/%s".formatted(address.port(), order)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + address.token())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the vendors answered %d to %s %s: %s"
                        .formatted(answer.statusCode(), method, order, answer.body()));
            }
            return answer.body();
        } catch (IOException gone) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "The simulated vendors (process %d) do not answer: %s. They held their records in memory, so this demo cannot go on; start a new one."
                            .formatted(address.pid(), gone));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the vendors were asked", ended);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
