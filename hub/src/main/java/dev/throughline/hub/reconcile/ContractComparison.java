package dev.throughline.hub.reconcile;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * Compares contracts over their way from sales to finance: the deal with the first terms that the hub made of it, and every version in force with the order that finance was told
 * of. What sales and finance hold themselves is compared record by record, like everything else.
 */
final class ContractComparison {
    /** Terms that sales keeps itself are compared there. */
    private static final String DEALS = """
            SELECT v.tenant, v.id, c.id AS contract, d.id AS deal, x.system, counted_value(v.type, v.body) AS value, counted_currency(v.type, v.body) AS currency,
                   counted_value(d.type, d.body) AS deal_value, counted_currency(d.type, d.body) AS deal_currency
            FROM canonical_object v
            JOIN canonical_object c ON c.tenant = v.tenant AND c.id = v.body ->> 'contract' AND NOT c.deleted
            JOIN canonical_object d ON d.tenant = v.tenant AND d.id = c.body ->> 'opportunity' AND NOT d.deleted
            JOIN cross_reference x ON x.tenant = v.tenant AND x.canonical_id = d.id AND x.system = ANY (?)
            WHERE v.tenant = ?
              AND v.type = 'ContractVersion'
              AND NOT v.deleted
              AND v.body ->> 'number' = '1'
              AND counted_value(v.type, v.body) IS NOT NULL
              AND business_date(v.type, v.body) BETWEEN ? AND ?
              AND NOT EXISTS (
                  SELECT 1 FROM cross_reference s
                  WHERE s.tenant = v.tenant AND s.canonical_id = v.id AND s.system = ANY (?)
              )
            """;

    private static final String DEAL_SUMS =
            "SELECT system, deal_currency AS currency, count(*) AS n, sum(deal_value) AS total FROM (" + DEALS
                    + ") AS deals WHERE deal_value IS NOT NULL GROUP BY system, deal_currency";

    private static final String DEALS_DIFFERING =
            "SELECT deals.*, undecided(tenant, ARRAY[deal, contract, id]) AS why FROM (" + DEALS + ") AS deals "
                    + "WHERE deal_value IS DISTINCT FROM value OR deal_currency IS DISTINCT FROM currency ORDER BY id LIMIT 10001";

    private static final String ORDERS = """
            SELECT c.key, c.subject, c.system, c.state, coalesce(c.last_answer, '') AS last_answer,
                   (c.body::jsonb -> 'command' -> 'version' -> 'value' ->> 'amount')::numeric AS ordered,
                   c.body::jsonb -> 'command' -> 'version' -> 'value' ->> 'currency' AS ordered_currency,
                   counted_value(v.type, v.body) AS value, counted_currency(v.type, v.body) AS currency,
                   undecided(c.tenant, ARRAY[c.key, v.id, v.body ->> 'contract']) AS why
            FROM command c
            JOIN canonical_object v ON v.tenant = c.tenant AND v.id = c.subject
            WHERE c.tenant = ?
              AND c.name IN ('ActivateContract', 'ChangeContract')
              AND c.state <> 'shadowed'
              AND NOT v.deleted
              AND business_date(v.type, v.body) BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM command n WHERE n.tenant = c.tenant AND n.subject = c.subject AND n.name IN ('ActivateContract', 'ChangeContract') AND n.state <> 'shadowed' AND n.id > c.id)
              AND (c.state <> 'done'
                OR (c.body::jsonb -> 'command' -> 'version' -> 'value' ->> 'amount')::numeric IS DISTINCT FROM counted_value(v.type, v.body)
                OR c.body::jsonb -> 'command' -> 'version' -> 'value' ->> 'currency' IS DISTINCT FROM counted_currency(v.type, v.body))
            ORDER BY c.id
            LIMIT 10001
            """;

    private final Connection connection;
    private final String tenant;
    private final Period period;
    private final Findings findings;

    ContractComparison(Connection connection, TenantId tenant, Period period, Findings findings) {
        this.connection = connection;
        this.tenant = tenant.value();
        this.period = period;
        this.findings = findings;
    }

    /** @param sales systems of the CRM's role */
    void compare(Collection<String> sales) throws SQLException {
        Sql.Column systems = Sql.texts(sales, s -> s);
        Sql.query(connection, DEAL_SUMS, this::dealSums, systems, tenant, period.from(), period.to(), systems);
        Sql.query(connection, DEALS_DIFFERING, this::deal, systems, tenant, period.from(), period.to(), systems);
        Sql.query(connection, ORDERS, this::order, tenant, period.from(), period.to());
    }

    private boolean dealSums(ResultSet row) throws SQLException {
        findings.add(
                "contracts",
                "crm",
                row.getString("system"),
                row.getString("currency"),
                row.getLong("n"),
                row.getBigDecimal("total"));
        return true;
    }

    private boolean deal(ResultSet row) throws SQLException {
        Optional<Counted> deal = Counted.of(row, "deal_value", "deal_currency");
        Optional<Counted> version = Counted.of(row, "value", "currency");
        findings.differ(
                "contracts",
                "amount",
                row.getString("id"),
                "%s, deal %s".formatted(Counted.says(deal), row.getString("deal")),
                Counted.says(version),
                Counted.less(deal, version),
                version.map(Counted::currency).orElse(""),
                Optional.ofNullable(row.getString("why")));
        return true;
    }

    private boolean order(ResultSet row) throws SQLException {
        Optional<Counted> ordered = Counted.of(row, "ordered", "ordered_currency");
        Optional<Counted> version = Counted.of(row, "value", "currency");
        String state = row.getString("state");
        boolean done = state.equals("done");
        Optional<String> why = Optional.ofNullable(row.getString("why"));
        findings.differ(
                "contracts",
                done ? "amount" : "missing",
                "command " + row.getString("key"),
                Counted.says(version),
                done ? Counted.says(ordered) + " ordered" : "not in " + row.getString("system"),
                done
                        ? Counted.less(version, ordered)
                        : version.map(Counted::value).orElse(BigDecimal.ZERO),
                version.map(Counted::currency).orElse(""),
                BillingComparison.explained(row.getString("system"), state, row.getString("last_answer"))
                        .or(() -> why));
        return true;
    }
}
