package dev.throughline.hub.decide;

import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Process;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Process instances in storage. */
final class Instances {
    private static final String READ = """
            SELECT i.type, i.key, i.state::text, i.version, i.since, i.correlation_id
            FROM process_instance i
            JOIN (SELECT * FROM unnest(?, ?) AS k(type, key)) k ON i.type = k.type AND i.key = k.key
            WHERE i.tenant = ?
            ORDER BY i.type, i.key
            """;
    private static final String LOCK = READ + "FOR UPDATE OF i";

    private static final String INSERT = """
            INSERT INTO process_instance (tenant, type, key, state_name, state, version, since, updated_at, correlation_id)
            SELECT ?, i.type, i.key, i.state_name, i.state::jsonb, 1, ?, ?, i.correlation_id
            FROM unnest(?, ?, ?, ?, ?) i(type, key, state_name, state, correlation_id)
            ON CONFLICT DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE process_instance p
            SET state_name = i.state_name, state = i.state::jsonb, version = p.version + 1, updated_at = ?,
                since = CASE WHEN p.state_name = i.state_name THEN p.since ELSE ? END
            FROM unnest(?, ?, ?, ?) i(type, key, state_name, state)
            WHERE p.tenant = ? AND p.type = i.type AND p.key = i.key
            """;

    private Instances() {}

    record Key(String type, String key) {
        String path() {
            return type + "/" + key;
        }
    }

    /** One instance while a batch is decided. */
    static final class Held {
        final Key key;
        final boolean stored;
        final String correlationId;
        Object state;
        boolean touched;

        Held(Key key, boolean stored, String correlationId, Object state) {
            this.key = key;
            this.stored = stored;
            this.correlationId = correlationId;
            this.state = state;
        }

        String stateName() {
            return state.getClass().getSimpleName();
        }
    }

    /** @param processes by type; an instance of a process that is no more is left alone */
    static Map<Key, Held> lock(
            Connection connection, TenantId tenant, Collection<Key> keys, Map<String, Process<?>> processes)
            throws SQLException {
        return held(connection, LOCK, tenant, keys, processes);
    }

    /** As they stand, for whoever only looks. */
    static Map<Key, Held> read(
            Connection connection, TenantId tenant, Collection<Key> keys, Map<String, Process<?>> processes)
            throws SQLException {
        return held(connection, READ, tenant, keys, processes);
    }

    private static Map<Key, Held> held(
            Connection connection, String sql, TenantId tenant, Collection<Key> keys, Map<String, Process<?>> processes)
            throws SQLException {
        Map<Key, Held> held = new HashMap<>();
        if (keys.isEmpty()) {
            return held;
        }
        Sql.query(
                connection,
                sql,
                row -> {
                    Key key = new Key(row.getString(1), row.getString(2));
                    Object state = CanonicalJson.read(
                            row.getString(3), processes.get(key.type()).stateType());
                    return held.put(key, new Held(key, true, row.getString(6), state));
                },
                Sql.texts(keys, Key::type),
                Sql.texts(keys, Key::key),
                tenant.value());
        return held;
    }

    static void save(Connection connection, TenantId tenant, Collection<Held> held, Instant now) throws SQLException {
        List<Held> fresh = held.stream().filter(h -> h.touched && !h.stored).toList();
        List<Held> known = held.stream().filter(h -> h.touched && h.stored).toList();
        if (!fresh.isEmpty()) {
            int inserted = Sql.update(
                    connection,
                    INSERT,
                    tenant.value(),
                    now,
                    now,
                    Sql.texts(fresh, h -> h.key.type()),
                    Sql.texts(fresh, h -> h.key.key()),
                    Sql.texts(fresh, Held::stateName),
                    Sql.texts(fresh, h -> CanonicalJson.write(h.state)),
                    Sql.texts(fresh, h -> h.correlationId));
            if (inserted < fresh.size()) {
                throw new Transactions.Again("a process instance was begun elsewhere at the same moment");
            }
        }
        if (!known.isEmpty()) {
            Sql.update(
                    connection,
                    UPDATE,
                    now,
                    now,
                    Sql.texts(known, h -> h.key.type()),
                    Sql.texts(known, h -> h.key.key()),
                    Sql.texts(known, Held::stateName),
                    Sql.texts(known, h -> CanonicalJson.write(h.state)),
                    tenant.value());
        }
    }
}
