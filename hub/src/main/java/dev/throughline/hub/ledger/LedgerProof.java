package dev.throughline.hub.ledger;

import dev.throughline.hub.reconcile.Reconciliation.Conservation;
import dev.throughline.hub.reconcile.Reconciliation.PlaceTotal;
import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Proves conservation: what the append-only postings add up to, place by place, is what the balances say, nothing lies below zero, and for every line the places sum to what came in
 * from outside. Reads the whole ledger once; meant for a snapshot, so that nothing moves meanwhile.
 */
public final class LedgerProof {
    private static final String UNBALANCED = """
            WITH moved AS (
                SELECT source, place, currency, sum(quantity) AS quantity, sum(amount) AS amount
                FROM (
                    SELECT source, to_place AS place, currency, quantity, amount FROM ledger_posting WHERE tenant = ?
                    UNION ALL
                    SELECT source, from_place, currency, -quantity, -amount FROM ledger_posting WHERE tenant = ?
                ) AS side
                GROUP BY source, place, currency
            ),
            wrong_place AS (
                SELECT coalesce(m.source, b.source) AS source
                FROM (SELECT * FROM moved WHERE place <> 'OUTSIDE') m
                FULL JOIN (SELECT source, place, currency, quantity, amount FROM ledger_balance WHERE tenant = ?) b
                    USING (source, place, currency)
                WHERE coalesce(m.quantity, 0) <> coalesce(b.quantity, 0)
                   OR coalesce(m.amount, 0) <> coalesce(b.amount, 0)
                   OR b.quantity < 0
            ),
            entered AS (
                SELECT source, currency, -quantity AS quantity, -amount AS amount FROM moved WHERE place = 'OUTSIDE'
            ),
            held AS (
                SELECT source, currency, sum(quantity) AS quantity, sum(amount) AS amount
                FROM ledger_balance
                WHERE tenant = ?
                GROUP BY source, currency
            ),
            wrong_sum AS (
                SELECT coalesce(e.source, h.source) AS source
                FROM entered e
                FULL JOIN held h USING (source, currency)
                WHERE coalesce(e.quantity, 0) <> coalesce(h.quantity, 0)
                   OR coalesce(e.amount, 0) <> coalesce(h.amount, 0)
            )
            SELECT source FROM wrong_place
            UNION
            SELECT source FROM wrong_sum
            ORDER BY source
            """;
    private static final String PLACES = """
            SELECT b.place, b.currency, count(*) AS lines,
                   coalesce(sum(b.quantity) FILTER (WHERE l.kind = 'TIME'), 0) AS hours, sum(b.amount) AS amount
            FROM ledger_balance b
            JOIN ledger_line l ON l.tenant = b.tenant AND l.source = b.source
            WHERE b.tenant = ?
            GROUP BY b.place, b.currency
            ORDER BY b.place, b.currency
            """;
    private static final String LINES = """
            SELECT count(*) AS lines
            FROM ledger_line
            WHERE tenant = ?
            """;
    private static final String TOTALS_OFF = """
            SELECT coalesce(t.project, b.project) AS project
            FROM (
                SELECT project, place, currency, sum(quantity) AS quantity, sum(amount) AS amount
                FROM ledger_total
                WHERE tenant = ?
                GROUP BY project, place, currency
            ) t
            FULL JOIN (
                SELECT project, place, currency, sum(quantity) AS quantity, sum(amount) AS amount
                FROM ledger_balance
                WHERE tenant = ?
                GROUP BY project, place, currency
            ) b USING (project, place, currency)
            WHERE coalesce(t.quantity, 0) <> coalesce(b.quantity, 0)
               OR coalesce(t.amount, 0) <> coalesce(b.amount, 0)
            ORDER BY 1
            """;

    public Conservation conservation(Connection connection, TenantId tenant) throws SQLException {
        return new Conservation(
                lines(connection, tenant), unbalanced(connection, tenant).size(), places(connection, tenant));
    }

    /** Sources whose places do not add up, in order. */
    public List<String> unbalanced(Connection connection, TenantId tenant) throws SQLException {
        try (var unbalanced = Columns.of(connection, UNBALANCED)) {
            return unbalanced
                    .text(tenant.value())
                    .text(tenant.value())
                    .text(tenant.value())
                    .text(tenant.value())
                    .query(r -> r.getString("source"));
        }
    }

    /** Projects whose kept totals are not what their balances sum to: must be none. */
    public List<String> projectsOff(Connection connection, TenantId tenant) throws SQLException {
        try (var off = Columns.of(connection, TOTALS_OFF)) {
            return off.text(tenant.value()).text(tenant.value()).query(r -> r.getString("project"));
        }
    }

    private static long lines(Connection connection, TenantId tenant) throws SQLException {
        try (var lines = Columns.of(connection, LINES)) {
            return lines.text(tenant.value()).query(r -> r.getLong("lines")).getFirst();
        }
    }

    private static List<PlaceTotal> places(Connection connection, TenantId tenant) throws SQLException {
        try (var places = Columns.of(connection, PLACES)) {
            return places.text(tenant.value())
                    .query(r -> new PlaceTotal(
                            r.getString("place"),
                            r.getString("currency"),
                            r.getLong("lines"),
                            r.getBigDecimal("hours"),
                            r.getBigDecimal("amount")));
        }
    }
}
