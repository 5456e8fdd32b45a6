package dev.throughline.hub;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.StageWorkers.Rhythm;
import dev.throughline.hub.audit.Audit;
import dev.throughline.hub.audit.PostgresAudit;
import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.capture.CaptureWriter;
import dev.throughline.hub.capture.Poller;
import dev.throughline.hub.capture.PostgresCapture;
import dev.throughline.hub.capture.StreamKeeper;
import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.decide.DecideStage;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.dispatch.Circuit;
import dev.throughline.hub.dispatch.DispatchStage;
import dev.throughline.hub.dispatch.SettleWriter;
import dev.throughline.hub.outlook.Outlook;
import dev.throughline.hub.shadow.HandOver;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.MappingArchive;
import dev.throughline.hub.translate.Mappings;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.hub.translate.TranslateStage;
import dev.throughline.hub.whatif.PostgresWhatIf;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Indexed;
import dev.throughline.processes.Processes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The whole hub of one node: rooms, stages and the threads that drive them. */
public final class Hub implements AutoCloseable {
    private static final Duration LAST_POLL = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A re-read that met trouble is tried again with the next poll, and after this at the latest. */
    private static final Duration GAPS_AGAIN = Duration.ofMinutes(5);

    private final List<Workspace> workspaces;
    private final HubOptions options;
    private final ConnectedSystems systems;
    private final Mappings mappings;
    private final PostgresCapture capture;
    private final Poller poller;
    private final TranslateStage translate;
    private final DecideStage decide;
    private final DispatchStage dispatch;
    private final Timers timers;
    private final HubAsks asks;
    private final PostgresAudit audit;
    private final Rooms rooms;
    private final PostgresWhatIf whatIf;
    private final DataSource db;
    private final InstantSource clock;
    private final int partitions;
    private final StageWorkers workers = new StageWorkers();
    private final Signal captured = new Signal();
    private final Signal translated = new Signal();
    private final List<Signal> touched = new CopyOnWriteArrayList<>();
    private final List<StreamKeeper> streams = new ArrayList<>();
    private final Map<String, Signal> decided = new HashMap<>();
    private final List<Scheduler> schedulers = new ArrayList<>();

    private Hub(List<Workspace> workspaces, DataSource db, HubOptions options, InstantSource clock, int partitions) {
        this.workspaces = List.copyOf(workspaces);
        this.options = options;
        this.db = db;
        this.clock = clock;
        this.partitions = partitions;
        var transactions = new Transactions(db);
        var events = new EventLog(partitions);
        systems = new ConnectedSystems(workspaces, clock);
        mappings = new Mappings(workspaces, systems, new MappingArchive(transactions, clock), clock);
        capture = new PostgresCapture(transactions, systems, clock, partitions, this::captured);
        poller = new Poller(transactions, systems, new CaptureWriter(partitions), clock, this::captured);
        translate = new TranslateStage(transactions, systems, mappings, workspaces, events, clock, options.batch());
        var policies = new Policies(workspaces);
        for (Workspace workspace : workspaces) {
            transactions.run(c -> {
                HandOver.prepare(c, workspace.tenant(), policies, clock.instant());
                return true;
            });
        }
        decide = new DecideStage(
                transactions, systems, Processes.all(), policies, events, clock, options.batch(), this::commandsFor);
        var settle = new SettleWriter(events, clock, new SecureRandom());
        dispatch = new DispatchStage(
                transactions,
                systems,
                mappings,
                settle,
                new Circuit(transactions),
                clock,
                options.lease(),
                translated::wake);
        timers = new Timers(transactions, events, clock);
        asks = new HubAsks(
                transactions, events, mappings, clock, () -> UUID.randomUUID().toString(), this::wakeAll);
        audit = new PostgresAudit(transactions, clock);
        rooms = new Rooms(transactions, systems, mappings, policies, events, asks, clock, translated::wake);
        whatIf = new PostgresWhatIf(db, workspaces, systems, clock, options.node());
        for (Workspace workspace : workspaces) {
            workspace.systems().forEach(s -> decided.put(workspace.tenant() + "|" + s.id(), new Signal()));
            asks.refreshLookups(workspace.tenant());
        }
    }

    /**
     * Brings the database to this version's schema and puts the hub together; nothing runs before {@link #start}.
     *
     * @throws IllegalArgumentException when a workspace or mapping cannot be used, naming every mistake
     */
    public static Hub open(List<Workspace> workspaces, DataSource db, HubOptions options, InstantSource clock) {
        Flyway.configure()
                .dataSource(db)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        int partitions = new Transactions(db).run(c -> {
            for (String indexed : Indexed.ATTRIBUTES) {
                String[] parts = indexed.split("\\.", 2);
                ObjectStore.index(c, CanonicalType.named(parts[0]), parts[1]);
            }
            return Logs.prepare(c, options.partitions());
        });
        return new Hub(workspaces, db, options, clock, partitions);
    }

    public void start() {
        workers.start("translate", options.workers(), Rhythm.RESTING, this::translateBatch, captured, options.idle());
        workers.start("decide", options.workers(), Rhythm.RESTING, this::decideBatch, translated, options.idle());
        for (Workspace workspace : workspaces) {
            for (SystemConfig system : workspace.systems()) {
                dispatchers(workspace, system);
            }
        }
        workers.start("tick", 1, Rhythm.BRISK, this::tick, new Signal(), TICK);
        startReaders();
        schedulePolls();
    }

    /** Two for each system: while one waits for answers, the other carries what has come meanwhile. One of them is enough to look for what falls due. */
    private void dispatchers(Workspace workspace, SystemConfig system) {
        for (Duration idle : List.of(options.idle(), SELDOM)) {
            workers.start(
                    "dispatch-" + system.id(),
                    1,
                    Rhythm.BRISK,
                    () -> dispatch.batch(workspace.tenant(), system),
                    signal(workspace, system),
                    idle);
        }
    }

    /** Streams are held open, and what was only touched is fetched soon after. */
    private void startReaders() {
        for (Workspace workspace : workspaces) {
            for (SystemConfig system : workspace.systems()) {
                var connector =
                        systems.connector(workspace.tenant(), system.id()).orElseThrow();
                if (connector.reader().isPresent()) {
                    Signal due = new Signal();
                    touched.add(due);
                    workers.start(
                            "fetch-" + system.id(),
                            1,
                            Rhythm.BRISK,
                            () -> fetchBatch(workspace.tenant(), system.id()),
                            due,
                            LOOK);
                }
                if (connector.stream().isPresent()) {
                    listen(workspace.tenant(), system.id());
                }
            }
        }
    }

    /** What a stream cannot tell is read again at once, since the next poll of a system with a stream may be far away. */
    private void listen(TenantId tenant, SystemId system) {
        Signal news = new Signal();
        Signal gaps = new Signal();
        var keeper = new StreamKeeper(
                tenant, system, systems, db, new CaptureWriter(partitions), clock, news, this::captured, gaps::wake);
        streams.add(keeper);
        workers.start("stream-" + system, 1, Rhythm.BRISK, keeper::turn, news, LOOK);
        workers.start(
                "reread-" + system, 1, Rhythm.BRISK, () -> goesOn(poller.closeGaps(tenant, system)), gaps, GAPS_AGAIN);
    }

    private boolean fetchBatch(TenantId tenant, SystemId system) {
        return goesOn(poller.fetchTouched(tenant, system));
    }

    /** What failed is due again only later, so a turn with trouble ends the work for now. */
    private static boolean goesOn(List<Poller.Turn> turns) {
        return !turns.isEmpty() && turns.stream().allMatch(t -> t.trouble().isEmpty());
    }

    private void captured() {
        captured.wake();
        touched.forEach(Signal::wake);
    }

    private boolean translateBatch() {
        boolean worked = translate.batch();
        if (worked) {
            translated.wake();
        }
        return worked;
    }

    private boolean decideBatch() {
        boolean worked = decide.batch();
        if (worked) {
            translated.wake();
        }
        return worked;
    }

    private boolean tick() {
        if (translate.wakeWaiting()) {
            captured.wake();
        }
        if (timers.fire()) {
            translated.wake();
        }
        return false;
    }

    private Signal signal(Workspace workspace, SystemConfig system) {
        return decided.get(workspace.tenant() + "|" + system.id());
    }

    private void commandsFor(TenantId tenant, String system) {
        Signal signal = decided.get(tenant + "|" + system);
        if (signal != null) {
            signal.wake();
        }
    }

    private void wakeAll() {
        captured.wake();
        translated.wake();
        decided.values().forEach(Signal::wake);
    }

    /** Polls belong to whichever node is free; a node that dies in mid-poll leaves the cursor where it was. */
    private void schedulePolls() {
        List<RecurringTask<?>> tasks = new ArrayList<>();
        for (Workspace workspace : workspaces) {
            for (SystemConfig system : workspace.systems()) {
                tasks.add(
                        Tasks.recurring("poll/" + workspace.tenant() + "/" + system.id(), FixedDelay.of(system.poll()))
                                .execute((instance, context) ->
                                        poller.pollDue(workspace.tenant(), system.id(), system.poll())));
            }
        }
        Scheduler scheduler = Scheduler.create(db)
                .startTasks(tasks)
                .threads(Math.max(2, Math.min(8, tasks.size())))
                .pollingInterval(Duration.ofMillis(500))
                // A node that was killed in mid-poll is taken for dead after four missed ones, and its poll is free.
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                // A poll that waits for a slow vendor does not keep the node from ending; what it read is not stored,
                // and read again.
                .shutdownMaxWait(LAST_POLL)
                .schedulerName(new com.github.kagkarlsson.scheduler.SchedulerName.Fixed(options.node()))
                .build();
        scheduler.start();
        schedulers.add(scheduler);
    }

    /** Reads a system's sources to their present end, now. @return what could not be read */
    public List<Trouble> poll(TenantId tenant, SystemId system) {
        return poller.poll(tenant, system).stream()
                .flatMap(t -> t.trouble().stream())
                .toList();
    }

    public Capture capture() {
        return capture;
    }

    public Asks asks() {
        return asks;
    }

    public Audit audit() {
        return audit;
    }

    public dev.throughline.hub.exceptions.Exceptions exceptions() {
        return rooms.exceptions();
    }

    public dev.throughline.hub.thread.Threads threads() {
        return rooms.threads();
    }

    public dev.throughline.hub.explain.Explainer explainer() {
        return rooms.explainer();
    }

    public Deals deals() {
        return rooms.deals();
    }

    public BillingRuns billing() {
        return rooms.billing();
    }

    public dev.throughline.hub.whatif.WhatIf whatIf() {
        return whatIf;
    }

    public dev.throughline.hub.shadow.Shadows shadows() {
        return rooms.shadows();
    }

    public Outlook outlook() {
        return rooms.outlook();
    }

    public dev.throughline.hub.reconcile.Reconciliation reconciliation() {
        return rooms.reconciliation();
    }

    public dev.throughline.hub.observe.Observer observer() {
        return rooms.observer();
    }

    public Mappings mappings() {
        return mappings;
    }

    public ConnectedSystems systems() {
        return systems;
    }

    /** Ends what is under way and begins nothing more; what is asked of the rooms is still answered, about a hub that stands still. */
    public void rest() {
        capture.close();
        schedulers.forEach(Scheduler::stop);
        schedulers.clear();
        workers.close();
        streams.forEach(StreamKeeper::close);
        streams.clear();
    }

    /** Leaves the rest for the next start: nothing is lost by it, nor by the process being killed instead. */
    @Override
    public void close() {
        rest();
        whatIf.close();
        systems.close();
    }
}
