package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The preferences that a request states. */
final class Prefer {
    private Prefer() {}

    static boolean has(SimRequest request, String preference) {
        return request.headers().getOrDefault("prefer", List.of()).stream()
                .flatMap(h -> Arrays.stream(h.split(",")))
                .map(p -> p.strip().toLowerCase(Locale.ROOT))
                .anyMatch(preference::equals);
    }
}
