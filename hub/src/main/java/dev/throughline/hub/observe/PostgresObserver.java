package dev.throughline.hub.observe;

import dev.throughline.hub.Systems;
import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cheap counts: fates from the counters that the stages keep, what waits from the positions of the logs, commands and exceptions from their indexes. What waits is counted over all
 * tenants, and numbers that repeats used up count too, so that it may be a little high while work is under way; it is exact, namely zero, when all is done. Thread-safe.
 */
public final class PostgresObserver implements Observer {
    private static final String FATES = """
            SELECT fate AS name, sum(n) AS n
            FROM fate_count
            WHERE tenant = ?
            GROUP BY fate
            HAVING sum(n) <> 0
            """;
    private static final String WAITING = """
            SELECT coalesce(sum(greatest(l.last_seq - coalesce(p.done_seq, 0), 0)), 0) AS n
            FROM log_partition l
            LEFT JOIN stage_progress p ON p.stage = ? AND p.partition = l.partition
            WHERE l.log = ?
            """;
    private static final String COMMANDS = """
            SELECT state AS name, count(*) AS n
            FROM command
            WHERE tenant = ?
            GROUP BY state
            """;
    private static final String INSTANCES = """
            SELECT type, state_name AS name, count(*) AS n
            FROM process_instance
            WHERE tenant = ?
            GROUP BY type, state_name
            """;
    private static final String OPEN_EXCEPTIONS = """
            SELECT owner AS name, count(*) AS n
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
            GROUP BY owner
            """;
    private static final String STATES = """
            SELECT system, paused, health, says, circuit_open_until
            FROM system_state
            WHERE tenant = ?
            """;
    private static final String CURSORS = """
            SELECT system, object_type, cursor, read_at
            FROM source_cursor
            WHERE tenant = ?
            """;
    private static final String BACKLOG = """
            SELECT system, count(*) AS n, min(created_at) AS oldest
            FROM command
            WHERE tenant = ?
              AND state IN ('ready', 'uncertain', 'accepted')
              AND system IS NOT NULL
            GROUP BY system
            """;
    private static final String PAUSE = """
            INSERT INTO system_state AS s (tenant, system, paused, since)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, system) DO UPDATE
            SET paused = excluded.paused
            WHERE s.paused <> excluded.paused
            """;

    private final Transactions transactions;
    private final Systems systems;
    private final InstantSource clock;
    private final AuditWriter audit = new AuditWriter();

    public PostgresObserver(Transactions transactions, Systems systems, InstantSource clock) {
        this.transactions = transactions;
        this.systems = systems;
        this.clock = clock;
    }

    @Override
    public Overview overview(TenantId tenant) {
        return transactions.snapshot(c -> {
            Map<String, Long> fates = counts(c, FATES, tenant);
            long waiting = waiting(c, "translate", "change");
            long ended = fates.values().stream().mapToLong(Long::longValue).sum();
            Map<String, Map<String, Long>> instances = new TreeMap<>();
            Sql.query(
                    c,
                    INSTANCES,
                    r -> instances
                            .computeIfAbsent(r.getString("type"), _ -> new TreeMap<>())
                            .put(r.getString("name"), r.getLong("n")),
                    tenant.value());
            return new Overview(
                    fates,
                    ended + waiting,
                    waiting,
                    waiting(c, "decide", "event"),
                    counts(c, COMMANDS, tenant),
                    instances,
                    counts(c, OPEN_EXCEPTIONS, tenant));
        });
    }

    @Override
    public List<SystemHealth> systems(TenantId tenant) {
        Instant now = clock.instant();
        return transactions.snapshot(c -> {
            Map<String, State> states = new HashMap<>();
            Sql.query(c, STATES, r -> states.put(r.getString("system"), state(r)), tenant.value());
            Map<String, Map<String, String>> cursors = new HashMap<>();
            Map<String, Instant> read = new HashMap<>();
            Sql.query(c, CURSORS, r -> cursor(r, cursors, read), tenant.value());
            Map<String, Backlog> backlogs = new HashMap<>();
            Sql.query(
                    c,
                    BACKLOG,
                    r -> backlogs.put(r.getString("system"), new Backlog(r.getLong("n"), Sql.instant(r, "oldest"))),
                    tenant.value());
            return systems.of(tenant).stream()
                    .map(s -> health(
                            s,
                            states.getOrDefault(s.id().value(), State.UNKNOWN),
                            Optional.ofNullable(read.get(s.id().value())),
                            backlogs.getOrDefault(s.id().value(), new Backlog(0, now)),
                            cursors.getOrDefault(s.id().value(), Map.of()),
                            now))
                    .toList();
        });
    }

    @Override
    public void pause(TenantId tenant, String system, String by, String reason) {
        set(tenant, system, true, by, reason);
    }

    @Override
    public void resume(TenantId tenant, String system, String by) {
        set(tenant, system, false, by, "");
    }

    private void set(TenantId tenant, String system, boolean paused, String by, String reason) {
        if (systems.of(tenant).stream().noneMatch(s -> s.id().value().equals(system))) {
            throw new IllegalArgumentException("There is no system '%s'; there are %s"
                    .formatted(
                            system,
                            systems.of(tenant).stream().map(SystemConfig::id).toList()));
        }
        transactions.run(c -> {
            Instant now = clock.instant();
            if (Sql.update(c, PAUSE, tenant.value(), system, paused, now) > 0) {
                String action = paused ? "system.pause" : "system.resume";
                audit.append(
                        c, tenant, List.of(new AuditWriter.Row(now, by, action, "system/" + system, reason, "{}", "")));
            }
            return true;
        });
    }

    private static Map<String, Long> counts(Connection connection, String sql, TenantId tenant) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        Sql.query(connection, sql, r -> counts.put(r.getString("name"), r.getLong("n")), tenant.value());
        return counts;
    }

    private static long waiting(Connection connection, String stage, String log) throws SQLException {
        return Sql.query(connection, WAITING, r -> r.getLong("n"), stage, log).getFirst();
    }

    private static boolean cursor(ResultSet row, Map<String, Map<String, String>> cursors, Map<String, Instant> read)
            throws SQLException {
        String system = row.getString("system");
        cursors.computeIfAbsent(system, _ -> new TreeMap<>())
                .put(row.getString("object_type"), row.getString("cursor"));
        read.merge(system, Sql.instant(row, "read_at"), (a, b) -> a.isAfter(b) ? a : b);
        return true;
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                row.getBoolean("paused"),
                row.getString("health"),
                row.getString("says"),
                Sql.optionalInstant(row, "circuit_open_until"));
    }

    private static SystemHealth health(
            SystemConfig config,
            State state,
            Optional<Instant> read,
            Backlog backlog,
            Map<String, String> cursors,
            Instant now) {
        return new SystemHealth(
                config.id().value(),
                config.kind(),
                config.role().name().toLowerCase(Locale.ROOT),
                state.health(),
                state.says(),
                state.paused(),
                read,
                state.circuitOpenUntil(),
                backlog.open(),
                Math.max(0, Duration.between(backlog.oldest(), now).toSeconds()),
                cursors);
    }

    private record State(boolean paused, String health, String says, Optional<Instant> circuitOpenUntil) {
        private static final State UNKNOWN = new State(false, "unknown", "", Optional.empty());
    }

    private record Backlog(long open, Instant oldest) {}
}
