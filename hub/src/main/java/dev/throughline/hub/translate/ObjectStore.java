package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The present state of canonical objects, as attribute maps in canonical JSON. */
public final class ObjectStore {
    private static final String COLUMNS =
            "id, type, version, deleted, complete, body::text, written_by::text, correlation_id";

    /** Locked in order of id, so that two batches that meet the same objects wait for each other and never deadlock. */
    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM canonical_object WHERE tenant = ? AND id = ANY (?) ORDER BY id FOR UPDATE";

    private static final String READ = "SELECT " + COLUMNS + " FROM canonical_object WHERE tenant = ? AND id = ANY (?)";

    /** The most objects that one {@link #find} answers with. */
    public static final int FOUND_MAX = 10_000;

    /** Type and attribute stand in the text, so that the partial index of that attribute is used. */
    private static final String FIND = "SELECT " + COLUMNS
            + " FROM canonical_object WHERE tenant = ? AND type = '%s' AND body ->> '%s' = ANY (?) AND NOT deleted ORDER BY id LIMIT "
            + FOUND_MAX;

    private static final String INDEX =
            "CREATE INDEX IF NOT EXISTS canonical_%s_%s ON canonical_object (tenant, (body ->> '%s')) WHERE type = '%s'";

    private static final String INSERT = """
            INSERT INTO canonical_object (tenant, id, type, version, deleted, complete, body, written_by, updated_at, correlation_id)
            SELECT ?, o.id, o.type, o.version, o.deleted, o.complete, o.body::jsonb, o.written_by::jsonb, ?, o.correlation_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) o(id, type, version, deleted, complete, body, written_by, correlation_id)
            ON CONFLICT DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE canonical_object c
            SET version = o.version, deleted = o.deleted, complete = o.complete, body = o.body::jsonb, written_by = o.written_by::jsonb, updated_at = ?
            FROM unnest(?, ?, ?, ?, ?, ?) o(id, version, deleted, complete, body, written_by)
            WHERE c.tenant = ? AND c.id = o.id
            """;

    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private ObjectStore() {}

    /**
     * An object as stored.
     *
     * @param version   0 for one that is not stored yet
     * @param body      attributes in canonical JSON; the caller's own copy
     * @param writtenBy attribute to the system that wrote it last
     */
    public record Row(
            String id,
            CanonicalType type,
            long version,
            boolean deleted,
            boolean complete,
            Map<String, Object> body,
            Map<String, Object> writtenBy,
            String correlationId) {
        public static Row fresh(String id, CanonicalType type, String correlationId) {
            return new Row(id, type, 0, false, false, new LinkedHashMap<>(), new LinkedHashMap<>(), correlationId);
        }
    }

    public static Map<String, Row> lock(Connection connection, TenantId tenant, Collection<String> ids)
            throws SQLException {
        return ids.isEmpty()
                ? new HashMap<>()
                : byId(Sql.query(connection, LOCK, ObjectStore::row, tenant.value(), Sql.texts(ids, i -> i)));
    }

    public static Map<String, Row> read(Connection connection, TenantId tenant, Collection<String> ids)
            throws SQLException {
        return ids.isEmpty()
                ? new HashMap<>()
                : byId(Sql.query(connection, READ, ObjectStore::row, tenant.value(), Sql.texts(ids, i -> i)));
    }

    /** Objects of a type whose top-level attribute has one of the values; storage has an index for the attributes that are looked for. */
    public static List<Row> find(
            Connection connection, TenantId tenant, CanonicalType type, String attribute, Collection<String> values)
            throws SQLException {
        return values.isEmpty()
                ? List.of()
                : Sql.query(
                        connection,
                        FIND.formatted(type.typeName(), plain(attribute)),
                        ObjectStore::row,
                        tenant.value(),
                        Sql.texts(values, v -> v));
    }

    /** Makes the index that {@link #find} needs for an attribute. */
    public static void index(Connection connection, CanonicalType type, String attribute) throws SQLException {
        String name = plain(attribute);
        Sql.update(
                connection,
                INDEX.formatted(
                        type.typeName().toLowerCase(Locale.ROOT),
                        name.toLowerCase(Locale.ROOT),
                        name,
                        type.typeName()));
    }

    private static String plain(String attribute) {
        if (!attribute.matches("[a-zA-Z]{1,40}")) {
            throw new IllegalArgumentException("'%s' is no attribute".formatted(attribute));
        }
        return attribute;
    }

    /**
     * Writes states computed from {@link #lock}ed rows.
     *
     * @param fresh ids that were not stored before
     * @throws Transactions.Again when another transaction created one of the fresh ones first
     */
    public static void save(
            Connection connection, TenantId tenant, Collection<Row> rows, java.util.Set<String> fresh, Instant at)
            throws SQLException {
        List<Row> created = rows.stream().filter(r -> fresh.contains(r.id())).toList();
        List<Row> known = rows.stream().filter(r -> !fresh.contains(r.id())).toList();
        if (!created.isEmpty() && insert(connection, tenant, created, at) < created.size()) {
            throw new Transactions.Again("a canonical object was created elsewhere at the same moment");
        }
        if (!known.isEmpty()) {
            update(connection, tenant, known, at);
        }
    }

    private static int insert(Connection connection, TenantId tenant, List<Row> rows, Instant at) throws SQLException {
        return Sql.update(
                connection,
                INSERT,
                tenant.value(),
                at,
                Sql.texts(rows, Row::id),
                Sql.texts(rows, r -> r.type().typeName()),
                Sql.longs(rows, Row::version),
                Sql.booleans(rows, Row::deleted),
                Sql.booleans(rows, Row::complete),
                Sql.texts(rows, r -> text(r.body())),
                Sql.texts(rows, r -> text(r.writtenBy())),
                Sql.texts(rows, Row::correlationId));
    }

    private static void update(Connection connection, TenantId tenant, List<Row> rows, Instant at) throws SQLException {
        Sql.update(
                connection,
                UPDATE,
                at,
                Sql.texts(rows, Row::id),
                Sql.longs(rows, Row::version),
                Sql.booleans(rows, Row::deleted),
                Sql.booleans(rows, Row::complete),
                Sql.texts(rows, r -> text(r.body())),
                Sql.texts(rows, r -> text(r.writtenBy())),
                tenant.value());
    }

    /** jsonb cannot hold U+0000; a vendor's stray one becomes U+FFFD rather than an object that can never be stored. */
    private static String text(Map<String, Object> value) {
        String json = Json.text(value);
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1\ufffd") : json;
    }

    @SuppressWarnings("unchecked")
    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString(1),
                CanonicalType.named(row.getString(2)),
                row.getLong(3),
                row.getBoolean(4),
                row.getBoolean(5),
                (Map<String, Object>) CanonicalJson.parse(row.getString(6)),
                (Map<String, Object>) CanonicalJson.parse(row.getString(7)),
                row.getString(8));
    }

    private static Map<String, Row> byId(List<Row> rows) {
        Map<String, Row> map = HashMap.newHashMap(rows.size());
        rows.forEach(r -> map.put(r.id(), r));
        return map;
    }
}
