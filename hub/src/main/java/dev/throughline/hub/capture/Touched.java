package dev.throughline.hub.capture;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records that must be fetched: something about them changed, or two versions of one moment contradict each other. One row per record, however often it is noticed. */
public final class Touched {
    static final int CLAIM_MAX = 200;

    /** After which a dead node's records are fetched by another. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final String NOTE = """
            INSERT INTO touched AS t (tenant, system, object_type, external_id, noticed_at, correlation_id, due_at, settles)
            SELECT n.tenant, n.system, n.object_type, n.external_id, ?, min(n.correlation_id), ?, bool_or(n.settles)
            FROM unnest(?, ?, ?, ?, ?, ?) AS n(tenant, system, object_type, external_id, correlation_id, settles)
            GROUP BY n.tenant, n.system, n.object_type, n.external_id
            ORDER BY n.tenant, n.system, n.object_type, n.external_id
            ON CONFLICT (tenant, system, object_type, external_id)
            DO UPDATE SET noticed_at = excluded.noticed_at, due_at = excluded.due_at, notices = t.notices + 1, attempts = 0,
                          settles = t.settles OR excluded.settles
            """;

    private static final String TYPES =
            "SELECT DISTINCT object_type FROM touched WHERE tenant = ? AND system = ? AND due_at <= ? ORDER BY object_type";

    private static final String CLAIM = """
            UPDATE touched t SET due_at = ?
            FROM (
                SELECT id FROM touched
                WHERE tenant = ? AND system = ? AND object_type = ? AND due_at <= ?
                ORDER BY due_at, id
                LIMIT ?
                FOR UPDATE SKIP LOCKED
            ) AS due
            WHERE t.id = due.id
            RETURNING t.id, t.external_id, t.notices, t.settles
            """;

    /** What was noticed again while it was fetched stays: the answer may be older than the notice. */
    private static final String FETCHED = """
            DELETE FROM touched t
            USING unnest(?, ?) AS f(id, notices)
            WHERE t.id = f.id AND t.notices = f.notices
            """;

    private static final String LATER = """
            UPDATE touched t SET due_at = least(t.due_at, ?), attempts = t.attempts + 1, last_error = ?
            FROM unnest(?) AS f(id)
            WHERE t.id = f.id
            """;

    private Touched() {}

    /** @param settles two versions of the same moment contradict each other: what is fetched is the truth of that moment */
    public record Notice(
            TenantId tenant,
            SystemId system,
            ObjectType objectType,
            ExternalId externalId,
            String correlationId,
            boolean settles) {}

    /** A record in hand. @param notices how often it had been noticed when it was taken */
    record Claimed(long id, ExternalId externalId, int notices, boolean settles) {}

    public static void note(Connection connection, List<Notice> notices, Instant now) throws SQLException {
        if (notices.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                NOTE,
                now,
                now,
                Sql.texts(notices, n -> n.tenant().value()),
                Sql.texts(notices, n -> n.system().value()),
                Sql.texts(notices, n -> n.objectType().value()),
                Sql.texts(notices, n -> n.externalId().value()),
                Sql.texts(notices, Notice::correlationId),
                Sql.booleans(notices, Notice::settles));
    }

    static List<ObjectType> dueTypes(Connection connection, TenantId tenant, SystemId system, Instant now)
            throws SQLException {
        return Sql.query(connection, TYPES, r -> new ObjectType(r.getString(1)), tenant.value(), system.value(), now);
    }

    /** Takes records in hand for a while, so that they are fetched outside of any transaction. */
    static List<Claimed> claim(Connection connection, Source source, Instant now) throws SQLException {
        return Sql.query(
                connection,
                CLAIM,
                r -> new Claimed(r.getLong(1), new ExternalId(r.getString(2)), r.getInt(3), r.getBoolean(4)),
                now.plus(LEASE),
                source.tenant().value(),
                source.system().value(),
                source.type().value(),
                now,
                CLAIM_MAX);
    }

    static void fetched(Connection connection, List<Claimed> done) throws SQLException {
        if (!done.isEmpty()) {
            Sql.update(connection, FETCHED, Sql.longs(done, Claimed::id), Sql.longs(done, c -> (long) c.notices()));
        }
    }

    static void later(Connection connection, List<Claimed> failed, Instant due, String why) throws SQLException {
        if (!failed.isEmpty()) {
            Sql.update(connection, LATER, due, why, Sql.longs(failed, Claimed::id));
        }
    }
}
