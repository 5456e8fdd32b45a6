package dev.throughline.hub.decide;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.dispatch.CommandStore;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.Expense;
import dev.throughline.model.Milestone;
import dev.throughline.model.TenantId;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Process;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the next events of one partition, or such as are to be decided again, and commits what processes decide together with its own progress. */
public final class DecideStage {
    private static final Logger LOG = LoggerFactory.getLogger(DecideStage.class);
    private static final String STAGE = "decide";

    /** Held to the end of the transaction; the number is this stage's own. */
    private static final String BESIDE_OTHERS = "SELECT pg_advisory_xact_lock_shared(7470001)";

    private static final String ALONE = "SELECT pg_advisory_xact_lock(7470001)";

    /** Two names of one hash only wait for each other without need. Sorted by the hash, in which order the locks are taken. */
    private static final String TOGETHER = """
            SELECT pg_advisory_xact_lock(h.hash)
            FROM (SELECT DISTINCT hashtextextended(n.name, 7470002) AS hash FROM unnest(?) AS n(name) ORDER BY 1) h
            """;

    private final Transactions transactions;
    private final ConnectedSystems systems;
    private final Map<String, Process<?>> processes = new LinkedHashMap<>();
    private final Policies policies;
    private final DecideWriter writer;
    private final InstantSource clock;
    private final int batch;
    private final BiConsumer<TenantId, String> commanded;

    /** @param commanded told, after the commit, of each system for which commands were written */
    public DecideStage(
            Transactions transactions,
            ConnectedSystems systems,
            List<Process<?>> processes,
            Policies policies,
            EventLog events,
            InstantSource clock,
            int batch,
            BiConsumer<TenantId, String> commanded) {
        this.transactions = transactions;
        this.systems = systems;
        processes.forEach(p -> this.processes.put(p.type(), p));
        this.policies = policies;
        this.writer = new DecideWriter(events);
        this.clock = clock;
        this.batch = batch;
        this.commanded = commanded;
    }

    /** New events and such as are to be decided again take turns, so that a long replay holds up nobody. @return false when there was nothing to do */
    public boolean batch() {
        boolean worked = turn(this::fresh);
        return turn(this::again) || worked;
    }

    private boolean turn(Supply supply) {
        try {
            return committed(c -> {
                Sql.query(c, BESIDE_OTHERS, row -> true);
                return step(c, supply, batch);
            });
        } catch (Transactions.Again begunElsewhere) {
            return alone(supply);
        } catch (StorageException outage) {
            if (outage.outage()) {
                throw outage;
            }
            LOG.warn("a batch of events failed, taking them one by one: {}", outage.getMessage());
        } catch (RuntimeException poison) {
            LOG.warn("a batch of events failed, taking them one by one", poison);
        }
        return oneByOne(supply);
    }

    /** Batches that go on beginning the same instances at once would starve each other: one of them goes through while no other is decided. */
    private boolean alone(Supply supply) {
        return committed(c -> {
            Sql.query(c, ALONE, row -> true);
            return step(c, supply, batch);
        });
    }

    /** Dispatchers are woken when their commands are there to be seen, and only those who have some. */
    private boolean committed(Transactions.Work<Optional<Written>> work) {
        Optional<Written> written = transactions.run(work);
        written.ifPresent(
                w -> w.systems.forEach((tenant, systems) -> systems.forEach(s -> commanded.accept(tenant, s))));
        return written.isPresent();
    }

    /** @param systems for which a step has written commands */
    private record Written(Map<TenantId, Set<String>> systems) {}

    /** Takes the next events in hand until the transaction ends. */
    private interface Supply {
        Optional<Taking> take(Connection connection, int limit) throws SQLException;
    }

    /** @param done notes that they are dealt with */
    private record Taking(List<EventLog.Logged> events, boolean again, Done done) {
        List<Position> positions() {
            return events.stream().map(EventLog.Logged::position).toList();
        }
    }

    private interface Done {
        void note(Connection connection) throws SQLException;
    }

    private Optional<Taking> fresh(Connection connection, int limit) throws SQLException {
        Map<Logs.Claim, Portion> taken = new LinkedHashMap<>();
        for (Logs.Claim claim : Logs.claim(connection, Logs.EVENT, STAGE, limit)) {
            taken.put(claim, EventLog.read(connection, claim.partition(), claim.doneSeq(), claim.lastSeq(), limit));
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Workload.fit(connection, taken);
        List<EventLog.Logged> events =
                taken.values().stream().flatMap(p -> p.events().stream()).toList();
        return Optional.of(new Taking(events, false, c -> {
            for (var one : taken.entrySet()) {
                advance(c, one.getKey(), one.getValue());
            }
        }));
    }

    private Optional<Taking> again(Connection connection, int limit) throws SQLException {
        return Redecision.take(connection, limit).map(taken -> new Taking(taken.events(), true, c -> {}));
    }

    private static void advance(Connection connection, Logs.Claim claim, Portion decided) throws SQLException {
        if (decided.all()) {
            Logs.advance(connection, STAGE, claim.partition(), claim.lastSeq());
        } else if (!decided.isEmpty()) {
            Logs.advance(
                    connection,
                    STAGE,
                    claim.partition(),
                    decided.events().getLast().position().seq());
        }
    }

    private boolean oneByOne(Supply supply) {
        boolean worked = false;
        for (int i = 0; i < batch; i++) {
            if (!one(supply)) {
                return worked;
            }
            worked = true;
        }
        return worked;
    }

    private boolean one(Supply supply) {
        List<Position> inHand = new ArrayList<>();
        try {
            return committed(c -> {
                Optional<Taking> portion = supply.take(c, 1);
                inHand.clear();
                portion.map(Taking::positions).ifPresent(inHand::addAll);
                return decided(c, portion);
            });
        } catch (Transactions.Again begunElsewhere) {
            return alone(supply);
        } catch (StorageException outage) {
            if (outage.outage()) {
                throw outage;
            }
            return putAside(supply, inHand, outage);
        } catch (RuntimeException poison) {
            return putAside(supply, inHand, poison);
        }
    }

    /** What another worker took up meanwhile is that one's to judge: an event in good health must not be put aside in place of the bad one. */
    private boolean putAside(Supply supply, List<Position> inHand, RuntimeException poison) {
        LOG.error("an event cannot be decided and is put aside as dead", poison);
        String why = String.valueOf(poison.getMessage());
        return transactions.run(c -> {
            Optional<Taking> portion = supply.take(c, 1);
            if (portion.isPresent() && portion.get().positions().equals(inHand)) {
                writer.dead(c, portion.get().events(), why, clock.instant());
                portion.get().done().note(c);
            } else {
                c.rollback(); // what was taken is given back, and comes again
            }
            return true;
        });
    }

    /** @return empty when there was nothing to do */
    private Optional<Written> step(Connection connection, Supply supply, int limit) throws SQLException {
        return decided(connection, supply.take(connection, limit));
    }

    private Optional<Written> decided(Connection connection, Optional<Taking> taken) throws SQLException {
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Taking portion = taken.get();
        Map<TenantId, Set<String>> commanded = new LinkedHashMap<>();
        for (var entry : byTenant(portion.events()).entrySet()) {
            commanded.put(entry.getKey(), decide(connection, entry.getKey(), entry.getValue(), portion.again()));
        }
        portion.done().note(connection);
        return Optional.of(new Written(commanded));
    }

    private static Map<TenantId, List<EventLog.Logged>> byTenant(List<EventLog.Logged> events) {
        Map<TenantId, List<EventLog.Logged>> byTenant = new LinkedHashMap<>();
        events.forEach(e ->
                byTenant.computeIfAbsent(e.tenant(), t -> new ArrayList<>()).add(e));
        return byTenant;
    }

    private Set<String> decide(Connection connection, TenantId tenant, List<EventLog.Logged> events, boolean again)
            throws SQLException {
        if (!again) {
            return decide(connection, tenant, events, Deciding.Telling.ALL);
        }
        List<EventLog.Logged> afresh = Afresh.of(connection, tenant, events, clock.instant());
        Set<String> commanded = decide(connection, tenant, afresh, Deciding.Telling.WHAT_CHANGED);
        writer.mended(connection, tenant, afresh, clock.instant());
        return commanded;
    }

    /** @return the systems for which commands were written */
    private Set<String> decide(
            Connection connection, TenantId tenant, List<EventLog.Logged> events, Deciding.Telling telling)
            throws SQLException {
        var facts = new HubFacts(connection, tenant, systems, policies);
        facts.prefetch(subjects(events));
        facts.prefetchLines(sources(events));
        List<EventLog.Logged> single = events.stream().filter(e -> !inBulk(e)).toList();
        facts.gather(single, e -> concerned(List.of(e), facts));
        Map<EventLog.Logged, List<Instances.Key>> concerned = concerned(events, facts);
        Set<Instances.Key> keys = new LinkedHashSet<>();
        concerned.values().forEach(keys::addAll);
        var held = Instances.lock(connection, tenant, keys, processes);
        together(connection, tenant, keys, facts);
        var deciding = new Deciding(tenant, systems, facts, telling, clock.instant());
        facts.gather(single, e -> deciding.ask(e, concerned.getOrDefault(e, List.of()), held, processes));
        Effects effects = deciding.run(events, concerned, held, processes);
        Instances.save(connection, tenant, held.values(), clock.instant());
        writer.write(connection, tenant, effects, clock.instant());
        return effects.commands.stream().map(CommandStore.NewCommand::system).collect(Collectors.toSet());
    }

    /** After the instances, so that every transaction takes its locks in one order; before the ledger is read, so that it is read as the others have left it. */
    private void together(Connection connection, TenantId tenant, Set<Instances.Key> keys, HubFacts facts)
            throws SQLException {
        facts.gather(keys, key -> processes.get(key.type()).together(key.key(), facts));
        Set<String> shared = new TreeSet<>();
        for (Instances.Key key : keys) {
            processes
                    .get(key.type())
                    .together(key.key(), facts)
                    .forEach(name -> shared.add(tenant.value() + "|" + key.type() + "|" + name));
        }
        if (!shared.isEmpty()) {
            Sql.query(connection, TOGETHER, row -> true, Sql.texts(shared, s -> s));
        }
    }

    private Map<EventLog.Logged, List<Instances.Key>> concerned(List<EventLog.Logged> events, HubFacts facts) {
        // By identity: the hash of an event is that of everything in it.
        Map<EventLog.Logged, List<Instances.Key>> concerned = new IdentityHashMap<>();
        for (EventLog.Logged logged : events) {
            List<Instances.Key> keys = new ArrayList<>();
            for (Process<?> process : processes.values()) {
                process.concernedBy(logged.event(), facts).forEach(k -> keys.add(new Instances.Key(process.type(), k)));
            }
            concerned.put(logged, keys);
        }
        return concerned;
    }

    private static Set<String> subjects(List<EventLog.Logged> events) {
        Set<String> ids = new LinkedHashSet<>();
        for (EventLog.Logged logged : events) {
            switch (logged.event()) {
                case CanonicalEvent.ObjectChanged e -> {
                    e.after()
                            .or(e::before)
                            .ifPresent(o -> dev.throughline.mapping.CanonicalJson.references(o)
                                    .forEach(r -> ids.add(r.id())));
                    if (!inBulk(e)) {
                        ids.add(e.ref().id());
                    }
                }
                case CanonicalEvent.CommandSettled e -> {
                    ids.add(e.command().subject().id());
                    ids.addAll(billed(e));
                }
                case CanonicalEvent.TimerFired e -> ids.add(e.processKey());
                case CanonicalEvent.Asked _ -> ids.add(EventLog.subject(logged.event()));
            }
        }
        return ids;
    }

    private static Set<String> sources(List<EventLog.Logged> events) {
        Set<String> ids = new LinkedHashSet<>();
        for (EventLog.Logged logged : events) {
            if (logged.event() instanceof CanonicalEvent.ObjectChanged e && inBulk(e)) {
                ids.add(e.ref().id());
            } else if (logged.event() instanceof CanonicalEvent.CommandSettled e) {
                ids.addAll(billed(e));
            }
        }
        return ids;
    }

    /** The work on an invoice that was answered: each of it moves in the ledger, and is compared with what delivery says by now. */
    private static List<String> billed(CanonicalEvent.CommandSettled event) {
        List<Command.InvoiceLine> lines = switch (event.command()) {
            case Command.PostInvoice invoice -> invoice.lines();
            case Command.IssueCreditMemo memo -> memo.lines();
            default -> List.of();
        };
        return lines.stream()
                .flatMap(line -> line.sources().stream())
                .map(source -> source.ref().id())
                .toList();
    }

    /** What a mass of work asks for is the same few things over and over: asking in advance would cost more than it saves. */
    private static boolean inBulk(EventLog.Logged logged) {
        return logged.event() instanceof CanonicalEvent.ObjectChanged e && inBulk(e);
    }

    /** Work that comes in masses: the event itself carries its state, and what the ledger holds of it is fetched in one statement. */
    private static boolean inBulk(CanonicalEvent.ObjectChanged event) {
        return event.after()
                .or(event::before)
                .filter(o -> o instanceof TimeEntry
                        || o instanceof Expense
                        || o instanceof Milestone
                        || o instanceof UsageRecord)
                .isPresent();
    }
}
