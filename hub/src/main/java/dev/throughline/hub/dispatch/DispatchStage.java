package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.CrossReferences;
import dev.throughline.hub.translate.RecordMapper;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries the commands of one system: takes the heads of many streams under a lease, has them carried side by side, and settles all answers under the lease's fence
 * in one transaction. No transaction is open while a vendor is asked. Thread-safe: several workers may carry for one system, each its own streams.
 */
public final class DispatchStage {
    private final Transactions transactions;
    private final ConnectedSystems systems;
    private final Carrier carrier;
    private final SettleWriter settle;
    private final Circuit circuit;
    private final Pace pace;
    private final InstantSource clock;
    private final Duration lease;
    private final Runnable settled;

    public DispatchStage(
            Transactions transactions,
            ConnectedSystems systems,
            RecordMapper mapper,
            SettleWriter settle,
            Circuit circuit,
            InstantSource clock,
            Duration lease,
            Runnable settled) {
        this.transactions = transactions;
        this.systems = systems;
        this.carrier = new Carrier(systems, mapper, clock);
        this.settle = settle;
        this.circuit = circuit;
        this.pace = new Pace(lease);
        this.clock = clock;
        this.lease = lease;
        this.settled = settled;
    }

    /** @return false when there was nothing to do */
    public boolean batch(TenantId tenant, SystemConfig system) {
        Instant began = clock.instant();
        if (circuit.open(tenant, system.id(), began)) {
            return false;
        }
        Batch batch = transactions.run(c -> claim(c, tenant, system, began));
        if (batch.claimed.isEmpty()) {
            return false;
        }
        Optional<Writer> writer = systems.connector(tenant, system.id()).flatMap(Connector::writer);
        if (writer.isEmpty()) {
            transactions.run(c -> settle.unwritable(c, tenant, system, batch.claimed));
            return true;
        }
        // Half the lease is for the answers: what has not been sent by then is left for another time.
        Carried carried =
                carrier.carry(tenant, system, writer.get(), batch.claimed, batch.ids, began.plus(lease.dividedBy(2)));
        transactions.run(c -> settle.settle(c, tenant, system, carried));
        Instant now = clock.instant();
        pace.note(tenant, system.id(), batch.claimed.size(), Duration.between(began, now));
        circuit.note(
                tenant,
                system.id(),
                carried.answers().stream().map(Answered::result).toList(),
                now);
        settled.run();
        return true;
    }

    /** @param object the vendor's object type; empty when the command could not even be mapped */
    record Answered(CommandStore.Claimed claimed, Optional<ObjectType> object, WriteResult result) {}

    /** @param unsent surely not sent by this claim, since its time was up */
    record Carried(List<Answered> answers, List<CommandStore.Claimed> unsent) {}

    private record Batch(List<CommandStore.Claimed> claimed, Map<Ref<?>, String> ids) {}

    private Batch claim(Connection connection, TenantId tenant, SystemConfig system, Instant now) throws SQLException {
        List<CommandStore.Claimed> claimed = CommandStore.claim(
                connection, tenant, system.id().value(), now, now.plus(lease), pace.take(tenant, system.id()));
        return new Batch(claimed, externalIds(connection, tenant, system, claimed));
    }

    private static Map<Ref<?>, String> externalIds(
            Connection connection, TenantId tenant, SystemConfig system, List<CommandStore.Claimed> claimed)
            throws SQLException {
        Set<Ref<?>> refs = new LinkedHashSet<>();
        claimed.forEach(c -> refs.addAll(CanonicalJson.references(c.command())));
        if (refs.isEmpty()) {
            return Map.of();
        }
        Map<String, String> found = CrossReferences.externalIds(
                connection,
                tenant,
                system.id().value(),
                refs.stream().map(Ref::id).toList());
        Map<Ref<?>, String> ids = new HashMap<>();
        refs.forEach(r -> {
            String id = found.get(r.id());
            if (id != null) {
                ids.put(r, id);
            }
        });
        return ids;
    }
}
