package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A captured change as it lies in the log.
 *
 * @param mapping the mapping set to be translated with; empty for the one in force
 * @param settles read by itself or corrected by a person: goes before another version of the same moment
 */
public record ChangeRow(
        Position position,
        TenantId tenant,
        String system,
        String objectType,
        String externalId,
        String token,
        long ordinal,
        boolean deleted,
        String correlationId,
        LocalDate occurredOn,
        String payload,
        boolean settles,
        Optional<Integer> mapping) {
    private static final String COLUMNS = """
            SELECT c.partition, c.seq, c.tenant, c.system, c.object_type, c.external_id, c.version_token, c.ordinal,
                   c.operation = 'deleted', c.correlation_id,
                   (c.occurred_at AT TIME ZONE 'UTC')::date AS occurred_on, c.payload,
                   c.via IN ('fetch', 'replay') AS settles
            FROM change c
            """;

    private static final String NEXT =
            COLUMNS + " WHERE c.partition = ? AND c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?";

    private static final String THESE = COLUMNS + " WHERE c.partition = ? AND c.seq = ANY (?) ORDER BY c.seq";

    static List<ChangeRow> next(Connection connection, short partition, long after, long upTo, int limit)
            throws SQLException {
        return Sql.query(connection, NEXT, ChangeRow::read, partition, after, upTo, limit);
    }

    static List<ChangeRow> these(Connection connection, short partition, Collection<Long> seqs) throws SQLException {
        return Sql.query(connection, THESE, ChangeRow::read, partition, Sql.longs(seqs, s -> s));
    }

    ChangeRow by(@Nullable Integer set) {
        return new ChangeRow(
                position,
                tenant,
                system,
                objectType,
                externalId,
                token,
                ordinal,
                deleted,
                correlationId,
                occurredOn,
                payload,
                settles,
                Optional.ofNullable(set));
    }

    /** The record, for people and for exceptions of the same record. */
    String record() {
        return system + " " + objectType + " " + externalId;
    }

    private static ChangeRow read(ResultSet row) throws SQLException {
        return new ChangeRow(
                new Position(row.getShort(1), row.getLong(2)),
                new TenantId(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getBoolean(9),
                row.getString(10),
                row.getObject(11, LocalDate.class),
                row.getString(12),
                row.getBoolean(13),
                Optional.empty());
    }
}
