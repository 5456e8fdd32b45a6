package dev.throughline.hub.decide;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.dispatch.CommandStore;
import dev.throughline.hub.ledger.LedgerWriter;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Process;
import dev.throughline.processes.ledger.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One batch of events of one tenant, given to the instances that they concern, in order. */
final class Deciding {
    private static final String HUB = "throughline";

    private final TenantId tenant;
    private final ConnectedSystems systems;
    private final HubFacts facts;
    private final Telling telling;
    private final Instant now;
    private final Effects effects = new Effects();

    /** Of which decisions it is told why. */
    enum Telling {
        ALL,
        /** Those alone that moved something: an event that is decided again, to the same end, is no news. */
        WHAT_CHANGED
    }

    Deciding(TenantId tenant, ConnectedSystems systems, HubFacts facts, Telling telling, Instant now) {
        this.tenant = tenant;
        this.systems = systems;
        this.facts = facts;
        this.telling = telling;
        this.now = now;
    }

    Effects run(
            List<EventLog.Logged> events,
            Map<EventLog.Logged, List<Instances.Key>> concerned,
            Map<Instances.Key, Instances.Held> held,
            Map<String, Process<?>> processes) {
        for (EventLog.Logged logged : events) {
            for (Instances.Key key : concerned.getOrDefault(logged, List.of())) {
                Instances.Held instance = held.computeIfAbsent(
                        key,
                        k -> new Instances.Held(
                                k,
                                false,
                                logged.event().header().correlationId(),
                                processes.get(k.type()).initial(k.key())));
                decide(processes.get(key.type()), instance, logged.event());
            }
        }
        return effects;
    }

    /** Decides an event by itself and keeps nothing of it: only for what the processes ask the facts meanwhile. */
    void ask(
            EventLog.Logged logged,
            List<Instances.Key> concerned,
            Map<Instances.Key, Instances.Held> held,
            Map<String, Process<?>> processes) {
        for (Instances.Key key : concerned) {
            ask(processes.get(key.type()), key, Optional.ofNullable(held.get(key)), logged.event());
        }
    }

    @SuppressWarnings("unchecked")
    private <S> void ask(
            Process<S> process, Instances.Key key, Optional<Instances.Held> instance, CanonicalEvent event) {
        S state = instance.map(i -> (S) i.state).orElseGet(() -> process.initial(key.key()));
        process.decide(key.key(), state, event, facts)
                .stores()
                .forEach(store -> facts.row(store.ref().id()));
    }

    @SuppressWarnings("unchecked")
    private <S> void decide(Process<S> process, Instances.Held instance, CanonicalEvent event) {
        Decision<S> decision = process.decide(instance.key.key(), (S) instance.state, event, facts);
        boolean moved = !decision.state().equals(instance.state);
        if (moved || !instance.stored) {
            instance.state = decision.state();
            instance.touched = true;
        }
        decision.stores().forEach(s -> store(s, instance, event));
        post(instance, event, decision.postings());
        decision.resolved().forEach(r -> effects.desk.add(new Effects.Closed(instance.key, r)));
        decision.problems().forEach(p -> effects.desk.add(new Effects.Raised(instance.key, p, instance.correlationId)));
        decision.commands().forEach(c -> send(instance, c, event));
        decision.timers().forEach(t -> effects.timers.add(new Effects.Woken(instance.key, t)));
        explain(instance, event, decision, moved);
    }

    private void post(Instances.Held instance, CanonicalEvent event, List<Posting> postings) {
        if (postings.isEmpty()) {
            return;
        }
        List<LedgerWriter.Entry> entries = effects.postings.computeIfAbsent(instance.key, k -> new ArrayList<>());
        postings.forEach(p -> entries.add(new LedgerWriter.Entry(event.header().id(), p)));
        facts.posted(postings);
    }

    private void send(Instances.Held instance, Decision.Send send, CanonicalEvent because) {
        Command command = send.command();
        Optional<String> entity = command.legalEntity().flatMap(facts::get).map(LegalEntity::code);
        Optional<String> system =
                systems.route(tenant, command.target(), entity).map(c -> c.id().value());
        var key =
                CommandStore.key(tenant, instance.key.type(), instance.key.key(), send.step() + "@" + command.target());
        if (system.isEmpty()) {
            effects.events.add(noRoute(instance, send, key, entity, because));
            return;
        }
        effects.commands.add(new CommandStore.NewCommand(
                key,
                instance.key.type(),
                instance.key.key(),
                send.step(),
                command,
                system.get(),
                urgency(command),
                instance.correlationId));
    }

    /** To the process it is a refusal like any other: it raises its problem, holds what depends on it, and sends again when asked to. */
    private static CanonicalEvent noRoute(
            Instances.Held instance,
            Decision.Send send,
            IdempotencyKey key,
            Optional<String> entity,
            CanonicalEvent because) {
        Role role = send.command().target();
        String says = "no %s is connected for legal entity %s; add a system of role %s that serves it to the workspace"
                .formatted(role, entity.orElse("(none)"), role);
        return new CanonicalEvent.CommandSettled(
                new CanonicalEvent.Header("cmd:" + key + "#0", because.header().at(), instance.correlationId),
                key,
                instance.key.type(),
                instance.key.key(),
                send.step(),
                send.command(),
                new CanonicalEvent.Outcome.Refused(
                        new SystemId(role.name().toLowerCase(Locale.ROOT)), "NO_SYSTEM_FOR_ROLE", says, List.of()));
    }

    /** What people wait for goes before what only has to be right by tonight. */
    private static short urgency(Command command) {
        return switch (command) {
            case Command.EnsureCustomer _, Command.CreateProject _, Command.ReportCreditHold _ -> 1;
            case Command.ReportProject _,
                    Command.EnsureErpProject _,
                    Command.ActivateContract _,
                    Command.ChangeProject _,
                    Command.ChangeContract _,
                    Command.ReviseForecast _,
                    Command.ReportChange _,
                    Command.SetProjectStage _,
                    Command.SetOrderStage _,
                    Command.EnsureResource _ -> 3;
            case Command.EnsureItem _, Command.PublishCostRate _, Command.PublishAbsence _ -> 4;
            case Command.PostInvoice _, Command.IssueCreditMemo _, Command.PostIntercompany _ -> 5;
            case Command.ReportInvoice _, Command.ReportRevenue _, Command.ReportMargin _ -> 6;
        };
    }

    /** An object that the hub itself owns gets its next state, and everybody hears of it. */
    private void store(Decision.Store store, Instances.Held instance, CanonicalEvent event) {
        String id = store.ref().id();
        CanonicalType type = CanonicalType.of(store.object().getClass());
        Optional<ObjectStore.Row> known =
                Optional.ofNullable(effects.rows.get(id)).or(() -> facts.row(id));
        Map<String, Object> body = CanonicalJson.toMap((Record) store.object());
        if (known.isPresent() && known.get().body().equals(body) && !known.get().deleted()) {
            return;
        }
        if (known.isEmpty()) {
            effects.fresh.add(id);
        }
        Map<String, Object> writtenBy =
                new LinkedHashMap<>(known.map(ObjectStore.Row::writtenBy).orElse(Map.of()));
        Set<String> changed = changed(known.map(ObjectStore.Row::body).orElse(Map.of()), body);
        changed.forEach(a -> writtenBy.put(a, HUB));
        var row = new ObjectStore.Row(
                id,
                type,
                known.map(ObjectStore.Row::version).orElse(0L) + 1,
                false,
                true,
                body,
                writtenBy,
                instance.correlationId);
        effects.rows.put(id, row);
        Optional<CanonicalObject> before =
                known.filter(k -> k.complete() && !k.deleted()).flatMap(k -> facts.object(id));
        facts.stored(row);
        var header =
                new CanonicalEvent.Header(event.header().id() + ">" + instance.key.path(), now, instance.correlationId);
        effects.events.add(new CanonicalEvent.ObjectChanged(
                header, type, new Ref<>(id), before, Optional.of(store.object()), changed, new SystemId(HUB)));
    }

    private static Set<String> changed(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(n -> !java.util.Objects.equals(before.get(n), after.get(n)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Postings explain themselves in the ledger; everything else that moved an instance, or was let pass on purpose, is told here. */
    private <S> void explain(Instances.Held instance, CanonicalEvent event, Decision<S> decision, boolean moved) {
        boolean acted = !decision.commands().isEmpty()
                || !decision.problems().isEmpty()
                || !decision.resolved().isEmpty()
                || !decision.stores().isEmpty();
        boolean silent = telling == Telling.WHAT_CHANGED
                || decision.because().isEmpty()
                || event instanceof CanonicalEvent.ObjectChanged;
        if (!moved && !acted && silent) {
            return;
        }
        List<String> did = new ArrayList<>();
        decision.stores().forEach(s -> did.add("wrote " + s.ref().id()));
        decision.commands()
                .forEach(c -> did.add("sent " + c.command().getClass().getSimpleName()));
        decision.problems().forEach(p -> did.add("raised " + p.code()));
        decision.resolved().forEach(r -> did.add("closed " + (r.code().isEmpty() ? "all" : r.code())));
        if (!decision.postings().isEmpty()) {
            did.add("posted " + decision.postings().size());
        }
        effects.explained.add(new Effects.Explained(
                instance.key,
                event,
                instance.stateName(),
                decision.because(),
                String.join(", ", did),
                instance.correlationId));
    }
}
