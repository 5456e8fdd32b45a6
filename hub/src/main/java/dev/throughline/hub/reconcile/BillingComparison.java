package dev.throughline.hub.reconcile;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** Compares approved work, the billing ledger, the invoices that the hub posted and those that the ERP holds, all in sets. */
final class BillingComparison {
    private static final String LEDGER = """
            SELECT l.kind, b.place, b.currency, count(DISTINCT split_part(b.source, '~', 1)) AS lines, sum(b.quantity) AS quantity, sum(b.amount) AS amount
            FROM ledger_balance b
            JOIN ledger_line l ON l.tenant = b.tenant AND l.source = b.source
            WHERE b.tenant = ?
              AND b.worked_on BETWEEN ? AND ?
            GROUP BY l.kind, b.place, b.currency
            """;

    /**
     * Approved billable work that the ledger does not hold, or holds with other hours; an expense may stand there with another amount (a markup), but must stand there. Work
     * that a cap has split lies there in parts, named by the work and a number behind a tilde.
     */
    private static final String UNPOSTED = """
            SELECT o.id, o.type, counted_value(o.type, o.body) AS value, counted_currency(o.type, o.body) AS currency, q.quantity, coalesce((
                SELECT 'held as exception ' || e.id || ': ' || e.says
                FROM exception e
                WHERE e.tenant = o.tenant AND e.state = 'open' AND e.subject IN (o.id, o.body ->> 'project')
                LIMIT 1
            ), (
                SELECT 'what was billed stands, and is corrected by ' || max(c.source)
                FROM ledger_balance c
                WHERE c.tenant = o.tenant AND c.project = o.body ->> 'project'
                  AND strpos(c.source, '.') > 0 AND split_part(c.source, '.', 1) = o.id
                HAVING count(*) > 0
            ), undecided(o.tenant, ARRAY[o.id])) AS why
            FROM canonical_object o
            LEFT JOIN (
                SELECT split_part(source, '~', 1) AS source, sum(quantity) AS quantity
                FROM ledger_balance
                WHERE tenant = ?
                GROUP BY 1
            ) AS q ON q.source = o.id
            WHERE o.tenant = ?
              AND o.type IN ('TimeEntry', 'Expense')
              AND NOT o.deleted
              AND o.body ->> 'approval' = 'approved'
              AND o.body ->> 'billable' = 'true'
              AND business_date(o.type, o.body) BETWEEN ? AND ?
              AND (q.quantity IS NULL OR o.type = 'TimeEntry' AND q.quantity <> counted_value(o.type, o.body))
            ORDER BY o.id
            LIMIT 10001
            """;

    /** Without what finance has voided: nothing is to stand billed by that, and the drift below sees to it. */
    private static final String POSTED = """
            WITH posted AS (
                SELECT c.id, c.key, c.system, c.state, c.external_id, c.last_answer, line.currency, line.net,
                       r.value AS there_value, r.currency AS there_currency
                FROM command c
                CROSS JOIN LATERAL (
                    SELECT min(l -> 'amount' ->> 'currency') AS currency, sum((l -> 'amount' ->> 'amount')::numeric) AS net
                    FROM jsonb_array_elements(c.body::jsonb -> 'command' -> 'lines') AS l
                ) AS line
                LEFT JOIN reconciliation_record r
                  ON r.run = ? AND r.system = c.system AND r.type = 'Invoice' AND r.external_id = c.external_id
                WHERE c.tenant = ?
                  AND c.name = 'PostInvoice'
                  AND c.state <> 'shadowed'
                  AND NOT EXISTS (
                      SELECT 1 FROM canonical_object i
                      WHERE i.tenant = c.tenant AND i.id = c.subject AND i.type = 'Invoice' AND i.body ->> 'status' = 'voided'
                  )
                  AND (c.body::jsonb -> 'command' ->> 'invoicedOn')::date BETWEEN ? AND ?
            )
            """;

    private static final String POSTED_SUMS = POSTED + """
            SELECT 'hub' AS side, system, currency, count(*) AS n, sum(net) AS total
            FROM posted WHERE state = 'done' GROUP BY system, currency
            UNION ALL
            SELECT 'erp', system, there_currency, count(*), sum(there_value)
            FROM posted WHERE there_value IS NOT NULL GROUP BY system, there_currency
            """;

    private static final String POSTED_DIFFERING = POSTED + """
            SELECT key, system, state, coalesce(last_answer, '') AS last_answer, coalesce(net, 0) AS net, currency, there_value, there_currency
            FROM posted
            WHERE system = ANY (?)
              AND (there_value IS DISTINCT FROM coalesce(net, 0) OR there_currency IS DISTINCT FROM currency)
            ORDER BY id
            LIMIT 10001
            """;

    /** What the ledger says was billed by an invoice, wherever it has gone since, against what the ERP's invoice says. */
    private static final String LEDGER_DRIFT = """
            WITH billed AS (
                SELECT p.invoice, p.currency,
                       sum(CASE WHEN p.to_place IN ('BILLED', 'PAID', 'CREDITED', 'WRITTEN_OFF') THEN p.amount ELSE 0 END)
                     - sum(CASE WHEN p.from_place IN ('BILLED', 'PAID', 'CREDITED', 'WRITTEN_OFF') THEN p.amount ELSE 0 END) AS amount
                FROM ledger_posting p
                WHERE p.tenant = ? AND p.invoice IS NOT NULL
                GROUP BY p.invoice, p.currency
            )
            SELECT b.invoice, b.currency, b.amount, r.system, r.object_type, r.external_id, r.value AS there_value, r.currency AS there_currency,
                   undecided(x.tenant, ARRAY(SELECT c.key FROM command c WHERE c.tenant = x.tenant AND c.subject = b.invoice AND c.name = 'PostInvoice')) AS why
            FROM billed b
            JOIN cross_reference x ON x.tenant = ? AND x.canonical_id = b.invoice AND x.system = ANY (?)
            JOIN reconciliation_record r ON r.run = ? AND r.system = x.system AND r.type = 'Invoice' AND r.external_id = x.external_id
            WHERE (r.value IS NOT NULL OR b.amount <> 0)
              AND (r.value IS DISTINCT FROM b.amount OR r.currency IS DISTINCT FROM b.currency)
              AND NOT EXISTS (
                  SELECT 1 FROM command c
                  WHERE c.tenant = x.tenant AND c.subject = b.invoice AND c.name = 'PostInvoice' AND c.state IN ('ready', 'uncertain', 'accepted')
              )
            ORDER BY b.invoice
            LIMIT 10001
            """;

    private final Connection connection;
    private final long run;
    private final String tenant;
    private final Period period;
    private final Findings findings;

    BillingComparison(Connection connection, long run, TenantId tenant, Period period, Findings findings) {
        this.connection = connection;
        this.run = run;
        this.tenant = tenant.value();
        this.period = period;
        this.findings = findings;
    }

    /** @param complete systems whose invoices were read to their end */
    void compare(Collection<String> complete) throws SQLException {
        Sql.query(connection, LEDGER, this::ledger, tenant, period.from(), period.to());
        Sql.query(connection, UNPOSTED, this::unposted, tenant, tenant, period.from(), period.to());
        Sql.query(connection, POSTED_SUMS, this::sums, run, tenant, period.from(), period.to());
        Sql.Column systems = Sql.texts(complete, s -> s);
        Sql.query(connection, POSTED_DIFFERING, this::posted, run, tenant, period.from(), period.to(), systems);
        Sql.query(connection, LEDGER_DRIFT, this::drift, tenant, tenant, systems, run);
    }

    private boolean ledger(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        long lines = row.getLong("lines");
        BigDecimal amount = row.getBigDecimal("amount");
        switch (row.getString("kind")) {
            case "TIME" -> findings.add("time", "ledger", "", "", lines, row.getBigDecimal("quantity"));
            case "EXPENSE" -> findings.add("expenses", "ledger", "", currency, lines, amount);
            default -> {
                // Milestones and instalments have no counterpart but the invoices, where they are compared.
            }
        }
        if (row.getString("place").equals("BILLED") || row.getString("place").equals("PAID")) {
            findings.add("billing", "ledger", "", currency, lines, amount);
        }
        return true;
    }

    private boolean unposted(ResultSet row) throws SQLException {
        Optional<Counted> approved = Counted.of(row, "value", "currency");
        Optional<BigDecimal> quantity = Optional.ofNullable(row.getBigDecimal("quantity"));
        findings.differ(
                Counted.TYPES.get(row.getString("type")),
                quantity.isEmpty() ? "missing" : "quantity",
                row.getString("id"),
                Counted.says(approved) + " approved",
                quantity.map(q -> q.toPlainString() + " h").orElse("nothing") + " in the ledger",
                approved.map(Counted::value).orElse(BigDecimal.ZERO).subtract(quantity.orElse(BigDecimal.ZERO)),
                approved.map(Counted::currency).orElse(""),
                Optional.ofNullable(row.getString("why")));
        return true;
    }

    private boolean sums(ResultSet row) throws SQLException {
        findings.add(
                "billing",
                row.getString("side"),
                Optional.ofNullable(row.getString("system")).orElse(""),
                Optional.ofNullable(row.getString("currency")).orElse(""),
                row.getLong("n"),
                row.getBigDecimal("total"));
        return true;
    }

    private boolean posted(ResultSet row) throws SQLException {
        Optional<Counted> here = Counted.of(row, "net", "currency");
        Optional<Counted> there = Counted.of(row, "there_value", "there_currency");
        String system = row.getString("system");
        findings.differ(
                "billing",
                there.isEmpty() ? "missing" : "amount",
                "command " + row.getString("key"),
                Counted.says(here),
                there.map(Counted::says).orElse("not in " + system),
                Counted.less(here, there),
                here.map(Counted::currency).orElse(""),
                explained(system, row.getString("state"), row.getString("last_answer")));
        return true;
    }

    private boolean drift(ResultSet row) throws SQLException {
        Optional<Counted> ledger = Counted.of(row, "amount", "currency");
        Optional<Counted> there = Counted.of(row, "there_value", "there_currency");
        findings.differ(
                "billing",
                "ledger",
                row.getString("system") + " " + row.getString("object_type") + " " + row.getString("external_id"),
                Counted.says(ledger) + " in the ledger",
                Counted.says(there),
                Counted.less(ledger, there),
                row.getString("currency"),
                Optional.ofNullable(row.getString("why")));
        return true;
    }

    /** Why a command has had no effect yet; empty for one that should have had it. */
    static Optional<String> explained(String system, String state, String answer) {
        return switch (state) {
            case "done" -> Optional.empty();
            case "ready", "uncertain", "accepted" -> Optional.of("the command is under way");
            case "refused" -> Optional.of("refused by %s: %s".formatted(system, answer));
            case "abandoned" -> Optional.of("given up: " + answer);
            default -> Optional.of("put aside as %s: %s".formatted(state, answer));
        };
    }
}
