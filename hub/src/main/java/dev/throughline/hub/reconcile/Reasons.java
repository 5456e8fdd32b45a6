package dev.throughline.hub.reconcile;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the hub knows of records that differ: read in sets, never a query per record. Those that nobody can explain are left out of the answers. */
final class Reasons {
    private static final String HELD = """
            SELECT trace_key, 'held as exception ' || id || ': ' || says AS why
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
              AND trace_key = ANY (?)
            """;
    private static final String FATES = """
            SELECT DISTINCT ON (c.external_id) c.external_id,
                   CASE WHEN f.fate IS NULL THEN 'captured, not translated yet'
                        ELSE f.fate || coalesce(nullif(': ' || f.reason, ': '), '') END AS why
            FROM change c
            LEFT JOIN change_fate f ON f.partition = c.partition AND f.seq = c.seq
            WHERE c.tenant = ?
              AND c.system = ?
              AND c.object_type = ?
              AND c.external_id = ANY (?)
              AND (f.fate IS NULL OR f.fate IN ('ignored', 'held', 'waiting', 'dead'))
            ORDER BY c.external_id, c.ordinal DESC, c.received_at DESC
            """;
    /** A record that carries our key was made by our command; one that was changed after the hub read its kind last could not be captured yet. */
    private static final String WRITTEN = """
            SELECT r.external_id,
                   CASE WHEN c.key IS NOT NULL THEN 'in flight: command ' || c.key || ' made it, and its answer is not here yet'
                        ELSE 'in flight: it was changed after the hub read ' || r.object_type || ' last, at ' || to_char(s.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                   END AS why
            FROM reconciliation_record r
            LEFT JOIN command c ON c.tenant = ? AND c.key = r.key AND c.state IN ('ready', 'uncertain', 'accepted')
            LEFT JOIN source_cursor s ON s.tenant = ? AND s.system = r.system AND s.object_type = r.object_type AND r.changed_at > s.read_at
            WHERE r.run = ?
              AND r.system = ?
              AND r.type = ?
              AND r.external_id = ANY (?)
              AND (c.key IS NOT NULL OR s.system IS NOT NULL)
            """;

    private static final String SENT = """
            SELECT subject, 'in flight: command ' || min(key) || ' about it is under way' AS why
            FROM command
            WHERE tenant = ?
              AND system = ?
              AND subject = ANY (?)
              AND state IN ('ready', 'uncertain', 'accepted')
            GROUP BY subject
            """;

    private static final String OLDER_VERSIONS = """
            SELECT v.id, 'the system keeps the newest version only, here is number ' || max((n.body ->> 'number')::int) AS why
            FROM canonical_object v
            JOIN canonical_object n
              ON n.tenant = v.tenant AND n.type = 'ContractVersion' AND n.body ->> 'contract' = v.body ->> 'contract' AND NOT n.deleted
            WHERE v.tenant = ?
              AND v.id = ANY (?)
              AND (n.body ->> 'number')::int > (v.body ->> 'number')::int
            GROUP BY v.id
            """;

    private final Connection connection;
    private final String tenant;

    Reasons(Connection connection, TenantId tenant) {
        this.connection = connection;
        this.tenant = tenant.value();
    }

    /** By external id. */
    Map<String, String> ofRecords(String system, String objectType, Collection<String> externalIds)
            throws SQLException {
        Map<String, String> why = new HashMap<>();
        Sql.Column ids = Sql.texts(externalIds, i -> i);
        Sql.query(connection, FATES, r -> why.put(r.getString(1), r.getString(2)), tenant, system, objectType, ids);
        String prefix = system + " " + objectType + " ";
        Sql.query(
                connection,
                HELD,
                r -> why.put(r.getString(1).substring(prefix.length()), r.getString(2)),
                tenant,
                Sql.texts(externalIds, i -> prefix + i));
        return why;
    }

    /** By external id: what the system holds by now, or was just told, and the hub has not read back yet. */
    Map<String, String> inFlight(long run, String system, String type, Map<String, String> idsByExternal)
            throws SQLException {
        Map<String, String> why = new HashMap<>();
        if (idsByExternal.isEmpty()) {
            return why;
        }
        Map<String, String> sent = new HashMap<>();
        Sql.query(
                connection,
                SENT,
                r -> sent.put(r.getString(1), r.getString(2)),
                tenant,
                system,
                Sql.texts(idsByExternal.values(), i -> i));
        idsByExternal.forEach((external, id) -> {
            if (sent.containsKey(id)) {
                why.put(external, sent.get(id));
            }
        });
        Sql.query(
                connection,
                WRITTEN,
                r -> why.put(r.getString(1), r.getString(2)),
                tenant,
                tenant,
                run,
                system,
                type,
                Sql.texts(idsByExternal.keySet(), i -> i));
        return why;
    }

    /** By canonical id of a contract's version that the system does not show. */
    Map<String, String> ofOlderVersions(Collection<String> ids) throws SQLException {
        Map<String, String> why = new HashMap<>();
        if (!ids.isEmpty()) {
            Sql.query(
                    connection,
                    OLDER_VERSIONS,
                    r -> why.put(r.getString(1), r.getString(2)),
                    tenant,
                    Sql.texts(ids, i -> i));
        }
        return why;
    }
}
