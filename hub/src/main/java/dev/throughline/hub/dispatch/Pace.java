package dev.throughline.hub.dispatch;

import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many commands of a system are taken at once: as many as are surely answered well within the lease, judged by how long the last ones took. A slow system's
 * commands would else still be waiting for their turn when another node takes them for a dead one's. Thread-safe.
 */
final class Pace {
    private static final int FIRST = 50;
    private static final int MOST = 200;

    private final long nanosAllowed;
    private final Map<String, Integer> takes = new ConcurrentHashMap<>();

    Pace(Duration lease) {
        nanosAllowed = lease.dividedBy(4).toNanos();
    }

    int take(TenantId tenant, SystemId system) {
        return takes.getOrDefault(key(tenant, system), FIRST);
    }

    void note(TenantId tenant, SystemId system, int commands, Duration took) {
        long each = Math.max(1, took.toNanos() / Math.max(1, commands));
        // One quick answer says little about many: growth is by doubling.
        takes.compute(key(tenant, system), (k, before) ->
                (int) Math.clamp(nanosAllowed / each, 1, Math.min(MOST, 2 * (before == null ? FIRST : before))));
    }

    private static String key(TenantId tenant, SystemId system) {
        return tenant + "|" + system;
    }
}
