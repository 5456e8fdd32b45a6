package dev.throughline.hub.decide;

import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events to be decided once more: replays that people asked for, and dead letters that they retry. */
public final class Redecision {
    private static final String QUEUE = """
            INSERT INTO redecide (partition, seq, tenant, queued_at)
            SELECT e.partition, e.seq, e.tenant, ?
            """;

    private static final String COUNT = "SELECT count(*)";

    /** An exception of this stage that is open, or was closed by hand: its event has had no effect so far. */
    private static final String DEAD = """
            EXISTS (SELECT 1 FROM exception x
                    WHERE x.tenant = e.tenant AND x.origin_key = e.partition || ':' || e.seq AND x.origin = 'decide' AND x.state <> 'resolved')
            """;

    /**
     * What is yet to be decided for the first time is left to that. A moment that has passed (a timer, a request) does not come again, unless nothing came of it the first time.
     */
    private static final String CHOSEN = """
            FROM event e JOIN stage_progress p ON p.stage = 'decide' AND p.partition = e.partition AND e.seq <= p.done_seq
            WHERE e.tenant = ?
              AND (?::smallint IS NULL OR (e.partition = ?::smallint AND e.seq = ?::bigint))
              AND (?::text[] IS NULL OR e.subject = ANY (?::text[]))
              AND (?::text IS NULL OR e.kind = ?::text)
              AND (?::text IS NULL OR (e.kind = 'ObjectChanged' AND starts_with(e.subject, ?::text)))
              AND (?::timestamptz IS NULL OR e.at >= ?::timestamptz)
              AND (?::timestamptz IS NULL OR e.at < ?::timestamptz)
              AND (e.kind IN ('ObjectChanged', 'CommandSettled') AND NOT ?::boolean OR %s)
            """.formatted(DEAD);

    private static final String ONCE = " ON CONFLICT DO NOTHING";

    private static final String THESE = """
            INSERT INTO redecide (partition, seq, tenant, queued_at)
            SELECT DISTINCT q.partition, q.seq, ?::text, ?::timestamptz FROM unnest(?, ?) q(partition, seq)
            ON CONFLICT DO NOTHING
            """;

    /** Any id of any system, the canonical one among them. */
    private static final String KNOWN_AS = """
            SELECT canonical_id FROM cross_reference WHERE tenant = ? AND external_id = ?
            """;

    private static final String EXCEPTION = """
            SELECT origin, origin_key, subject FROM exception WHERE tenant = ? AND id = ?
            """;

    private static final String CLAIM = """
            SELECT p.partition, p.done_seq
            FROM stage_progress p
            WHERE p.stage = 'decide' AND EXISTS (SELECT 1 FROM redecide r WHERE r.partition = p.partition AND r.seq <= p.done_seq)
            LIMIT 1
            FOR UPDATE OF p SKIP LOCKED
            """;

    /** As many as fit into memory together, but always the first. */
    private static final String NEXT = """
            SELECT seq FROM (
                SELECT r.seq, octet_length(e.body) AS bytes, sum(octet_length(e.body)) OVER (ORDER BY r.seq) AS so_far
                FROM (SELECT partition, seq FROM redecide WHERE partition = ? AND seq <= ? ORDER BY seq LIMIT ?) AS r
                JOIN event e ON e.partition = r.partition AND e.seq = r.seq
            ) AS sized
            WHERE so_far - bytes < ?
            ORDER BY seq
            """;

    private static final String REMOVE = "DELETE FROM redecide WHERE partition = ? AND seq = ANY (?)";

    private static final String WAITING = "SELECT count(*) FROM redecide WHERE tenant = ?";

    private Redecision() {}

    /**
     * Which events; those that match all that is given.
     *
     * @param position  of one event
     * @param exception number of an exception: the event that could not be decided, or those about what a process holds
     * @param record    any id of what an event is about
     * @param kind      such as {@code ObjectChanged}
     * @param type      whose changes
     * @param since     when the hub learned of it, inclusive
     * @param until     exclusive
     * @param dead      only such as could not be decided
     */
    public record Choice(
            Optional<Position> position,
            Optional<Long> exception,
            Optional<String> record,
            Optional<String> kind,
            Optional<CanonicalType> type,
            Optional<Instant> since,
            Optional<Instant> until,
            boolean dead) {}

    /** A partition in hand, with the events to be decided again. */
    record Taken(short partition, List<EventLog.Logged> events) {}

    /** @return how many that did not wait already */
    public static int queue(Connection connection, TenantId tenant, Choice choice, Instant now) throws SQLException {
        return Sql.update(connection, QUEUE + CHOSEN + ONCE, parameters(connection, tenant, choice, Optional.of(now)));
    }

    /** How many a replay would take. */
    public static int count(Connection connection, TenantId tenant, Choice choice) throws SQLException {
        return Sql.queryOne(
                        connection,
                        COUNT + CHOSEN,
                        r -> r.getInt(1),
                        parameters(connection, tenant, choice, Optional.empty()))
                .orElseThrow();
    }

    public static void queue(Connection connection, TenantId tenant, Collection<Position> positions, Instant now)
            throws SQLException {
        if (!positions.isEmpty()) {
            Sql.update(
                    connection,
                    THESE,
                    tenant.value(),
                    now,
                    Sql.shorts(positions, Position::partition),
                    Sql.longs(positions, Position::seq));
        }
    }

    /** How many are yet to be decided again. */
    public static long waiting(Connection connection, TenantId tenant) throws SQLException {
        return Sql.queryOne(connection, WAITING, r -> r.getLong(1), tenant.value())
                .orElseThrow();
    }

    private static @Nullable Object[] parameters(
            Connection connection, TenantId tenant, Choice choice, Optional<Instant> now) throws SQLException {
        Aim aim = aim(connection, tenant, choice);
        var all = new ArrayList<@Nullable Object>();
        now.ifPresent(all::add);
        all.add(tenant.value());
        Integer partition = aim.position().map(p -> (int) p.partition()).orElse(null);
        all.add(partition);
        all.add(partition);
        all.add(aim.position().map(Position::seq).orElse(null));
        twice(all, aim.subjects().map(s -> Sql.texts(s, t -> t)).orElse(null));
        twice(all, choice.kind().orElse(null));
        twice(all, choice.type().map(t -> t.idPrefix() + "_").orElse(null));
        twice(all, choice.since().orElse(null));
        twice(all, choice.until().orElse(null));
        all.add(choice.dead());
        return all.toArray();
    }

    private static void twice(List<@Nullable Object> all, @Nullable Object value) {
        all.add(value);
        all.add(value);
    }

    /** Where the events lie: at a place, about some subjects, or anywhere. */
    private record Aim(Optional<Position> position, Optional<List<String>> subjects) {}

    private static Aim aim(Connection connection, TenantId tenant, Choice choice) throws SQLException {
        Optional<Position> position = choice.position();
        Optional<List<String>> subjects = Optional.empty();
        if (choice.record().isPresent()) {
            subjects = Optional.of(knownAs(connection, tenant, choice.record().get()));
        }
        if (choice.exception().isPresent()) {
            Aim held = aim(connection, tenant, choice.exception().get());
            position = held.position().or(choice::position);
            subjects = held.subjects().isPresent() ? held.subjects() : subjects;
        }
        return new Aim(position, subjects);
    }

    private static List<String> knownAs(Connection connection, TenantId tenant, String id) throws SQLException {
        List<String> ids = new ArrayList<>(Sql.query(connection, KNOWN_AS, r -> r.getString(1), tenant.value(), id));
        ids.add(id);
        return ids;
    }

    private static Aim aim(Connection connection, TenantId tenant, long exception) throws SQLException {
        record Row(String origin, String key, String subject) {}
        Row row = Sql.queryOne(
                        connection,
                        EXCEPTION,
                        r -> new Row(r.getString(1), r.getString(2), r.getString(3)),
                        tenant.value(),
                        exception)
                .orElseThrow(() -> new IllegalArgumentException("there is no exception %d".formatted(exception)));
        return switch (row.origin()) {
            case "decide" -> new Aim(Optional.of(Position.parse(row.key())), Optional.empty());
            case "process" ->
                new Aim(
                        Optional.empty(),
                        Optional.of(List.of(
                                row.subject(), row.key().substring(row.key().indexOf('/') + 1))));
            case "translate" ->
                throw new IllegalArgumentException(
                        "exception %d is about a captured change: replay from translate, with position %s"
                                .formatted(exception, row.key()));
            default ->
                throw new IllegalArgumentException("exception %d arose in %s, behind the deciders: retry it on the desk"
                        .formatted(exception, row.origin()));
        };
    }

    /**
     * Takes the partition's lock of the stage, so that events of one stream of work are never decided by two at once. What is taken waits no longer: whoever asks for the same
     * meanwhile waits for this transaction and is then in line again, since what he mended may have come too late for it.
     */
    static Optional<Taken> take(Connection connection, int limit) throws SQLException {
        record Claim(short partition, long doneSeq) {}
        Optional<Claim> claim = Sql.queryOne(connection, CLAIM, r -> new Claim(r.getShort(1), r.getLong(2)));
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        short partition = claim.get().partition();
        List<Long> seqs = Sql.query(
                connection, NEXT, r -> r.getLong(1), partition, claim.get().doneSeq(), limit, EventLog.BYTES_AT_ONCE);
        Logs.Claim place = new Logs.Claim(partition, 0, claim.get().doneSeq());
        Map<Logs.Claim, Portion> taken = new HashMap<>();
        taken.put(place, new Portion(EventLog.these(connection, partition, seqs), false));
        Workload.fit(connection, taken);
        List<EventLog.Logged> events = taken.get(place).events();
        Sql.update(
                connection,
                REMOVE,
                partition,
                Sql.longs(events, e -> e.position().seq()));
        return Optional.of(new Taken(partition, events));
    }
}
