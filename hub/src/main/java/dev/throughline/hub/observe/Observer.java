package dev.throughline.hub.observe;

import dev.throughline.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hub knows of itself, cheap enough to be asked every few seconds. */
public interface Observer {
    Overview overview(TenantId tenant);

    List<SystemHealth> systems(TenantId tenant);

    void pause(TenantId tenant, String system, String by, String reason);

    void resume(TenantId tenant, String system, String by);

    /**
     * @param fates            changes by how they ended
     * @param waitingToTranslate captured, not translated yet; @param waitingToDecide events not decided yet
     * @param commands         by state
     * @param instances        process type to state name to count
     * @param openExceptions   by owner
     */
    record Overview(
            Map<String, Long> fates,
            long captured,
            long waitingToTranslate,
            long waitingToDecide,
            Map<String, Long> commands,
            Map<String, Map<String, Long>> instances,
            Map<String, Long> openExceptions) {}

    /** @param lastRead newest successful read of any source of it; @param circuitOpenUntil set while calls are held back */
    record SystemHealth(
            String system,
            String kind,
            String role,
            String health,
            String says,
            boolean paused,
            Optional<Instant> lastRead,
            Optional<Instant> circuitOpenUntil,
            long openCommands,
            long oldestOpenSeconds,
            Map<String, String> cursors) {}
}
