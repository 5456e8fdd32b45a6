package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Cursor;
import dev.throughline.hub.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How far each source has been read. A failure leaves the cursor where it was. */
final class SourceCursors {
    private static final String READ = """
            SELECT cursor, read_at, last_error IS NULL AS well
            FROM source_cursor
            WHERE tenant = ? AND system = ? AND object_type = ?
            """;

    /** Only from where the reader began: of two that read the same stretch at once, one moves the cursor. */
    private static final String MOVE = """
            INSERT INTO source_cursor (tenant, system, object_type, cursor, moved_at, read_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, system, object_type)
            DO UPDATE SET cursor = excluded.cursor, read_at = excluded.read_at, last_error = NULL,
                          moved_at = CASE WHEN source_cursor.cursor = excluded.cursor THEN source_cursor.moved_at ELSE excluded.moved_at END
            WHERE source_cursor.cursor = ?
            """;

    private static final String FAILED = """
            INSERT INTO source_cursor (tenant, system, object_type, cursor, moved_at, read_at, last_error)
            VALUES (?, ?, ?, '', ?, '-infinity', ?)
            ON CONFLICT (tenant, system, object_type) DO UPDATE SET last_error = excluded.last_error
            """;

    private static final String FORGET =
            "UPDATE source_cursor SET cursor = '' WHERE tenant = ? AND system = ? AND object_type = ?";

    private SourceCursors() {}

    /** @param readAt last time that the source answered, also with nothing new; @param well whether its latest answer was no failure */
    record Place(Optional<Cursor> cursor, Instant readAt, boolean well) {
        private static final Place BEGINNING = new Place(Optional.empty(), Instant.MIN, true);
    }

    static Place read(Connection connection, Source source) throws SQLException {
        return Sql.queryOne(
                        connection,
                        READ,
                        r -> new Place(
                                Optional.of(r.getString("cursor"))
                                        .filter(c -> !c.isEmpty())
                                        .map(Cursor::new),
                                r.getString("read_at").startsWith("-") ? Instant.MIN : Sql.instant(r, "read_at"),
                                r.getBoolean("well")),
                        source.tenant().value(),
                        source.system().value(),
                        source.type().value())
                .orElse(Place.BEGINNING);
    }

    /** @return false when the cursor is no longer where this reader began: somebody else has read on */
    static boolean move(Connection connection, Source source, Optional<Cursor> from, Cursor to, Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        MOVE,
                        source.tenant().value(),
                        source.system().value(),
                        source.type().value(),
                        to.value(),
                        now,
                        now,
                        from.map(Cursor::value).orElse(""))
                > 0;
    }

    static void failed(Connection connection, Source source, String says, Instant now) throws SQLException {
        Sql.update(
                connection,
                FAILED,
                source.tenant().value(),
                source.system().value(),
                source.type().value(),
                now,
                says);
    }

    /** The position is not known to the system any more: the next reading begins without one. */
    static void forget(Connection connection, Source source) throws SQLException {
        Sql.update(
                connection,
                FORGET,
                source.tenant().value(),
                source.system().value(),
                source.type().value());
    }
}
