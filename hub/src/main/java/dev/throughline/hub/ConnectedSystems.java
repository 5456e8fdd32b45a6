package dev.throughline.hub;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.hub.dispatch.SystemBudget;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;

/** The systems of all tenants, each with its open connector and its share of the vendor's limits. Immutable after construction. */
public final class ConnectedSystems implements Systems, AutoCloseable {
    private record Entry(SystemConfig config, Connector connector) {}

    private final Map<TenantId, Map<SystemId, Entry>> byTenant = new HashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** @throws IllegalArgumentException naming the system whose configuration cannot be used, and how to mend it */
    public ConnectedSystems(List<Workspace> workspaces, InstantSource clock) {
        Map<String, ConnectorFactory> factories = factories();
        for (Workspace workspace : workspaces) {
            Map<SystemId, Entry> systems = new LinkedHashMap<>();
            for (SystemConfig config : workspace.systems()) {
                systems.put(config.id(), new Entry(config, open(factories, config, clock)));
            }
            byTenant.put(workspace.tenant(), systems);
        }
    }

    public static Map<String, ConnectorFactory> factories() {
        Map<String, ConnectorFactory> factories = new HashMap<>();
        ServiceLoader.load(ConnectorFactory.class).forEach(f -> factories.put(f.kind(), f));
        return factories;
    }

    private Connector open(Map<String, ConnectorFactory> factories, SystemConfig config, InstantSource clock) {
        ConnectorFactory factory = factories.get(config.kind());
        if (factory == null) {
            throw new IllegalArgumentException("system %s: there is no connector of kind '%s'; there are %s"
                    .formatted(
                            config.id(),
                            config.kind(),
                            factories.keySet().stream().sorted().toList()));
        }
        var budget = new SystemBudget(config.limits());
        Connector connector = factory.open(new ConnectorContext(config.id(), config.settings(), clock, http, budget));
        budget.declared(connector.capabilities().limits());
        return connector;
    }

    @Override
    public Optional<Connector> connector(TenantId tenant, SystemId system) {
        return entry(tenant, system).map(Entry::connector);
    }

    @Override
    public List<SystemConfig> of(TenantId tenant) {
        return entries(tenant).stream().map(Entry::config).toList();
    }

    public Collection<TenantId> tenants() {
        return byTenant.keySet();
    }

    public Optional<SystemConfig> config(TenantId tenant, SystemId system) {
        return entry(tenant, system).map(Entry::config);
    }

    /** The system that serves a role for a legal entity: one that names it goes before one that serves all. */
    public Optional<SystemConfig> route(TenantId tenant, Role role, Optional<String> entityCode) {
        List<SystemConfig> candidates =
                of(tenant).stream().filter(c -> c.role() == role).toList();
        Optional<SystemConfig> named = candidates.stream()
                .filter(c -> entityCode.isPresent() && c.serves().contains(entityCode.get()))
                .findFirst();
        return named.or(
                () -> candidates.stream().filter(c -> c.serves().isEmpty()).findFirst());
    }

    /** The most requests that may be under way to a system at once. */
    public int concurrent(TenantId tenant, SystemId system) {
        Entry entry = entry(tenant, system).orElseThrow();
        return entry.config()
                .limits()
                .orElseGet(() -> entry.connector().capabilities().limits())
                .concurrent();
    }

    public Capabilities capabilities(TenantId tenant, SystemId system) {
        return entry(tenant, system).orElseThrow().connector().capabilities();
    }

    private Optional<Entry> entry(TenantId tenant, SystemId system) {
        return Optional.ofNullable(byTenant.getOrDefault(tenant, Map.of()).get(system));
    }

    private Collection<Entry> entries(TenantId tenant) {
        return byTenant.getOrDefault(tenant, Map.of()).values();
    }

    @Override
    public void close() {
        byTenant.values()
                .forEach(systems -> systems.values().forEach(e -> e.connector().close()));
        http.close();
    }
}
