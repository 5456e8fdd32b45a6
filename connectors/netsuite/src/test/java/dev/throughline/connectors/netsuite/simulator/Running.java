package dev.throughline.connectors.netsuite.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A seeded simulator and a client that knows the documentation only. */
abstract class Running {
    static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");

    NetSuiteSimulator simulator = new NetSuiteSimulator();
    Map<String, String> seeded = Map.of();
    PlainClient client;

    @BeforeEach
    void start() {
        start(new NetSuiteSimulator());
    }

    void start(NetSuiteSimulator with) {
        simulator.close();
        simulator = with;
        simulator.start(0, InstantSource.fixed(NOW));
        seeded = simulator.seedSmallFirm();
        client = new PlainClient(simulator.access());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    String invoice(String extra, String line) {
        return """
                {"entity": {"id": "%s"}, "tranDate": "2026-03-02", %s "item": {"items": [{"item": {"id": "%s"}, %s}]}}
                """.formatted(seeded.get("customer-harrow"), extra, seeded.get("item-integration"), line);
    }

    String made(String type, String body) {
        PlainClient.Answer answer = client.send("POST", "/record/v1/" + type, body);
        if (answer.status() != 204) {
            throw new AssertionError(answer.status() + " " + answer.raw().body());
        }
        return answer.id();
    }

    tools.jackson.databind.JsonNode get(String path) {
        return client.send("GET", "/record/v1/" + path, "").json();
    }
}
