package dev.throughline.hub.whatif;

import dev.throughline.connector.spi.SideBySide;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.EditedLookups;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What-if on PostgreSQL: two sandboxes side by side, one as it is and one as it would be, compared when both are through. Thread-safe. */
public final class PostgresWhatIf implements WhatIf, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWhatIf.class);
    private static final int JOBS_KEPT = 10;
    private static final int LINES_TOLD = 2000;

    private static final String HELD = """
            SELECT count(*) FROM %s.change_fate f JOIN %1$s.change c ON c.partition = f.partition AND c.seq = f.seq
            WHERE c.tenant = ? AND f.fate IN ('held', 'dead', 'waiting')
            """;

    private final DataSource live;
    private final Map<TenantId, Workspace> workspaces = new HashMap<>();
    private final ConnectedSystems systems;
    private final InstantSource clock;
    private final String node;
    private final Map<String, Running> jobs = new LinkedHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("what-if").factory());

    /** @param node whose schemas are told from those of other nodes by it */
    public PostgresWhatIf(
            DataSource live, List<Workspace> workspaces, ConnectedSystems systems, InstantSource clock, String node) {
        this.live = live;
        this.systems = systems;
        this.clock = clock;
        this.node = SandboxSchema.PREFIX + Integer.toHexString(node.hashCode()) + "_";
        workspaces.forEach(w -> this.workspaces.put(w.tenant(), w));
        SandboxSchema.dropLeft(live, this.node);
    }

    /** A job while it goes on; its counts are set by the sandboxes. */
    private static final class Running {
        final TenantId tenant;
        final long total;
        final AtomicLong was = new AtomicLong();
        final AtomicLong would = new AtomicLong();
        volatile Job job;

        Running(TenantId tenant, long total, Job job) {
            this.tenant = tenant;
            this.total = total;
            this.job = job;
        }
    }

    @Override
    public String begin(TenantId tenant, Question question, String by) {
        Workspace present = Optional.ofNullable(workspaces.get(tenant))
                .orElseThrow(() -> new IllegalArgumentException("tenant '%s' is not of this hub".formatted(tenant)));
        Variant variant = Variant.of(present, question.change());
        if (!busy.compareAndSet(false, true)) {
            throw new Busy("A what-if is under way; one at a time");
        }
        String id = "w" + numbers.incrementAndGet();
        long total = new Transactions(live).run(c -> changes(c, tenant));
        var running = new Running(tenant, total, job(id, "running", "copying what was captured", 0, total));
        synchronized (jobs) {
            jobs.put(id, running);
            if (jobs.size() > JOBS_KEPT) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
        LOG.info("{} asks what {} to {} would have been", by, question.from(), question.to());
        worker.execute(() -> run(id, running, present, variant, question));
        return id;
    }

    private static Job job(String id, String state, String doing, long done, long total) {
        return new Job(id, state, doing, done, total, Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<Job> job(TenantId tenant, String id) {
        Running running;
        synchronized (jobs) {
            running = jobs.get(id);
        }
        if (running == null || !running.tenant.equals(tenant)) {
            return Optional.empty();
        }
        Job job = running.job;
        return Optional.of(
                job.state().equals("running")
                        ? job(id, "running", job.doing(), running.was.get() + running.would.get(), job.total())
                        : job);
    }

    private void run(String id, Running running, Workspace present, Variant variant, Question question) {
        Job ended;
        try {
            Report report = report(id, running, present, variant, question);
            long total = running.job.total();
            ended = new Job(id, "done", "", total, total, Optional.empty(), Optional.of(report));
        } catch (RuntimeException failed) {
            LOG.warn("what-if {} failed", id, failed);
            String why = String.valueOf(failed.getMessage());
            ended = new Job(id, "failed", "", 0, 0, Optional.of(why), Optional.empty());
        }
        try {
            SandboxSchema.drop(live, node + id + "_a");
            SandboxSchema.drop(live, node + id + "_b");
        } catch (StorageException outage) {
            LOG.warn("what-if {} left its schemas; the next start drops them: {}", id, outage.getMessage());
        } finally {
            running.job = ended;
            busy.set(false);
        }
    }

    private Report report(String id, Running running, Workspace present, Variant variant, Question question) {
        Instant began = clock.instant();
        InstantSource still = () -> began;
        TenantId tenant = present.tenant();
        List<EditedLookups.Row> edited = new Transactions(live).run(c -> EditedLookups.read(c, tenant));
        List<CanonicalEvent> asked = new Transactions(live).run(c -> Asked.of(c, tenant));
        var base = new Variant(present, Variant.sources(present), List.of());
        List<Sandbox> both = SideBySide.each(
                List.of(base, variant), 2, side -> open(node + id + (side == base ? "_a" : "_b"), side, edited, still));
        long each = 2 * new Transactions(live).run(c -> changes(c, tenant));
        running.job = job(id, "running", "translating and deciding, as it is and as it would be", 0, 2 * each);
        SideBySide.each(both, 2, sandbox -> {
            boolean was = sandbox == both.getFirst();
            sandbox.run(asked, question.to(), done -> (was ? running.was : running.would).set(Math.min(done, each)));
            return sandbox;
        });
        running.job = job(id, "running", "comparing", 2 * each, 2 * each);
        return new Transactions(live)
                .run(c -> compared(c, tenant, both, variant, question, Duration.between(began, clock.instant())));
    }

    private Sandbox open(String schema, Variant side, List<EditedLookups.Row> edited, InstantSource still) {
        int partitions = new Transactions(live).run(PostgresWhatIf::partitions);
        return Sandbox.open(live, schema, side.workspace(), side.sources(), edited, systems, partitions, still);
    }

    private static Report compared(
            Connection connection,
            TenantId tenant,
            List<Sandbox> both,
            Variant variant,
            Question question,
            Duration took)
            throws SQLException {
        String was = both.getFirst().schema();
        String would = both.getLast().schema();
        var ledgers = new Ledgers(connection, tenant, was, would, question.from(), question.to());
        List<Ledgers.Row> rows = ledgers.differing(LINES_TOLD);
        Reasons reasons = Reasons.of(connection, tenant, ledgers, rows);
        Ledgers.Worth today = ledgers.today(connection.getSchema());
        return new Report(
                question.from(),
                question.to(),
                changes(connection, tenant, was),
                new Held(held(connection, tenant, was), held(connection, tenant, would)),
                today.alike(),
                today.unlike(),
                variant.words(both.getFirst().mappings(), both.getLast().mappings()),
                ledgers.totals(),
                rows.size() < LINES_TOLD ? rows.size() : ledgers.count(),
                rows.stream().map(row -> line(row, reasons)).toList(),
                took.toMillis());
    }

    private static Line line(Ledgers.Row row, Reasons reasons) {
        return new Line(
                row.source(),
                row.kind(),
                row.day(),
                row.customer().isEmpty() ? "" : reasons.name(row.customer()),
                reasons.name(row.project()),
                row.description(),
                row.currency(),
                row.was(),
                row.would(),
                row.difference(),
                reasons.why(row));
    }

    private static int partitions(Connection connection) throws SQLException {
        return Sql.queryOne(
                        connection, "SELECT count(*) FROM log_partition WHERE log = ?", r -> r.getInt(1), Logs.CHANGE)
                .orElseThrow();
    }

    private static long changes(Connection connection, TenantId tenant) throws SQLException {
        return Sql.queryOne(
                        connection, "SELECT count(*) FROM change WHERE tenant = ?", r -> r.getLong(1), tenant.value())
                .orElseThrow();
    }

    private static long changes(Connection connection, TenantId tenant, String schema) throws SQLException {
        return Sql.queryOne(
                        connection,
                        "SELECT count(*) FROM %s.change WHERE tenant = ?".formatted(schema),
                        r -> r.getLong(1),
                        tenant.value())
                .orElseThrow();
    }

    private static long held(Connection connection, TenantId tenant, String schema) throws SQLException {
        return Sql.queryOne(connection, HELD.formatted(schema), r -> r.getLong(1), tenant.value())
                .orElseThrow();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
