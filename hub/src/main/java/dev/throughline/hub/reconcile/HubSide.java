package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Inventory.Window;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hub holds, and what it knows of records that differ: read in sets, never a query per record. */
final class HubSide {
    private static final String BODIES = """
            SELECT x.external_id, x.canonical_id, o.body
            FROM cross_reference x
            JOIN canonical_object o ON o.tenant = x.tenant AND o.id = x.canonical_id
            WHERE x.tenant = ?
              AND x.system = ?
              AND x.type = ?
              AND x.external_id = ANY (?)
              AND NOT o.deleted
            """;
    private static final String LINKED = """
            SELECT x.external_id, o.body
            FROM cross_reference x
            JOIN canonical_object o ON o.tenant = x.tenant AND o.id = x.canonical_id
            WHERE x.tenant = ?
              AND x.system = ?
              AND x.type = ?
              AND NOT o.deleted
            """;
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
    private static final String LEDGER = """
            SELECT l.kind, b.place, b.currency, count(DISTINCT b.source) AS lines, sum(b.quantity) AS quantity, sum(b.amount) AS amount
            FROM ledger_balance b
            JOIN ledger_line l ON l.tenant = b.tenant AND l.source = b.source
            WHERE b.tenant = ?
              AND b.worked_on BETWEEN ? AND ?
            GROUP BY l.kind, b.place, b.currency
            """;
    private static final String UNPOSTED = """
            SELECT o.id, o.body ->> 'hours' AS hours, q.quantity, (
                SELECT 'held as exception ' || e.id || ': ' || e.says
                FROM exception e
                WHERE e.tenant = o.tenant AND e.state = 'open' AND e.subject IN (o.id, o.body ->> 'project')
                LIMIT 1
            ) AS why
            FROM canonical_object o
            LEFT JOIN (
                SELECT source, sum(quantity) AS quantity
                FROM ledger_balance
                WHERE tenant = ?
                GROUP BY source
            ) AS q ON q.source = o.id
            WHERE o.tenant = ?
              AND o.type = 'TimeEntry'
              AND NOT o.deleted
              AND o.body ->> 'approval' = 'approved'
              AND o.body ->> 'billable' = 'true'
              AND (o.body ->> 'workedOn')::date BETWEEN ? AND ?
              AND q.quantity IS DISTINCT FROM (o.body ->> 'hours')::numeric
            ORDER BY o.id
            LIMIT 10001
            """;
    private static final String POSTED = """
            SELECT c.key, c.system, c.subject, c.state, c.external_id, c.last_answer, line.currency, line.net
            FROM command c
            CROSS JOIN LATERAL (
                SELECT min(l -> 'amount' ->> 'currency') AS currency, sum((l -> 'amount' ->> 'amount')::numeric) AS net
                FROM jsonb_array_elements(c.body::jsonb -> 'command' -> 'lines') AS l
            ) AS line
            WHERE c.tenant = ?
              AND c.name = 'PostInvoice'
              AND (c.body::jsonb -> 'command' ->> 'invoicedOn')::date BETWEEN ? AND ?
            ORDER BY c.id
            """;
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private final Connection connection;
    private final String tenant;
    private final LocalDate from;
    private final LocalDate to;

    HubSide(Connection connection, TenantId tenant, Window window) {
        this.connection = connection;
        this.tenant = tenant.value();
        this.from = window.from().orElse(FIRST);
        this.to = window.to().orElse(LAST);
    }

    record Known(String canonicalId, Map<String, Object> body) {}

    record InLedger(String kind, String place, String currency, long lines, BigDecimal quantity, BigDecimal amount) {}

    record Unposted(String id, BigDecimal hours, Optional<BigDecimal> quantity, Optional<String> why) {}

    record Posted(
            String key, String system, String subject, String state, String externalId, String answer, Measure net) {}

    Map<String, Known> bodies(String system, String type, Collection<String> externalIds) throws SQLException {
        Map<String, Known> known = new HashMap<>();
        Sql.query(
                connection,
                BODIES,
                r -> known.put(
                        r.getString("external_id"),
                        new Known(r.getString("canonical_id"), Json.object(r.getString("body")))),
                tenant,
                system,
                type,
                Sql.texts(externalIds, i -> i));
        return known;
    }

    /** Everything of a type that is linked to the system, one by one. */
    void linked(String system, String type, Linked each) throws SQLException {
        Sql.query(
                connection,
                LINKED,
                r -> {
                    each.take(r.getString("external_id"), Json.object(r.getString("body")));
                    return true;
                },
                tenant,
                system,
                type);
    }

    boolean inWindow(String type, Map<String, Object> body) {
        String day = Measure.text(body, Measure.DATES.getOrDefault(type, ""));
        if (day.length() != 10) {
            return from.equals(FIRST) && to.equals(LAST);
        }
        LocalDate on = LocalDate.parse(day);
        return !on.isBefore(from) && !on.isAfter(to);
    }

    /** Why records are not here, or not as they are there; by external id. Those that nobody can explain are left out. */
    Map<String, String> why(String system, String objectType, Collection<String> externalIds) throws SQLException {
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

    List<InLedger> ledger() throws SQLException {
        return Sql.query(
                connection,
                LEDGER,
                r -> new InLedger(
                        r.getString("kind"),
                        r.getString("place"),
                        r.getString("currency"),
                        r.getLong("lines"),
                        r.getBigDecimal("quantity"),
                        r.getBigDecimal("amount")),
                tenant,
                from,
                to);
    }

    /** Approved billable work that the ledger does not hold, or holds with other hours. */
    List<Unposted> unposted() throws SQLException {
        return Sql.query(
                connection,
                UNPOSTED,
                r -> new Unposted(
                        r.getString("id"),
                        new BigDecimal(r.getString("hours")),
                        Optional.ofNullable(r.getBigDecimal("quantity")),
                        Optional.ofNullable(r.getString("why"))),
                tenant,
                tenant,
                from,
                to);
    }

    List<Posted> posted() throws SQLException {
        return Sql.query(connection, POSTED, HubSide::posted, tenant, from, to);
    }

    private static Posted posted(ResultSet r) throws SQLException {
        return new Posted(
                r.getString("key"),
                Optional.ofNullable(r.getString("system")).orElse(""),
                r.getString("subject"),
                r.getString("state"),
                Optional.ofNullable(r.getString("external_id")).orElse(""),
                Optional.ofNullable(r.getString("last_answer")).orElse(""),
                new Measure(
                        "invoices",
                        Optional.ofNullable(r.getString("currency")).orElse(""),
                        Optional.ofNullable(r.getBigDecimal("net")).orElse(BigDecimal.ZERO)));
    }

    /** Takes one linked object. */
    interface Linked {
        void take(String externalId, Map<String, Object> body);
    }
}
