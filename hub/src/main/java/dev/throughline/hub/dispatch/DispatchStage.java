package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.CrossReferences;
import dev.throughline.hub.translate.RecordMapper;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the commands of one system. What is taken is leased; what may have been sent before is looked for first; answers are settled under the lease's fence. No
 * transaction is open while a vendor is asked.
 */
public final class DispatchStage {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchStage.class);
    private static final int TAKE = 200;

    private final Transactions transactions;
    private final ConnectedSystems systems;
    private final RecordMapper mapper;
    private final SettleWriter settle;
    private final Circuit circuit;
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
        this.mapper = mapper;
        this.settle = settle;
        this.circuit = circuit;
        this.clock = clock;
        this.lease = lease;
        this.settled = settled;
    }

    /** @return false when there was nothing to do */
    public boolean batch(TenantId tenant, SystemConfig system) {
        if (circuit.open(tenant, system.id(), clock.instant())) {
            return false;
        }
        Optional<Writer> writer = systems.connector(tenant, system.id()).flatMap(Connector::writer);
        if (writer.isEmpty()) {
            return false;
        }
        List<CommandStore.Claimed> claimed = transactions.run(c -> claim(c, tenant, system));
        if (claimed.isEmpty()) {
            return false;
        }
        List<Answered> answers = carry(tenant, system, writer.get(), claimed);
        transactions.run(c -> settle.settle(c, tenant, system, answers));
        circuit.note(tenant, system.id(), answers.stream().map(Answered::result).toList(), clock.instant());
        settled.run();
        return true;
    }

    /** @param object the vendor's object type; empty when the command could not even be mapped */
    record Answered(CommandStore.Claimed claimed, Optional<ObjectType> object, WriteResult result) {}

    private record Ready(CommandStore.Claimed claimed, ObjectType object, WriteItem item) {}

    private List<CommandStore.Claimed> claim(Connection connection, TenantId tenant, SystemConfig system)
            throws SQLException {
        Instant now = clock.instant();
        if (Circuit.paused(connection, tenant, system.id())) {
            return List.of();
        }
        return CommandStore.claim(connection, tenant, system.id().value(), now, now.plus(lease), TAKE);
    }

    private List<Answered> carry(
            TenantId tenant, SystemConfig system, Writer writer, List<CommandStore.Claimed> claimed) {
        List<Answered> answers = new ArrayList<>();
        List<Ready> ready = new ArrayList<>();
        Map<Ref<?>, String> ids = transactions.run(c -> externalIds(c, tenant, system, claimed));
        for (CommandStore.Claimed one : claimed) {
            prepare(tenant, system, one, ids, answers, ready);
        }
        List<Ready> toSend = new ArrayList<>();
        for (Ready one : ready) {
            Optional<WriteResult> known = askFirst(writer, one);
            known.ifPresentOrElse(
                    r -> answers.add(new Answered(one.claimed, Optional.of(one.object), r)), () -> toSend.add(one));
        }
        send(tenant, system, writer, toSend, answers);
        return answers;
    }

    private void prepare(
            TenantId tenant,
            SystemConfig system,
            CommandStore.Claimed one,
            Map<Ref<?>, String> ids,
            List<Answered> answers,
            List<Ready> ready) {
        switch (mapper.outbound(tenant, system.id(), one.command(), one.key(), ids)) {
            case MappedCommand.Failed(var problems) -> {
                var first = problems.getFirst();
                answers.add(new Answered(
                        one, Optional.empty(), new WriteResult.Rejected(first.code(), first.sentence(), List.of())));
            }
            case MappedCommand.Produced(var object, var verb, var body) -> {
                Optional<ExternalId> id =
                        Optional.ofNullable(ids.get(one.command().subject())).map(ExternalId::new);
                ready.add(new Ready(
                        one,
                        object,
                        new WriteItem(one.key(), WriteItem.Verb.valueOf(verb), id, Optional.empty(), body)));
            }
        }
    }

    private static Map<Ref<?>, String> externalIds(
            Connection connection, TenantId tenant, SystemConfig system, List<CommandStore.Claimed> claimed)
            throws SQLException {
        Set<Ref<?>> refs = new LinkedHashSet<>();
        claimed.forEach(c -> refs.addAll(CanonicalJson.references(c.command())));
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

    /** Tickets are asked after, and what may have been sent is looked for; empty when it is safe and needed to send. */
    private static Optional<WriteResult> askFirst(Writer writer, Ready one) {
        if (one.claimed.ticket().isPresent()) {
            return Optional.of(writer.poll(one.object, one.claimed.ticket().get()));
        }
        if (!one.claimed.maybeSent()) {
            return Optional.empty();
        }
        return switch (writer.find(one.object, one.item)) {
            case Writer.Sought.Found(var id, var version, var record) ->
                Optional.of(new WriteResult.Applied(id, version, record));
            case Writer.Sought.Absent() -> Optional.empty();
            // Not knowing is not leave to write: the command stays uncertain until the system has answered.
            case Writer.Sought.Failed(var trouble) ->
                Optional.of(new WriteResult.Unknown("asked whether it was there: " + trouble.says()));
        };
    }

    private void send(TenantId tenant, SystemConfig system, Writer writer, List<Ready> toSend, List<Answered> answers) {
        Map<ObjectType, List<Ready>> byObject = new LinkedHashMap<>();
        toSend.forEach(
                r -> byObject.computeIfAbsent(r.object, o -> new ArrayList<>()).add(r));
        for (var group : byObject.entrySet()) {
            int max = Math.max(
                    1,
                    systems.capabilities(tenant, system.id())
                            .object(group.getKey())
                            .map(o -> o.batchMax())
                            .orElse(1));
            List<Ready> all = group.getValue();
            for (int from = 0; from < all.size(); from += max) {
                answers.addAll(write(writer, group.getKey(), all.subList(from, Math.min(all.size(), from + max))));
            }
        }
    }

    private static List<Answered> write(Writer writer, ObjectType object, List<Ready> batch) {
        List<WriteResult> results;
        try {
            results = writer.write(object, batch.stream().map(Ready::item).toList());
        } catch (RuntimeException bug) {
            LOG.error("the connector failed while writing {}", object, bug);
            results = batch.stream()
                    .map(b -> (WriteResult) new WriteResult.Unknown("the connector failed: " + bug.getMessage()))
                    .toList();
        }
        List<Answered> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            answers.add(new Answered(batch.get(i).claimed, Optional.of(object), results.get(i)));
        }
        return answers;
    }
}
