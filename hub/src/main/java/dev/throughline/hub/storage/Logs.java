package dev.throughline.hub.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sequence numbers and reading positions of the append-only logs. An appender locks the partition's row until it commits, so numbers become visible in order and
 * a reader can never step over one that still commits later.
 */
public final class Logs {
    public static final String CHANGE = "change";
    public static final String EVENT = "event";

    /** Rows are locked in the order of their partitions, so that appenders never deadlock. */
    private static final String RESERVE = """
            WITH mine AS MATERIALIZED (
                SELECT l.partition, n.rows
                FROM unnest(?, ?) AS n(partition, rows) JOIN log_partition l ON l.log = ? AND l.partition = n.partition
                ORDER BY l.partition
                FOR UPDATE OF l
            )
            UPDATE log_partition l
            SET last_seq = l.last_seq + m.rows
            FROM mine m
            WHERE l.log = ? AND l.partition = m.partition
            RETURNING l.partition, l.last_seq - m.rows + 1
            """;

    private static final String CREATE_PARTITIONS = """
            INSERT INTO log_partition (log, partition)
            SELECT log, p FROM unnest(ARRAY['change', 'event']) log, generate_series(0, ?) p
            WHERE NOT EXISTS (SELECT 1 FROM log_partition)
            """;

    private static final String CREATE_PROGRESS = """
            INSERT INTO stage_progress (stage, partition)
            SELECT s.stage, l.partition
            FROM log_partition l JOIN (VALUES ('translate', 'change'), ('decide', 'event')) s(stage, log) ON s.log = l.log
            ON CONFLICT DO NOTHING
            """;

    private static final String COUNT = "SELECT count(*) AS n FROM log_partition WHERE log = 'change'";

    /** The claim is a row lock: a dead node's claim is free the moment its connection dies. */
    private static final String CLAIM = """
            SELECT p.partition, p.done_seq, l.last_seq
            FROM stage_progress p JOIN log_partition l ON l.log = ? AND l.partition = p.partition
            WHERE p.stage = ? AND l.last_seq - p.done_seq BETWEEN 1 AND ?
            ORDER BY l.last_seq - p.done_seq DESC
            LIMIT ?
            FOR UPDATE OF p SKIP LOCKED
            """;

    /** How many more partitions a batch may take when each holds little. */
    private static final int SHORT_ONES = 16;

    private static final String ADVANCE = "UPDATE stage_progress SET done_seq = ? WHERE stage = ? AND partition = ?";

    private Logs() {}

    /** Fixes the number of partitions at the first start of a database; later starts keep what is there. @return the number in force */
    public static int prepare(Connection connection, int partitions) throws SQLException {
        Sql.update(connection, CREATE_PARTITIONS, partitions - 1);
        Sql.update(connection, CREATE_PROGRESS);
        return Sql.queryOne(connection, COUNT, row -> row.getInt("n")).orElseThrow();
    }

    /**
     * Reserves numbers for an append and holds the partitions until the transaction ends.
     *
     * @param counts partition to how many
     * @return partition to the first number reserved
     */
    public static Map<Short, Long> reserve(Connection connection, String log, Map<Short, Integer> counts)
            throws SQLException {
        Map<Short, Long> first = new HashMap<>();
        var partitions = new TreeMap<>(counts);
        Sql.query(
                connection,
                RESERVE,
                row -> first.put(row.getShort(1), row.getLong(2)),
                Sql.shorts(partitions.keySet(), p -> p),
                Sql.integers(partitions.values(), n -> n),
                log,
                log);
        if (first.size() != partitions.size()) {
            throw new IllegalStateException(
                    "log %s lacks some of the partitions %s".formatted(log, partitions.keySet()));
        }
        return first;
    }

    /** Takes the partition with the longest backlog that nobody else holds. */
    public static Optional<Claim> claim(Connection connection, String log, String stage) throws SQLException {
        return claims(connection, log, stage, Long.MAX_VALUE, 1).stream().findFirst();
    }

    /**
     * Takes the partition with the longest backlog that nobody else holds and, when that does not fill a batch, short ones beside it: a trickle that is spread over all
     * partitions then costs one transaction rather than one each. Together they hold at most about twice the batch.
     *
     * @param batch rows that a batch should have
     */
    public static List<Claim> claim(Connection connection, String log, String stage, int batch) throws SQLException {
        Optional<Claim> longest = claim(connection, log, stage);
        if (longest.isEmpty()) {
            return List.of();
        }
        int each = batch / SHORT_ONES;
        if (longest.get().backlog() > each) {
            return List.of(longest.get());
        }
        List<Claim> all = new ArrayList<>();
        all.add(longest.get());
        claims(connection, log, stage, each, SHORT_ONES).stream()
                .filter(c -> c.partition() != longest.get().partition())
                .forEach(all::add);
        return all;
    }

    private static List<Claim> claims(Connection connection, String log, String stage, long backlogMax, int most)
            throws SQLException {
        return Sql.query(
                connection,
                CLAIM,
                row -> new Claim(row.getShort(1), row.getLong(2), row.getLong(3)),
                log,
                stage,
                backlogMax,
                most);
    }

    public static void advance(Connection connection, String stage, short partition, long doneSeq) throws SQLException {
        Sql.update(connection, ADVANCE, doneSeq, stage, partition);
    }

    /** The partition of a key: the same for ever, on every node. */
    public static short partition(String key, int partitions) {
        int h = key.hashCode();
        // String.hashCode spreads short similar keys badly over few partitions; this is the finalizer of Murmur3.
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return (short) Math.floorMod(h, partitions);
    }

    public static <T> Map<Short, Integer> counts(Collection<T> rows, java.util.function.Function<T, Short> partition) {
        Map<Short, Integer> counts = new HashMap<>();
        for (T row : rows) {
            counts.merge(partition.apply(row), 1, Integer::sum);
        }
        return counts;
    }

    /** @param doneSeq last number done; @param lastSeq last number that is there */
    public record Claim(short partition, long doneSeq, long lastSeq) {
        long backlog() {
            return lastSeq - doneSeq;
        }
    }

    /** Numbers rows in their order, after what {@link #reserve} gave. */
    public static final class Numbering {
        private final Map<Short, Long> next;

        public Numbering(Map<Short, Long> first) {
            this.next = new HashMap<>(first);
        }

        public Position take(short partition) {
            long seq = next.merge(partition, 1L, Long::sum) - 1;
            return new Position(partition, seq);
        }
    }
}
