package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The four simulated vendors on free loopback ports. */
final class Vendors implements AutoCloseable {
    static final SystemId CRM = new SystemId("salesforce");
    static final SystemId PSA = new SystemId("kantata");
    static final SystemId ERP = new SystemId("netsuite");
    static final SystemId HCM = new SystemId("bamboohr");
    static final List<SystemId> ALL = List.of(HCM, CRM, ERP, PSA);

    private static final Map<SystemId, Role> ROLES = Map.of(CRM, Role.CRM, PSA, Role.PSA, ERP, Role.ERP, HCM, Role.HCM);

    /** What a simulated second of reading again is worth: everything is stamped by one clock here, so little is stamped late. */
    private static final Map<SystemId, Map<String, String>> OWN_SETTINGS = Map.of(
            ERP, Map.of("overlap", "PT5S"),
            // The play's weeks lie as far back as they lie, whenever it is played.
            HCM, Map.of("overlap", "PT5S", "fields", "customSkills", "absenceDaysBack", "4000"));

    /** What the simulated accounts grant: more than a plain account of some vendors has in an hour, since the demo plays weeks in a minute. */
    private static final Capabilities.Limits GRANTED = new Capabilities.Limits(5, 100, Duration.ofSeconds(1));

    private final Map<SystemId, Simulator> running = new LinkedHashMap<>();

    private Vendors() {}

    static Vendors start(InstantSource clock) {
        var vendors = new Vendors();
        try {
            for (Simulator simulator : ServiceLoader.load(Simulator.class)) {
                var id = new SystemId(simulator.kind());
                if (ROLES.containsKey(id)) {
                    simulator.start(0, clock);
                    vendors.running.put(id, simulator);
                }
            }
            return vendors;
        } catch (RuntimeException failed) {
            vendors.close();
            throw failed;
        }
    }

    Simulator of(SystemId system) {
        return Optional.ofNullable(running.get(system))
                .orElseThrow(() -> new IllegalStateException("no simulator of %s is installed".formatted(system)));
    }

    /** What a workspace would state to reach each of them. */
    Map<String, Map<String, String>> settings() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        for (SystemId id : ALL) {
            var settings = new HashMap<>(of(id).access().settings());
            settings.putAll(OWN_SETTINGS.getOrDefault(id, Map.of()));
            all.put(id.value(), settings);
        }
        return all;
    }

    /** The systems of a workspace with these settings. @param poll how often the hub reads each by itself */
    static List<SystemConfig> systems(Map<String, Map<String, String>> settings, Duration poll) {
        return ALL.stream()
                .map(id -> new SystemConfig(
                        id,
                        id.value(),
                        ROLES.getOrDefault(id, Role.FILES),
                        settings.getOrDefault(id.value(), Map.of()),
                        Set.of(),
                        Optional.of(GRANTED),
                        poll))
                .toList();
    }

    /** Ends all misbehaviour that was ordered. */
    void heal() {
        running.values().forEach(simulator -> simulator.faults().heal());
    }

    @Override
    public void close() {
        running.values().forEach(Simulator::close);
        running.clear();
    }
}
