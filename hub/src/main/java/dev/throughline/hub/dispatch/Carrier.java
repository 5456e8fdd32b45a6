package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.Capabilities.ObjectCapability;
import dev.throughline.connector.spi.SideBySide;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.dispatch.DispatchStage.Answered;
import dev.throughline.hub.dispatch.DispatchStage.Carried;
import dev.throughline.hub.translate.RecordMapper;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes claimed commands to their system: maps them, looks for what may have been sent before, and sends the rest in bulk, many side by side. */
final class Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    private final ConnectedSystems systems;
    private final RecordMapper mapper;
    private final InstantSource clock;

    Carrier(ConnectedSystems systems, RecordMapper mapper, InstantSource clock) {
        this.systems = systems;
        this.mapper = mapper;
        this.clock = clock;
    }

    private record Ready(CommandStore.Claimed claimed, ObjectType object, WriteItem item) {
        Answered answered(WriteResult result) {
            return new Answered(claimed, Optional.of(object), result);
        }
    }

    /** @param sendBy nothing is sent from then on */
    Carried carry(
            TenantId tenant,
            SystemConfig system,
            Writer writer,
            List<CommandStore.Claimed> claimed,
            Map<Ref<?>, String> ids,
            Instant sendBy) {
        int width = systems.concurrent(tenant, system.id());
        List<Answered> answers = new ArrayList<>();
        List<Ready> toSend = looked(writer, prepared(tenant, system, claimed, ids, answers), width, answers);
        if (!clock.instant().isBefore(sendBy)) {
            return new Carried(answers, toSend.stream().map(Ready::claimed).toList());
        }
        SideBySide.each(bulks(tenant, system, toSend), width, bulk -> write(writer, bulk))
                .forEach(answers::addAll);
        return new Carried(answers, List.of());
    }

    private List<Ready> prepared(
            TenantId tenant,
            SystemConfig system,
            List<CommandStore.Claimed> claimed,
            Map<Ref<?>, String> ids,
            List<Answered> answers) {
        List<Ready> ready = new ArrayList<>();
        for (CommandStore.Claimed one : claimed) {
            switch (mapper.outbound(tenant, system.id(), one.command(), one.key(), ids)) {
                case MappedCommand.Failed(var problems) -> {
                    var first = problems.getFirst();
                    answers.add(new Answered(
                            one,
                            Optional.empty(),
                            new WriteResult.Rejected(first.code(), first.sentence(), List.of())));
                }
                case MappedCommand.Produced(var object, var verb, var _)
                when !taken(tenant, system, object, verb) ->
                    answers.add(new Answered(one, Optional.empty(), notTaken(system, one, object, verb)));
                case MappedCommand.Produced(var object, var verb, var body) -> {
                    Optional<ExternalId> id = Optional.ofNullable(
                                    ids.get(one.command().subject()))
                            .or(() -> one.command().replaces().map(ids::get))
                            .map(ExternalId::new);
                    ready.add(new Ready(
                            one,
                            object,
                            new WriteItem(one.key(), WriteItem.Verb.valueOf(verb), id, Optional.empty(), body)));
                }
            }
        }
        return ready;
    }

    private boolean taken(TenantId tenant, SystemConfig system, ObjectType object, String verb) {
        return systems.capabilities(tenant, system.id())
                .object(object)
                .filter(o -> o.verbs().stream().anyMatch(v -> v.name().equals(verb)))
                .isPresent();
    }

    /** Told before it is sent: a connector that is asked for more than it declares would fail each time anew. */
    private static WriteResult notTaken(SystemConfig system, CommandStore.Claimed one, ObjectType object, String verb) {
        String name = one.command().getClass().getSimpleName();
        return new WriteResult.Rejected(
                "NOT_WRITABLE",
                "the mapping of %s says 'to: {object: %s, verb: %s}', which %s (kind '%s') does not take; correct the mapping in the workspace"
                        .formatted(name, object, verb, system.id(), system.kind()),
                List.of());
    }

    /** Those that are safe and needed to send; for all others the answer is known, or known to be uncertain. */
    private static List<Ready> looked(Writer writer, List<Ready> ready, int width, List<Answered> answers) {
        List<Ready> toSend = new ArrayList<>();
        List<Ready> sentBefore = new ArrayList<>();
        ready.forEach(r -> (r.claimed.maybeSent() || r.claimed.ticket().isPresent() ? sentBefore : toSend).add(r));
        List<Optional<WriteResult>> found = SideBySide.each(sentBefore, width, one -> asked(writer, one));
        for (int i = 0; i < found.size(); i++) {
            Ready one = sentBefore.get(i);
            found.get(i).ifPresentOrElse(r -> answers.add(one.answered(r)), () -> toSend.add(one));
        }
        return toSend;
    }

    private static Optional<WriteResult> asked(Writer writer, Ready one) {
        try {
            return ask(writer, one);
        } catch (RuntimeException bug) {
            LOG.error("the connector failed while looking for {} {}", one.object, one.claimed.key(), bug);
            return Optional.of(new WriteResult.Unknown("the connector failed: " + bug.getMessage()));
        }
    }

    /** Tickets are asked after, and what may have been sent is looked for; empty when it is surely not there. */
    private static Optional<WriteResult> ask(Writer writer, Ready one) {
        if (one.claimed.ticket().isPresent()) {
            return Optional.of(writer.poll(one.object, one.claimed.ticket().get()));
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

    /** One object type each, and no more than its connector takes in one call. */
    private List<List<Ready>> bulks(TenantId tenant, SystemConfig system, List<Ready> toSend) {
        Map<ObjectType, List<Ready>> byObject = new LinkedHashMap<>();
        toSend.forEach(
                r -> byObject.computeIfAbsent(r.object, o -> new ArrayList<>()).add(r));
        var capabilities = systems.capabilities(tenant, system.id());
        List<List<Ready>> bulks = new ArrayList<>();
        byObject.forEach((object, all) -> {
            int max = Math.max(
                    1,
                    capabilities.object(object).map(ObjectCapability::batchMax).orElse(1));
            for (int from = 0; from < all.size(); from += max) {
                bulks.add(all.subList(from, Math.min(all.size(), from + max)));
            }
        });
        return bulks;
    }

    private static List<Answered> write(Writer writer, List<Ready> bulk) {
        ObjectType object = bulk.getFirst().object;
        List<WriteResult> results;
        try {
            results = writer.write(object, bulk.stream().map(Ready::item).toList());
        } catch (RuntimeException bug) {
            LOG.error("the connector failed while writing {}", object, bug);
            results = bulk.stream()
                    .map(b -> (WriteResult) new WriteResult.Unknown("the connector failed: " + bug.getMessage()))
                    .toList();
        }
        List<Answered> answers = new ArrayList<>(bulk.size());
        for (int i = 0; i < bulk.size(); i++) {
            answers.add(bulk.get(i).answered(results.get(i)));
        }
        return answers;
    }
}
