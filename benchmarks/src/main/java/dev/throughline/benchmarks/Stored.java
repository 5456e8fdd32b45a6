package dev.throughline.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Years of work in minutes: copies every row that a billed time entry has left in any table, under new ids, until so many lie there. What is measured afterwards meets tables
 * and indexes of that size; that the hub itself can carry as much is what the runs before and after show. The hub must be at rest.
 */
final class Stored {
    private static final List<String> COPIES =
            List.of("""
            INSERT INTO change (partition, seq, tenant, system, object_type, external_id, version_token, ordinal, operation, occurred_at, received_at, via, correlation_id, payload)
            SELECT c.partition, l.last_seq + row_number() OVER (PARTITION BY c.partition), c.tenant, c.system, c.object_type, g.said, c.version_token, c.ordinal, c.operation,
                   c.occurred_at, c.received_at, c.via, c.correlation_id, c.payload
            FROM grown g
            JOIN change c ON c.tenant = 'bench' AND c.system = 'psa' AND c.object_type = 'time_entries' AND c.external_id = g.was_said
            JOIN log_partition l ON l.log = 'change' AND l.partition = c.partition
            """, """
            INSERT INTO change_fate (partition, seq, fate, at, mapping)
            SELECT c.partition, c.seq, 'applied', now(), 1
            FROM change c JOIN log_partition l ON l.log = 'change' AND l.partition = c.partition
            WHERE c.seq > l.last_seq
            """, """
            INSERT INTO event (partition, seq, tenant, kind, subject, at, correlation_id, body)
            SELECT e.partition, l.last_seq + row_number() OVER (PARTITION BY e.partition), e.tenant, e.kind, g.id, e.at, e.correlation_id, e.body
            FROM grown g
            JOIN event e ON e.tenant = 'bench' AND e.subject = g.was
            JOIN log_partition l ON l.log = 'event' AND l.partition = e.partition
            """, """
            UPDATE log_partition l SET last_seq = m.seq
            FROM (SELECT 'change' AS log, partition, max(seq) AS seq FROM change GROUP BY partition
                  UNION ALL SELECT 'event', partition, max(seq) FROM event GROUP BY partition) m
            WHERE l.log = m.log AND l.partition = m.partition AND l.last_seq < m.seq
            """, """
            UPDATE stage_progress p SET done_seq = l.last_seq
            FROM log_partition l
            WHERE l.partition = p.partition AND (l.log, p.stage) IN (('change', 'translate'), ('event', 'decide'))
            """, """
            INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, applied_ordinal, applied_token, linked_at)
            SELECT x.tenant, x.system, x.type, g.said, g.id, x.object_type, x.applied_ordinal, x.applied_token, x.linked_at
            FROM grown g JOIN cross_reference x ON x.tenant = 'bench' AND x.canonical_id = g.was AND x.system = 'psa'
            """, """
            INSERT INTO canonical_object (tenant, id, type, version, deleted, complete, body, written_by, updated_at, correlation_id)
            SELECT o.tenant, g.id, o.type, o.version, o.deleted, o.complete, o.body, o.written_by, o.updated_at, o.correlation_id
            FROM grown g JOIN canonical_object o ON o.tenant = 'bench' AND o.id = g.was
            """, """
            INSERT INTO ledger_line (tenant, source, kind, project, contract, customer, legal_entity, worked_on, description, pricing, opened_at, phase, role)
            SELECT k.tenant, g.id, k.kind, k.project, k.contract, k.customer, k.legal_entity, k.worked_on, k.description, k.pricing, k.opened_at, k.phase, k.role
            FROM grown g JOIN ledger_line k ON k.tenant = 'bench' AND k.source = g.was
            """, """
            INSERT INTO ledger_posting (tenant, source, from_place, to_place, quantity, amount, currency, cause, event_id, process_type, process_key, invoice, at)
            SELECT p.tenant, g.id, p.from_place, p.to_place, p.quantity, p.amount, p.currency, p.cause, p.event_id, p.process_type, p.process_key, p.invoice, p.at
            FROM grown g JOIN ledger_posting p ON p.tenant = 'bench' AND p.source = g.was
            """, """
            INSERT INTO ledger_balance (tenant, source, place, currency, project, worked_on, quantity, amount)
            SELECT b.tenant, g.id, b.place, b.currency, b.project, b.worked_on, b.quantity, b.amount
            FROM grown g JOIN ledger_balance b ON b.tenant = 'bench' AND b.source = g.was
            """, "DELETE FROM ledger_total", """
            INSERT INTO ledger_total (tenant, project, legal_entity, kind, place, currency, quantity, amount, phase, role)
            SELECT b.tenant, k.project, coalesce(k.legal_entity, ''), k.kind, b.place, b.currency, sum(b.quantity), sum(b.amount), k.phase, k.role
            FROM ledger_balance b JOIN ledger_line k ON k.tenant = b.tenant AND k.source = b.source
            GROUP BY b.tenant, k.project, coalesce(k.legal_entity, ''), k.kind, b.place, b.currency, k.phase, k.role
            """);

    private static final String GROWN = """
            CREATE TEMP TABLE grown ON COMMIT DROP AS
            SELECT x.canonical_id AS was, x.external_id AS was_said, 'tim_' || md5(x.canonical_id || k) AS id, x.external_id || '-' || k AS said
            FROM generate_series(1, %d) k, cross_reference x
            WHERE x.tenant = 'bench' AND x.system = 'psa' AND x.type = 'TimeEntry'
            LIMIT %d
            """;

    private Stored() {}

    /**
     * @param there entries that are billed by now
     * @param more  entries to add
     */
    static void grow(DataSource source, int there, int more) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL enable_seqscan = on; SET LOCAL work_mem = '128MB'");
            statement.execute(GROWN.formatted(more / there + 1, more));
            statement.execute("ANALYZE grown");
            for (String copy : COPIES) {
                statement.execute(copy);
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not grow", e);
        }
    }
}
