package dev.throughline.server;

import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.web.ApiProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tenants this hub serves and which systems each has. */
public final class Tenants {
    private final Map<TenantId, Set<SystemId>> systems;

    public Tenants(List<Workspace> workspaces) {
        systems = workspaces.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Workspace::tenant,
                        w -> w.systems().stream().map(SystemConfig::id).collect(Collectors.toUnmodifiableSet())));
    }

    /** @throws ApiProblem 404 naming the systems there are, to somebody who has signed in */
    public SystemId system(TenantId tenant, String name) {
        return known(tenant).stream()
                .filter(id -> id.value().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_SYSTEM",
                        "The workspace has no system '%s'"
                                .formatted(name.length() > 64 ? name.substring(0, 64) + "…" : name),
                        "Use one of " + names(tenant) + ", or add it under 'systems' in throughline.yaml"));
    }

    public boolean has(TenantId tenant, SystemId system) {
        return known(tenant).contains(system);
    }

    private Set<SystemId> known(TenantId tenant) {
        return systems.getOrDefault(tenant, Set.of());
    }

    private List<String> names(TenantId tenant) {
        return known(tenant).stream().map(SystemId::value).sorted().toList();
    }
}
