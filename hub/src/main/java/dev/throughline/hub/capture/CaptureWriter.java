package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Appends changes to the log, each version of each record once. */
public final class CaptureWriter {
    private static final String INSERT = """
            INSERT INTO change (partition, seq, tenant, system, object_type, external_id, version_token, ordinal, operation,
                                occurred_at, received_at, via, correlation_id, payload)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, system, object_type, external_id, version_token) DO NOTHING
            RETURNING partition, seq
            """;

    private final int partitions;

    public CaptureWriter(int partitions) {
        this.partitions = partitions;
    }

    /**
     * One change on its way into the log.
     *
     * @param correlationId follows the deal; where the sender gave none, the record's own identity
     */
    public record Incoming(
            TenantId tenant,
            SystemId system,
            Capture.Via via,
            Change change,
            Instant receivedAt,
            String correlationId) {
        public static Incoming of(
                TenantId tenant, SystemId system, Capture.Via via, Change change, Instant receivedAt) {
            return new Incoming(
                    tenant,
                    system,
                    via,
                    change,
                    receivedAt,
                    system + "/" + change.objectType() + "/" + change.externalId());
        }

        boolean touch() {
            return change.operation() == Change.Operation.TOUCHED;
        }

        private String recordKey() {
            return tenant + "|" + system + "|" + change.objectType() + "|" + change.externalId();
        }
    }

    private record Numbered(Position position, Incoming incoming) {}

    /** @return one receipt per change, in order; durable when the caller's transaction commits */
    public List<Capture.Receipt> append(Connection connection, List<Incoming> incoming) throws SQLException {
        touch(connection, incoming.stream().filter(Incoming::touch).toList());
        List<Incoming> states = incoming.stream().filter(i -> !i.touch()).toList();
        if (states.isEmpty()) {
            return incoming.stream().map(CaptureWriter::noted).toList();
        }
        var numbering = new Logs.Numbering(Logs.reserve(connection, Logs.CHANGE, Logs.counts(states, this::partition)));
        List<Numbered> rows = new ArrayList<>(states.size());
        List<@Nullable Numbered> byIncoming = new ArrayList<>(incoming.size());
        for (Incoming one : incoming) {
            if (one.touch()) {
                byIncoming.add(null);
                continue;
            }
            Numbered row = new Numbered(numbering.take(partition(one)), one);
            rows.add(row);
            byIncoming.add(row);
        }
        Set<Position> stored = insert(connection, rows);
        return byIncoming.stream().map(row -> receipt(row, stored)).toList();
    }

    private short partition(Incoming incoming) {
        return Logs.partition(incoming.recordKey(), partitions);
    }

    private static Capture.Receipt noted(Incoming incoming) {
        return new Capture.Receipt.Noted();
    }

    private static Capture.Receipt receipt(@Nullable Numbered row, Set<Position> stored) {
        if (row == null) {
            return new Capture.Receipt.Noted();
        }
        return stored.contains(row.position())
                ? new Capture.Receipt.Stored(row.position().toString())
                : new Capture.Receipt.Repeated();
    }

    private static Set<Position> insert(Connection connection, List<Numbered> rows) throws SQLException {
        return new HashSet<>(Sql.query(
                connection,
                INSERT,
                row -> new Position(row.getShort(1), row.getLong(2)),
                Sql.shorts(rows, r -> r.position().partition()),
                Sql.longs(rows, r -> r.position().seq()),
                Sql.texts(rows, r -> r.incoming().tenant().value()),
                Sql.texts(rows, r -> r.incoming().system().value()),
                Sql.texts(rows, r -> r.incoming().change().objectType().value()),
                Sql.texts(rows, r -> r.incoming().change().externalId().value()),
                Sql.texts(rows, r -> r.incoming().change().version().token()),
                Sql.longs(rows, r -> r.incoming().change().version().ordinal()),
                Sql.texts(rows, r -> r.incoming().change().operation().name().toLowerCase(java.util.Locale.ROOT)),
                Sql.instants(rows, r -> r.incoming().change().occurredAt()),
                Sql.instants(rows, r -> r.incoming().receivedAt()),
                Sql.texts(rows, r -> r.incoming().via().name().toLowerCase(java.util.Locale.ROOT)),
                Sql.texts(rows, r -> r.incoming().correlationId()),
                Sql.texts(rows, r -> Json.text(r.incoming().change().payload()))));
    }

    private static void touch(Connection connection, List<Incoming> rows) throws SQLException {
        if (!rows.isEmpty()) {
            Touched.note(
                    connection,
                    rows.stream()
                            .map(r -> new Touched.Notice(
                                    r.tenant(),
                                    r.system(),
                                    r.change().objectType(),
                                    r.change().externalId(),
                                    r.correlationId(),
                                    false))
                            .toList(),
                    rows.getFirst().receivedAt());
        }
    }
}
