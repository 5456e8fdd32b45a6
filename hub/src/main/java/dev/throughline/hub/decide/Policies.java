package dev.throughline.hub.decide;

import dev.throughline.hub.workspace.WorkflowMode;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.CanonicalJsonException;
import dev.throughline.model.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each tenant's policies as typed records, in layers: the record's own {@code defaults()}, over them what the workspace states, over that what it states for a legal entity; and
 * how far its workflows may go. Thread-safe.
 */
public final class Policies {
    private final Map<TenantId, Map<String, Map<String, Object>>> stated = new HashMap<>();
    private final Map<TenantId, Map<String, WorkflowMode>> modes = new HashMap<>();
    private final Map<Wanted, Record> built = new ConcurrentHashMap<>();

    private record Wanted(TenantId tenant, Class<? extends Record> kind, Optional<String> entity) {}

    public Policies(List<Workspace> workspaces) {
        workspaces.forEach(w -> stated.put(w.tenant(), w.policies()));
        workspaces.forEach(w -> modes.put(w.tenant(), w.workflows()));
    }

    /** Live, where the workspace says nothing. */
    public WorkflowMode mode(TenantId tenant, String workflow) {
        return modes.getOrDefault(tenant, Map.of()).getOrDefault(workflow, WorkflowMode.LIVE);
    }

    public <P extends Record> P of(TenantId tenant, Class<P> kind) {
        return of(tenant, kind, Optional.empty());
    }

    /** @param entity code of a legal entity; the tenant's own policy where the workspace states nothing for it */
    public <P extends Record> P of(TenantId tenant, Class<P> kind, Optional<String> entity) {
        var layered = entity.filter(code -> layers(tenant, kind).containsKey(code));
        return kind.cast(
                built.computeIfAbsent(new Wanted(tenant, kind, layered), k -> build(tenant, kind, k.entity())));
    }

    /** Whether the workspace says anything of it, for the firm or an entity. */
    public boolean states(TenantId tenant, Class<? extends Record> kind) {
        return !stated(tenant, kind).isEmpty();
    }

    private Map<String, Object> stated(TenantId tenant, Class<?> kind) {
        return stated.getOrDefault(tenant, Map.of()).getOrDefault(kind.getSimpleName(), Map.of());
    }

    private Map<?, ?> layers(TenantId tenant, Class<?> kind) {
        return (Map<?, ?>) stated(tenant, kind).getOrDefault(Workspace.ENTITIES, Map.of());
    }

    /** @throws IllegalArgumentException naming policy and attribute when the workspace states what cannot be */
    private <P extends Record> P build(TenantId tenant, Class<P> kind, Optional<String> entity) {
        Map<String, Object> wished = new HashMap<>(stated(tenant, kind));
        wished.remove(Workspace.ENTITIES);
        entity.map(layers(tenant, kind)::get)
                .ifPresent(layer -> ((Map<?, ?>) layer).forEach((name, value) -> wished.put((String) name, value)));
        P defaults = defaults(kind);
        if (wished.isEmpty()) {
            return defaults;
        }
        Map<String, Object> merged = new HashMap<>(CanonicalJson.toMap(defaults));
        merged.putAll(wished);
        try {
            return CanonicalJson.read(merged, kind);
        } catch (CanonicalJsonException e) {
            throw new IllegalArgumentException(
                    "policies.%s of tenant %s: %s".formatted(kind.getSimpleName(), tenant, e.getMessage()), e);
        }
    }

    private static <P extends Record> P defaults(Class<P> kind) {
        try {
            return kind.cast(kind.getMethod("defaults").invoke(null));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(kind + " is no policy: it has no public static defaults()", e);
        }
    }
}
