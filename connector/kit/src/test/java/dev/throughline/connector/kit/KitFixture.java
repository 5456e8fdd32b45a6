package dev.throughline.connector.kit;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.model.SystemId;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A server on loopback, a clock that is moved by hand and a context that leads to both. */
public final class KitFixture implements AutoCloseable {
    public final Faults faults = new Faults(EnumSet.allOf(Fault.class), new Random(3));
    public final SimServer server = new SimServer("kit", faults);
    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:30:00Z"));
    public final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public ConnectorContext context(Map<String, String> settings) {
        return new ConnectorContext(
                new SystemId("acme-us"), settings, now::get, http, ConnectorContext.Budget.UNLIMITED);
    }

    public ConnectorContext context() {
        return context(Map.of());
    }

    public URI uri(String path) {
        return URI.create(server.baseUrl() + path);
    }

    @Override
    public void close() {
        server.close();
    }
}
