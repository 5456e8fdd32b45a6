package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sources forward: the only capture of systems without events, and the safety net that finds what a webhook lost. A page and its cursor are stored in one
 * transaction; one node reads one source at a time. Thread-safe.
 */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int PAGE = 1_000;
    private static final int PAGES_PER_TURN = 50;
    private static final Duration FETCH_AGAIN = Duration.ofSeconds(10);

    /** Held for the transaction, so a dead node's turn is free at once. */
    private static final String TURN =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('poll|' || ? || '|' || ? || '|' || ?, 0))";

    private static final String CURSOR =
            "SELECT cursor FROM source_cursor WHERE tenant = ? AND system = ? AND object_type = ? AND cursor <> ''";

    private static final String MOVE = """
            INSERT INTO source_cursor (tenant, system, object_type, cursor, moved_at, read_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, system, object_type)
            DO UPDATE SET cursor = excluded.cursor, read_at = excluded.read_at, last_error = NULL,
                          moved_at = CASE WHEN source_cursor.cursor = excluded.cursor THEN source_cursor.moved_at ELSE excluded.moved_at END
            """;

    private static final String FAILED = """
            INSERT INTO source_cursor (tenant, system, object_type, cursor, moved_at, read_at, last_error)
            VALUES (?, ?, ?, '', ?, '-infinity', ?)
            ON CONFLICT (tenant, system, object_type) DO UPDATE SET last_error = excluded.last_error
            """;

    private static final String TOUCHED = """
            SELECT id, external_id FROM touched
            WHERE tenant = ? AND system = ? AND object_type = ? AND due_at <= ?
            ORDER BY due_at
            LIMIT 200
            FOR UPDATE SKIP LOCKED
            """;

    private static final String TOUCHED_TYPES =
            "SELECT DISTINCT object_type FROM touched WHERE tenant = ? AND system = ? AND due_at <= ?";

    private static final String FETCHED = "DELETE FROM touched WHERE id = ANY (?)";

    private static final String FETCH_LATER =
            "UPDATE touched SET due_at = ?, attempts = attempts + 1, last_error = ? WHERE id = ANY (?)";

    private final Transactions transactions;
    private final Systems systems;
    private final CaptureWriter writer;
    private final InstantSource clock;
    private final Runnable captured;

    public Poller(
            Transactions transactions, Systems systems, CaptureWriter writer, InstantSource clock, Runnable captured) {
        this.transactions = transactions;
        this.systems = systems;
        this.writer = writer;
        this.clock = clock;
        this.captured = captured;
    }

    /** What one turn over one source did. */
    public record Turn(int read, int stored, Optional<Trouble> trouble) {
        static final Turn NOT_OURS = new Turn(0, 0, Optional.empty());
    }

    /** Reads all sources of a system to their present end, parents before children, and fetches what was only touched. */
    public List<Turn> poll(TenantId tenant, SystemId system) {
        List<Turn> turns = new ArrayList<>();
        systems.connector(tenant, system).flatMap(c -> c.changes()).ifPresent(source -> {
            for (ObjectType type : source.objects()) {
                turns.add(poll(tenant, system, source, type));
            }
        });
        systems.connector(tenant, system)
                .flatMap(c -> c.reader())
                .ifPresent(reader -> turns.addAll(fetchTouched(tenant, system, reader)));
        return turns;
    }

    private Turn poll(TenantId tenant, SystemId system, ChangeSource source, ObjectType type) {
        int read = 0;
        int stored = 0;
        for (int page = 0; page < PAGES_PER_TURN; page++) {
            Step step = transactions.run(c -> step(c, tenant, system, source, type));
            read += step.read;
            stored += step.stored;
            if (step.stored > 0) {
                captured.run();
            }
            if (!step.more) {
                return new Turn(read, stored, step.trouble);
            }
        }
        return new Turn(read, stored, Optional.empty());
    }

    private record Step(int read, int stored, boolean more, Optional<Trouble> trouble) {}

    private Step step(Connection connection, TenantId tenant, SystemId system, ChangeSource source, ObjectType type)
            throws SQLException {
        boolean ours = Sql.queryOne(
                        connection, TURN, r -> r.getBoolean(1), tenant.value(), system.value(), type.value())
                .orElse(false);
        if (!ours) {
            return new Step(0, 0, false, Optional.empty());
        }
        Optional<Cursor> cursor = Sql.queryOne(
                connection, CURSOR, r -> new Cursor(r.getString(1)), tenant.value(), system.value(), type.value());
        return switch (source.read(type, cursor, PAGE)) {
            case ReadResult.Page page -> store(connection, tenant, system, source, type, page);
            case ReadResult.Expired(var reason, var from) -> {
                LOG.warn("{} {}: position expired ({}), reading again from {}", system, type, reason, from);
                move(connection, tenant, system, type, source.startingAt(type, from));
                yield new Step(0, 0, true, Optional.empty());
            }
            case ReadResult.Failed(var trouble) -> {
                LOG.info("{} {}: {}", system, type, trouble.says());
                Sql.update(
                        connection,
                        FAILED,
                        tenant.value(),
                        system.value(),
                        type.value(),
                        clock.instant(),
                        trouble.says());
                yield new Step(0, 0, false, Optional.of(trouble));
            }
        };
    }

    private Step store(
            Connection connection,
            TenantId tenant,
            SystemId system,
            ChangeSource source,
            ObjectType type,
            ReadResult.Page page)
            throws SQLException {
        Instant now = clock.instant();
        List<Capture.Receipt> receipts = append(connection, tenant, system, Capture.Via.POLL, page.changes(), now);
        move(connection, tenant, system, type, rewound(source, page));
        int stored = (int) receipts.stream()
                .filter(r -> r instanceof Capture.Receipt.Stored)
                .count();
        return new Step(page.changes().size(), stored, page.more(), Optional.empty());
    }

    /** A gap of one record is fetched as touched; a gap of many rewinds the cursor to before it. */
    private static Cursor rewound(ChangeSource source, ReadResult.Page page) {
        return page.gaps().stream()
                .filter(g -> g.record().isEmpty())
                .map(g -> source.startingAt(g.objectType(), g.since()))
                .findFirst()
                .orElse(page.next());
    }

    private void move(Connection connection, TenantId tenant, SystemId system, ObjectType type, Cursor cursor)
            throws SQLException {
        Instant now = clock.instant();
        Sql.update(connection, MOVE, tenant.value(), system.value(), type.value(), cursor.value(), now, now);
    }

    private List<Capture.Receipt> append(
            Connection connection, TenantId tenant, SystemId system, Capture.Via via, List<Change> changes, Instant now)
            throws SQLException {
        return changes.isEmpty()
                ? List.of()
                : writer.append(
                        connection,
                        changes.stream()
                                .map(c -> CaptureWriter.Incoming.of(tenant, system, via, c, now))
                                .toList());
    }

    private List<Turn> fetchTouched(TenantId tenant, SystemId system, Reader reader) {
        List<String> types = transactions.run(
                c -> Sql.query(c, TOUCHED_TYPES, r -> r.getString(1), tenant.value(), system.value(), clock.instant()));
        return types.stream()
                .map(type -> transactions.run(c -> fetch(c, tenant, system, reader, new ObjectType(type))))
                .toList();
    }

    private record Touched(long id, ExternalId externalId) {}

    private Turn fetch(Connection connection, TenantId tenant, SystemId system, Reader reader, ObjectType type)
            throws SQLException {
        Instant now = clock.instant();
        List<Touched> due = Sql.query(
                connection,
                TOUCHED,
                r -> new Touched(r.getLong(1), new ExternalId(r.getString(2))),
                tenant.value(),
                system.value(),
                type.value(),
                now);
        if (due.isEmpty()) {
            return Turn.NOT_OURS;
        }
        List<Reader.Fetched> fetched =
                reader.fetch(type, due.stream().map(Touched::externalId).toList());
        List<Change> found = new ArrayList<>();
        List<Touched> done = new ArrayList<>();
        List<Touched> later = new ArrayList<>();
        Optional<Trouble> trouble = Optional.empty();
        for (int i = 0; i < due.size(); i++) {
            switch (fetched.get(i)) {
                case Reader.Fetched.Found(var change) -> {
                    found.add(change);
                    done.add(due.get(i));
                }
                case Reader.Fetched.Missing() -> {
                    found.add(gone(type, due.get(i).externalId(), now));
                    done.add(due.get(i));
                }
                case Reader.Fetched.Failed(var why) -> {
                    trouble = Optional.of(why);
                    later.add(due.get(i));
                }
            }
        }
        List<Capture.Receipt> receipts = append(connection, tenant, system, Capture.Via.POLL, found, now);
        Sql.update(connection, FETCHED, Sql.longs(done, Touched::id));
        Sql.update(
                connection,
                FETCH_LATER,
                now.plus(FETCH_AGAIN),
                trouble.map(Trouble::says).orElse(null),
                Sql.longs(later, Touched::id));
        captured.run();
        return new Turn(
                due.size(),
                (int) receipts.stream()
                        .filter(r -> r instanceof Capture.Receipt.Stored)
                        .count(),
                trouble);
    }

    private static Change gone(ObjectType type, ExternalId id, Instant now) {
        return new Change(
                type,
                id,
                Change.Version.at(now),
                Change.Operation.DELETED,
                now,
                tools.jackson.databind.node.JsonNodeFactory.instance.nullNode());
    }
}
