package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Cursor;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Stretches that a system could not tell about: read again from the last certain moment to the present end, beside the source's own cursor, which never moves for it; then
 * compared with what the system holds.
 */
final class Rereads {
    /** One that is already reading from an earlier moment covers the new gap too, since it ends at the present. */
    private static final String ASK = """
            INSERT INTO reread AS r (tenant, system, object_type, since, reason, phase, cursor, asked_at)
            VALUES (?, ?, ?, ?, ?, 'reading', '', ?)
            ON CONFLICT (tenant, system, object_type)
            DO UPDATE SET since = CASE WHEN r.phase = 'done' THEN excluded.since ELSE least(r.since, excluded.since) END,
                          reason = excluded.reason, phase = 'reading', cursor = '', asked_at = excluded.asked_at,
                          ended_at = NULL, found = 0, missing = 0, last_error = NULL
            WHERE r.phase <> 'reading' OR excluded.since < r.since
            """;

    private static final String UNDER_WAY = """
            SELECT object_type, since, reason, phase, cursor
            FROM reread
            WHERE tenant = ? AND system = ? AND phase <> 'done'
            ORDER BY asked_at, object_type
            """;

    private static final String ADVANCE = """
            UPDATE reread
            SET phase = ?, cursor = ?, found = found + ?, missing = missing + ?, last_error = NULL,
                ended_at = CASE WHEN ? = 'done' THEN ?::timestamptz END
            WHERE tenant = ? AND system = ? AND object_type = ? AND phase = ? AND cursor = ? AND since = ?
            """;

    private static final String FAILED =
            "UPDATE reread SET last_error = ? WHERE tenant = ? AND system = ? AND object_type = ?";

    private Rereads() {}

    /** Where a re-read stands. */
    enum Phase {
        READING,
        PROVING,
        DONE;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param cursor empty at the beginning of a phase */
    record Reread(Source source, Instant since, String reason, Phase phase, Optional<Cursor> cursor) {}

    static void ask(Connection connection, Source source, Instant since, String reason, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                ASK,
                source.tenant().value(),
                source.system().value(),
                source.type().value(),
                since,
                reason,
                now);
    }

    static List<Reread> underWay(Connection connection, TenantId tenant, SystemId system) throws SQLException {
        return Sql.query(
                connection,
                UNDER_WAY,
                r -> new Reread(
                        new Source(tenant, system, new dev.throughline.model.ObjectType(r.getString("object_type"))),
                        Sql.instant(r, "since"),
                        r.getString("reason"),
                        Phase.valueOf(r.getString("phase").toUpperCase(Locale.ROOT)),
                        Optional.of(r.getString("cursor"))
                                .filter(c -> !c.isEmpty())
                                .map(Cursor::new)),
                tenant.value(),
                system.value());
    }

    /** @return false when it was asked for anew meanwhile, or another node is ahead */
    static boolean advance(
            Connection connection,
            Reread from,
            Phase phase,
            Optional<Cursor> cursor,
            long found,
            long missing,
            Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        ADVANCE,
                        phase.stored(),
                        cursor.map(Cursor::value).orElse(""),
                        found,
                        missing,
                        phase.stored(),
                        now,
                        from.source().tenant().value(),
                        from.source().system().value(),
                        from.source().type().value(),
                        from.phase().stored(),
                        from.cursor().map(Cursor::value).orElse(""),
                        from.since())
                > 0;
    }

    static void failed(Connection connection, Source source, String says) throws SQLException {
        Sql.update(
                connection,
                FAILED,
                says,
                source.tenant().value(),
                source.system().value(),
                source.type().value());
    }
}
