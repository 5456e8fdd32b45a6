package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every system's own id of every canonical object. */
public final class CrossReferences {
    private static final String RESOLVE = """
            SELECT x.system, x.type, x.external_id, x.canonical_id, x.applied_ordinal, x.applied_token
            FROM unnest(?, ?, ?) AS k(system, type, external_id)
            JOIN cross_reference x
              ON x.tenant = ? AND x.system = k.system AND x.type = k.type AND x.external_id = k.external_id
            """;

    /** An id that already stands for another object is left as it is; the caller compares what it wished with what is there. */
    private static final String LINK = """
            INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, applied_ordinal, applied_token, linked_at)
            SELECT ?, l.*, ? FROM unnest(?, ?, ?, ?, ?, ?, ?) l
            ON CONFLICT (tenant, system, type, external_id)
            DO UPDATE SET applied_ordinal = excluded.applied_ordinal, applied_token = excluded.applied_token
            WHERE cross_reference.canonical_id = excluded.canonical_id AND cross_reference.applied_ordinal <= excluded.applied_ordinal
            """;

    private static final String MOVE_OVER = """
            UPDATE cross_reference x SET canonical_id = ?
            WHERE x.tenant = ? AND x.system = ? AND x.external_id = ? AND x.canonical_id = ?
              AND NOT EXISTS (SELECT 1 FROM cross_reference o WHERE o.tenant = x.tenant AND o.system = x.system AND o.canonical_id = ?)
            """;

    private static final String EXTERNAL = """
            SELECT canonical_id, external_id FROM cross_reference
            WHERE tenant = ? AND system = ? AND canonical_id = ANY (?)
            """;

    private static final String OF_RECORD = """
            SELECT x.system, x.type, x.external_id, x.canonical_id, x.applied_ordinal, x.applied_token
            FROM unnest(?, ?, ?) AS k(system, object_type, external_id)
            JOIN cross_reference x
              ON x.tenant = ? AND x.system = k.system AND x.external_id = k.external_id AND x.object_type = k.object_type
            """;

    private CrossReferences() {}

    /** @param type canonical type name */
    public record Key(String system, String type, String externalId) {}

    /** @param ordinal of the newest version applied */
    public record Link(Key key, String canonicalId, long ordinal, String token) {}

    /** @param objectType the vendor's own word */
    public record NewLink(Key key, String canonicalId, String objectType, long ordinal, String token) {}

    /** A record as a system names it, whatever canonical objects it became. */
    public record Record(String system, String objectType, String externalId) {}

    public static Map<Key, Link> resolve(Connection connection, TenantId tenant, Collection<Key> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return new HashMap<>();
        }
        return byKey(Sql.query(
                connection,
                RESOLVE,
                CrossReferences::link,
                Sql.texts(keys, Key::system),
                Sql.texts(keys, Key::type),
                Sql.texts(keys, Key::externalId),
                tenant.value()));
    }

    /** What each record became: one link per canonical type. */
    public static List<Link> ofRecords(Connection connection, TenantId tenant, Collection<Record> records)
            throws SQLException {
        if (records.isEmpty()) {
            return List.of();
        }
        return Sql.query(
                connection,
                OF_RECORD,
                CrossReferences::link,
                Sql.texts(records, Record::system),
                Sql.texts(records, Record::objectType),
                Sql.texts(records, Record::externalId),
                tenant.value());
    }

    public static void link(Connection connection, TenantId tenant, Collection<NewLink> links, Instant at)
            throws SQLException {
        if (links.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                LINK,
                tenant.value(),
                at,
                Sql.texts(links, l -> l.key().system()),
                Sql.texts(links, l -> l.key().type()),
                Sql.texts(links, l -> l.key().externalId()),
                Sql.texts(links, NewLink::canonicalId),
                Sql.texts(links, NewLink::objectType),
                Sql.longs(links, NewLink::ordinal),
                Sql.texts(links, NewLink::token));
    }

    /** The record stands for another object from now on; nothing happens when it does not stand for the one, or the other has a record there. */
    public static void moveOver(
            Connection connection, TenantId tenant, String system, String externalId, String from, String to)
            throws SQLException {
        Sql.update(connection, MOVE_OVER, to, tenant.value(), system, externalId, from, to);
    }

    /** @return canonical id to the id in that system; ids that it does not hold are left out */
    public static Map<String, String> externalIds(
            Connection connection, TenantId tenant, String system, Collection<String> canonicalIds)
            throws SQLException {
        Map<String, String> ids = new HashMap<>();
        Sql.query(
                connection,
                EXTERNAL,
                row -> ids.put(row.getString(1), row.getString(2)),
                tenant.value(),
                system,
                Sql.texts(canonicalIds, id -> id));
        return ids;
    }

    /** Without those whose object or record is linked in that system already: a command's answer moves no identity, but for a command that says so. */
    public static List<NewLink> onlyNew(Connection connection, TenantId tenant, String system, List<NewLink> links)
            throws SQLException {
        if (links.isEmpty()) {
            return links;
        }
        Map<String, String> held = externalIds(
                connection,
                tenant,
                system,
                links.stream().map(NewLink::canonicalId).toList());
        return links.stream().filter(l -> !held.containsKey(l.canonicalId())).toList();
    }

    private static Link link(java.sql.ResultSet row) throws SQLException {
        return new Link(
                new Key(row.getString(1), row.getString(2), row.getString(3)),
                row.getString(4),
                row.getLong(5),
                row.getString(6));
    }

    private static Map<Key, Link> byKey(List<Link> links) {
        Map<Key, Link> map = HashMap.newHashMap(links.size());
        links.forEach(l -> map.put(l.key(), l));
        return map;
    }
}
