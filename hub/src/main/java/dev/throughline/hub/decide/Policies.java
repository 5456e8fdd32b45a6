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
import java.util.concurrent.ConcurrentHashMap;

/** Each tenant's policies as typed records: its workspace's values laid over the record's own {@code defaults()}; and how far its workflows may go. Thread-safe. */
public final class Policies {
    private final Map<TenantId, Map<String, Map<String, Object>>> stated = new HashMap<>();
    private final Map<TenantId, Map<String, WorkflowMode>> modes = new HashMap<>();
    private final Map<String, Record> built = new ConcurrentHashMap<>();

    public Policies(List<Workspace> workspaces) {
        workspaces.forEach(w -> stated.put(w.tenant(), w.policies()));
        workspaces.forEach(w -> modes.put(w.tenant(), w.workflows()));
    }

    /** Live, where the workspace says nothing. */
    public WorkflowMode mode(TenantId tenant, String workflow) {
        return modes.getOrDefault(tenant, Map.of()).getOrDefault(workflow, WorkflowMode.LIVE);
    }

    public <P extends Record> P of(TenantId tenant, Class<P> kind) {
        return kind.cast(built.computeIfAbsent(tenant + "|" + kind.getName(), k -> build(tenant, kind)));
    }

    /** @throws IllegalArgumentException naming policy and attribute when the workspace states what cannot be */
    private <P extends Record> P build(TenantId tenant, Class<P> kind) {
        Map<String, Object> wished = stated.getOrDefault(tenant, Map.of()).getOrDefault(kind.getSimpleName(), Map.of());
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
