package dev.throughline.hub.whatif;

import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Indexed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Makes and drops the schema that a sandbox works in, with a copy of what was captured. Names of schemas are the hub's own, never what somebody typed. */
final class SandboxSchema {
    static final String PREFIX = "what_if_";

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind = 'r' AND c.relpersistence = 'p'
            """;

    private static final String LEFT =
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, ?) ORDER BY nspname";

    private static final String PARTITIONS = """
            UPDATE log_partition l
            SET last_seq = (SELECT coalesce(max(c.seq), 0) FROM change c WHERE c.partition = l.partition)
            WHERE l.log = 'change'
            """;

    /**
     * Behind what lies there already; within a portion in the order in which it was captured. The hub made those records of which it first heard after it had asked for them;
     * others that it only wrote to, such as a deal that is told its project, were there before.
     */
    private static final String COPY = """
            WITH made AS MATERIALIZED (
                SELECT system, external_id, min(created_at) AS asked FROM %1$s.command
                WHERE tenant = ? AND state = 'done' AND external_id IS NOT NULL AND system IS NOT NULL
                GROUP BY system, external_id),
            heard AS MATERIALIZED (
                SELECT system, object_type, external_id, min(received_at) AS first FROM %1$s.change
                WHERE tenant = ?
                GROUP BY system, object_type, external_id),
            what AS MATERIALIZED (
                SELECT DISTINCT ON (system, external_id, object_type) system, external_id, object_type, type
                FROM %1$s.cross_reference WHERE tenant = ?
                ORDER BY system, external_id, object_type, type)
            INSERT INTO change (partition, seq, tenant, system, object_type, external_id, version_token, ordinal, operation, occurred_at, received_at, via, correlation_id, payload)
            SELECT c.partition, l.last_seq + row_number() OVER (PARTITION BY c.partition ORDER BY c.seq), c.tenant, c.system, c.object_type, c.external_id, c.version_token,
                   c.ordinal, c.operation, c.occurred_at, c.received_at, c.via, c.correlation_id, c.payload
            FROM %1$s.change c
            JOIN log_partition l ON l.log = 'change' AND l.partition = c.partition
            LEFT JOIN made m ON m.system = c.system AND m.external_id = c.external_id
            JOIN heard h ON h.system = c.system AND h.object_type = c.object_type AND h.external_id = c.external_id
            LEFT JOIN what w ON w.system = c.system AND w.external_id = c.external_id AND w.object_type = c.object_type
            WHERE c.tenant = ?
              AND CASE WHEN w.type IN ('Invoice', 'Payment', 'CreditMemo') THEN 'SETTLED'
                       WHEN w.type IN ('TimeEntry', 'Expense', 'Milestone', 'UsageRecord') THEN 'WORK'
                       WHEN m.asked < h.first THEN 'ECHO'
                       ELSE 'GROUND' END = ?
            """;

    /** What was captured, in the order of causes. What finance said of invoices is none of them: those were made by the hub as it was, and have nothing to do with what it would make. */
    enum Portion {
        /** Deals, contracts, people, prices. */
        GROUND,
        /** What systems say of records that the hub made for those, such as a project in delivery. */
        ECHO,
        /** What was done on them. */
        WORK
    }

    /** Who is who in which system is known from the start, also by the matching of people; what each record said last is not. */
    private static final String LINKS = """
            INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, applied_ordinal, applied_token, linked_at)
            SELECT tenant, system, type, external_id, canonical_id, object_type, 0, '', linked_at
            FROM %s.cross_reference
            WHERE tenant = ?
            """;

    private SandboxSchema() {}

    /** @param home the schema of the hub itself */
    static DataSource create(DataSource live, String home, String schema, TenantId tenant) {
        drop(live, schema);
        var source = new SchemaSource(live, schema);
        Flyway.configure()
                .dataSource(live)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        new Transactions(source).run(c -> {
            unlogged(c, schema);
            for (String indexed : Indexed.ATTRIBUTES) {
                String[] parts = indexed.split("\\.", 2);
                ObjectStore.index(c, CanonicalType.named(parts[0]), parts[1]);
            }
            Logs.prepare(c, partitions(c, home));
            Sql.update(c, LINKS.formatted(home), tenant.value());
            return true;
        });
        return source;
    }

    /** @param home the schema of the hub itself */
    static void copy(Connection connection, String home, TenantId tenant, Portion portion) throws SQLException {
        Sql.update(
                connection,
                COPY.formatted(home),
                tenant.value(),
                tenant.value(),
                tenant.value(),
                tenant.value(),
                portion.name());
        Sql.update(connection, PARTITIONS);
        // The planner knows a table that was filled at once only when it is told.
        execute(connection, "ANALYZE change, cross_reference");
    }

    private static int partitions(Connection connection, String home) throws SQLException {
        return Sql.queryOne(
                        connection,
                        "SELECT count(*) FROM %s.log_partition WHERE log = 'change'".formatted(home),
                        r -> r.getInt(1))
                .orElseThrow();
    }

    /** It is thrown away after a crash as well, so nothing of it needs a log. */
    private static void unlogged(Connection connection, String schema) throws SQLException {
        List<String> tables = Sql.query(connection, TABLES, r -> r.getString(1), schema);
        for (String table : tables) {
            execute(connection, "ALTER TABLE %s.%s SET UNLOGGED".formatted(schema, table));
        }
    }

    static void drop(DataSource live, String schema) {
        try (Connection connection = live.getConnection()) {
            execute(connection, "DROP SCHEMA IF EXISTS %s CASCADE".formatted(schema));
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    /** What a node left when it was killed. */
    static void dropLeft(DataSource live, String prefix) {
        List<String> left = new Transactions(live).run(c -> Sql.query(c, LEFT, r -> r.getString(1), prefix));
        left.forEach(schema -> drop(live, schema));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
