package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes to be translated once more: replays that people asked for, and records whose parent has come. */
public final class Retranslation {
    private static final String QUEUE = """
            INSERT INTO retranslate (partition, seq, queued_at)
            SELECT DISTINCT q.partition, q.seq, ?::timestamptz FROM unnest(?, ?) q(partition, seq)
            ON CONFLICT DO NOTHING
            """;

    /** What a person asks for goes before what waits already. */
    private static final String REPLAY = """
            INSERT INTO retranslate (partition, seq, queued_at, mapping)
            SELECT c.partition, c.seq, ?, CASE WHEN ? THEN f.mapping ELSE ?::int END
            """;

    private static final String COUNT = "SELECT count(*)\n";

    private static final String TRANSLATED = """
            FROM change c JOIN change_fate f ON f.partition = c.partition AND f.seq = c.seq
            """;

    private static final String ALL = TRANSLATED + """
            WHERE c.tenant = ? AND c.system = ? AND c.object_type = ? AND (?::text IS NULL OR f.fate = ?)
            """;

    private static final String ONE = TRANSLATED + """
            WHERE c.tenant = ? AND c.partition = ? AND c.seq = ?
            """;

    private static final String REPLACES = """
            ON CONFLICT (partition, seq) DO UPDATE SET mapping = excluded.mapping
            """;

    private static final String WAITING = """
            SELECT count(*)
            FROM retranslate r JOIN change c ON c.partition = r.partition AND c.seq = r.seq
            WHERE c.tenant = ?
            """;

    private static final String AWAIT = """
            INSERT INTO waiting_reference (tenant, system, type, external_id, partition, seq, since)
            SELECT ?, w.*, ? FROM unnest(?, ?, ?, ?, ?) w
            ON CONFLICT DO NOTHING
            """;

    /**
     * Looks at the whole small table rather than at each new id, so that a parent that came in the same moment as its child is never missed. A join might be planned over
     * all cross-references there are; the inner query is a look-up for each that waits.
     */
    private static final String ARRIVED = """
            WITH here AS (
                DELETE FROM waiting_reference w
                WHERE (SELECT x.canonical_id
                       FROM cross_reference x
                       WHERE x.tenant = w.tenant AND x.system = w.system AND x.type = w.type AND x.external_id = w.external_id
                       LIMIT 1) IS NOT NULL
                RETURNING w.partition, w.seq
            )
            INSERT INTO retranslate (partition, seq, queued_at)
            SELECT DISTINCT partition, seq, ?::timestamptz FROM here
            ON CONFLICT DO NOTHING
            """;

    /** The type stands in the text, so that the partial index of its code is used. */
    private static final String BY_CODE = """
            (w.type = '%1$s' AND (SELECT o.id FROM canonical_object o
                                  WHERE o.tenant = w.tenant AND o.type = '%1$s' AND o.body ->> 'code' = w.external_id AND NOT o.deleted
                                  LIMIT 1) IS NOT NULL)
            """;

    private static final String ARRIVED_BY_CODE = """
            WITH here AS (
                DELETE FROM waiting_reference w
                WHERE %s
                RETURNING w.partition, w.seq
            )
            INSERT INTO retranslate (partition, seq, queued_at)
            SELECT DISTINCT partition, seq, ?::timestamptz FROM here
            ON CONFLICT DO NOTHING
            """.formatted(Stream.of("LegalEntity", "ServiceItem", "Dimension")
            .map(BY_CODE::formatted)
            .collect(Collectors.joining(" OR ")));

    private static final String CLAIM = """
            SELECT p.partition, p.done_seq
            FROM stage_progress p
            WHERE p.stage = 'translate' AND EXISTS (SELECT 1 FROM retranslate r WHERE r.partition = p.partition AND r.seq <= p.done_seq)
            LIMIT 1
            FOR UPDATE OF p SKIP LOCKED
            """;

    private static final String TAKE = """
            DELETE FROM retranslate
            WHERE partition = ? AND seq IN (SELECT seq FROM retranslate WHERE partition = ? AND seq <= ? ORDER BY seq LIMIT ?)
            RETURNING seq, mapping
            """;

    private Retranslation() {}

    /** A partition in hand, with the numbers to be done again. */
    record Taken(short partition, Map<Long, Optional<Integer>> mappings) {}

    /** With which mappings a replay is done. */
    public sealed interface With {
        /** Those in force by then. */
        record Present() implements With {}

        /** Those that each change was translated with last. */
        record AsThen() implements With {}

        /** One set. */
        record Set(int id) implements With {}
    }

    public static int queue(Connection connection, Collection<Position> positions, Instant now) throws SQLException {
        return positions.isEmpty()
                ? 0
                : Sql.update(
                        connection,
                        QUEUE,
                        now,
                        Sql.shorts(positions, Position::partition),
                        Sql.longs(positions, Position::seq));
    }

    /** @param fate only those that ended so */
    public static int replayAll(
            Connection connection,
            TenantId tenant,
            String system,
            String objectType,
            Optional<String> fate,
            With with,
            Instant now)
            throws SQLException {
        return Sql.update(
                connection,
                REPLAY + ALL + REPLACES,
                now,
                with instanceof With.AsThen,
                set(with),
                tenant.value(),
                system,
                objectType,
                fate.orElse(null),
                fate.orElse(null));
    }

    public static int replayOne(Connection connection, TenantId tenant, Position position, With with, Instant now)
            throws SQLException {
        return Sql.update(
                connection,
                REPLAY + ONE + REPLACES,
                now,
                with instanceof With.AsThen,
                set(with),
                tenant.value(),
                position.partition(),
                position.seq());
    }

    /** How many {@link #replayAll} would take. */
    public static int countAll(
            Connection connection, TenantId tenant, String system, String objectType, Optional<String> fate)
            throws SQLException {
        return count(connection, COUNT + ALL, tenant.value(), system, objectType, fate.orElse(null), fate.orElse(null));
    }

    /** How many {@link #replayOne} would take: one or none. */
    public static int countOne(Connection connection, TenantId tenant, Position position) throws SQLException {
        return count(connection, COUNT + ONE, tenant.value(), position.partition(), position.seq());
    }

    /** How many are yet to be translated again. */
    public static long waiting(Connection connection, TenantId tenant) throws SQLException {
        return count(connection, WAITING, tenant.value());
    }

    private static int count(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        return Sql.queryOne(connection, sql, r -> r.getInt(1), parameters).orElseThrow();
    }

    private static @Nullable Integer set(With with) {
        return switch (with) {
            case With.Set(var id) -> id;
            case With.Present(), With.AsThen() -> null;
        };
    }

    static void await(Connection connection, TenantId tenant, List<Outcome.Waiting> waiting, Instant now)
            throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                AWAIT,
                tenant.value(),
                now,
                Sql.texts(waiting, w -> w.parent().system()),
                Sql.texts(waiting, w -> w.parent().type()),
                Sql.texts(waiting, w -> w.parent().externalId()),
                Sql.shorts(waiting, w -> w.row().position().partition()),
                Sql.longs(waiting, w -> w.row().position().seq()));
    }

    /** @return how many changes go on because their parent has come */
    static int arrived(Connection connection, Instant now) throws SQLException {
        return Sql.update(connection, ARRIVED, now) + Sql.update(connection, ARRIVED_BY_CODE, now);
    }

    /** Takes the partition's lock of the stage, so that a record's versions are never applied by two at once. */
    static Optional<Taken> take(Connection connection, int limit) throws SQLException {
        record Claim(short partition, long doneSeq) {}
        Optional<Claim> claim = Sql.queryOne(connection, CLAIM, r -> new Claim(r.getShort(1), r.getLong(2)));
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        Claim c = claim.get();
        Map<Long, Optional<Integer>> mappings = new TreeMap<>();
        Sql.query(
                connection,
                TAKE,
                r -> mappings.put(r.getLong(1), Optional.ofNullable(r.getObject(2, Integer.class))),
                c.partition(),
                c.partition(),
                c.doneSeq(),
                limit);
        return Optional.of(new Taken(c.partition(), mappings));
    }
}
