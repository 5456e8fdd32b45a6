package dev.throughline.connector.simkit;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lets whoever runs a sandbox order faults and see its records over HTTP: {@code GET|POST /__sim/faults}, {@code POST /__sim/heal}, {@code GET /__sim/records/{object}}. */
final class SimControl {
    static final String PREFIX = "/__sim/";

    private final Faults faults;
    private final SimCounters counters;
    private final Simulator.Screen screen;

    SimControl(Faults faults, SimCounters counters, Simulator.Screen screen) {
        this.faults = faults;
        this.counters = counters;
        this.screen = screen;
    }

    void addTo(SimRoutes routes) {
        routes.add("GET", PREFIX + "faults", _ -> SimResponse.json(state()));
        routes.add("POST", PREFIX + "faults", this::order);
        routes.add("POST", PREFIX + "heal", _ -> {
            faults.heal();
            return SimResponse.json(state());
        });
        routes.add("GET", PREFIX + "records/{object}", r -> SimResponse.json(screen.records(r.variable("object"))));
    }

    private Map<String, Object> state() {
        return Map.of(
                "supported", faults.supported(),
                "shown", faults.shown(),
                "requests", counters.requests(),
                "answers", counters.answers(),
                "mostConcurrent", counters.mostConcurrent(),
                "violations", counters.violations());
    }

    private SimResponse order(SimRequest request) {
        try {
            JsonNode order = request.json();
            Fault fault = Fault.valueOf(order.path("fault").asString("").toUpperCase(Locale.ROOT));
            faults.next(fault, order.path("times").asInt(1), order.path("where").asString(""));
            return SimResponse.json(state());
        } catch (IllegalArgumentException | tools.jackson.core.JacksonException e) {
            return SimResponse.json(
                    400,
                    Map.of(
                            "error",
                            "expected {\"fault\": one of supported, \"times\": 1, \"where\": \"POST /path\"}: "
                                    + e.getMessage(),
                            "supported",
                            faults.supported()));
        }
    }
}
