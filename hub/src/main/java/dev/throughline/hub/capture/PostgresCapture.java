package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The doors on PostgreSQL. */
public final class PostgresCapture implements Capture, AutoCloseable {
    private final Systems systems;
    private final InstantSource clock;
    private final GroupCommit door;

    /** @param committed called after each commit that may have brought work for the next stage */
    public PostgresCapture(
            Transactions transactions, Systems systems, InstantSource clock, int partitions, Runnable committed) {
        this.systems = systems;
        this.clock = clock;
        this.door = new GroupCommit(transactions, new CaptureWriter(partitions), committed);
    }

    @Override
    public List<Receipt> accept(TenantId tenant, SystemId system, Via via, List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        requireKnown(tenant, system);
        Instant now = clock.instant();
        return door.accept(changes.stream()
                .map(c -> CaptureWriter.Incoming.of(tenant, system, via, c, now))
                .toList());
    }

    @Override
    public Webhooks.Outcome webhook(TenantId tenant, SystemId system, Webhooks.Request request) {
        requireKnown(tenant, system);
        Webhooks webhooks = systems.connector(tenant, system)
                .flatMap(c -> c.webhooks())
                .orElseThrow(() -> new UnknownSystem("system '%s' takes no webhooks".formatted(system)));
        Webhooks.Outcome outcome = webhooks.receive(request);
        if (outcome instanceof Webhooks.Outcome.Accepted accepted) {
            accept(tenant, system, Via.WEBHOOK, accepted.changes());
        }
        return outcome;
    }

    private void requireKnown(TenantId tenant, SystemId system) {
        if (systems.connector(tenant, system).isEmpty()) {
            throw new UnknownSystem("tenant '%s' has no system '%s'; it has %s"
                    .formatted(
                            tenant,
                            system,
                            systems.of(tenant).stream().map(c -> c.id()).toList()));
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
