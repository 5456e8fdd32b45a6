package dev.throughline.connector.spi;

import dev.throughline.model.SystemId;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the hub gives a connector.
 *
 * @param settings as the workspace states them, with secrets already resolved
 * @param http     shared by all connectors; carries time-outs and trust
 */
public record ConnectorContext(
        SystemId system, Map<String, String> settings, InstantSource clock, HttpClient http, Budget budget) {
    public ConnectorContext {
        settings = Map.copyOf(settings);
    }

    /** @throws IllegalArgumentException when the setting is missing */
    public String require(String setting) {
        String value = settings.get(setting);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("system %s: setting '%s' is missing; add it under systems.%s.settings"
                    .formatted(system, setting, system));
        }
        return value;
    }

    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(v -> !v.isBlank());
    }

    /** Never prints settings: some are secrets. */
    @Override
    public String toString() {
        return "ConnectorContext[" + system + "]";
    }

    /** The share of a vendor's limits that this hub may use; one permit per HTTP request. */
    public interface Budget {
        /** Nothing is limited: for tests and one-off commands. */
        Budget UNLIMITED = () -> () -> {};

        /** Waits for a permit, within the hub's own bounds; close it when the answer is read. */
        Permit acquire();

        /** Leave to make one request. */
        interface Permit extends AutoCloseable {
            @Override
            void close();
        }
    }
}
