package dev.throughline.server.portfolio;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the hub's own tables say: counts and sums, made by the database. */
record Facts(DataSource source) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String UNDER_WAY = """
            SELECT what, n FROM (
                SELECT CASE l.log WHEN 'change' THEN 'rows and records to translate' ELSE 'events to decide' END AS what,
                       sum(l.last_seq - coalesce(p.done_seq, 0)) AS n
                FROM log_partition l
                LEFT JOIN stage_progress p ON p.partition = l.partition AND p.stage = CASE l.log WHEN 'change' THEN 'translate' ELSE 'decide' END
                GROUP BY 1
                UNION ALL
                SELECT 'to translate again', count(*) FROM retranslate
                UNION ALL
                SELECT 'to decide again', count(*) FROM redecide
                UNION ALL
                SELECT 'commands for ' || system, count(*) FROM command WHERE state IN ('ready', 'uncertain', 'accepted') GROUP BY system
            ) x
            WHERE n > 0
            ORDER BY what
            """;

    private static final String CAPTURED = "SELECT coalesce(sum(last_seq), 0) FROM log_partition WHERE log = 'change'";

    private static final String ROWS = """
            SELECT c.object_type, c.external_id, c.ordinal, c.payload, coalesce(f.fate, 'none'), coalesce(f.reason, '')
            FROM change c
            LEFT JOIN change_fate f USING (partition, seq)
            WHERE c.system = 'crm' AND c.via <> 'replay' AND c.object_type = ANY (?)
            ORDER BY c.object_type, c.ordinal
            """;

    private static final String OPEN = "SELECT count(*) FROM exception WHERE state = 'open'";

    /** From what an exception names, upwards to records of sales; the nearest first. Those of translate are the rows themselves. */
    private static final String CLAIMS = """
            WITH RECURSIVE up (exception, id, far) AS (
                SELECT e.id, named.id, named.far
                FROM exception e
                CROSS JOIN LATERAL (VALUES (e.subject, 0), (substr(e.origin_key, strpos(e.origin_key, '/') + 1), 2)) AS named (id, far)
                WHERE e.state = 'open' AND e.origin <> 'translate'
                UNION
                SELECT up.exception, parent.id, up.far + 1
                FROM up
                JOIN canonical_object o ON o.id = up.id
                CROSS JOIN LATERAL (VALUES (o.body ->> 'contract'), (o.body ->> 'opportunity'), (o.body ->> 'project')) AS parent (id)
                WHERE parent.id IS NOT NULL AND up.far < 6
            )
            SELECT e.id, e.code, x.external_id, e.says
            FROM exception e
            LEFT JOIN up ON up.exception = e.id
            LEFT JOIN cross_reference x ON x.canonical_id = up.id AND x.system = 'crm'
            WHERE e.state = 'open' AND e.origin <> 'translate'
            ORDER BY e.id, up.far, x.external_id
            """;

    /** Contract totals by the deal's id in sales. */
    private static final String CONTRACTS = """
            SELECT coalesce(x.external_id, c.body ->> 'number'), c.body ->> 'number', v.body -> 'value' ->> 'currency',
                   sum((v.body -> 'value' ->> 'amount')::numeric), max(customer.external_id)
            FROM canonical_object v
            JOIN canonical_object c ON c.tenant = v.tenant AND c.id = v.body ->> 'contract'
            LEFT JOIN cross_reference x ON x.tenant = c.tenant AND x.canonical_id = c.body ->> 'opportunity' AND x.system = 'crm'
            LEFT JOIN cross_reference customer ON customer.tenant = c.tenant AND customer.canonical_id = c.body ->> 'customer' AND customer.system = 'crm'
            WHERE v.type = 'ContractVersion' AND NOT v.deleted AND v.body ->> 'status' = 'approved'
            GROUP BY 1, 2, 3
            """;

    private static final String OBJECTS = """
            SELECT count(*) FROM canonical_object WHERE type = ? AND NOT deleted
            """;

    private static final String LINKED = """
            SELECT count(*) FROM cross_reference WHERE system = ? AND type = ?
            """;

    /** How much waits for other stages, by what it is; empty when nothing does. */
    Map<String, Long> underWay() {
        var waiting = new LinkedHashMap<String, Long>();
        rows(UNDER_WAY, r -> waiting.put(r.getString(1), r.getLong(2)));
        return waiting;
    }

    /** Grows with everything that is captured. */
    long captured() {
        return number(CAPTURED).longValueExact();
    }

    List<SourceRow> sourceRows(List<String> objects) {
        var found = new ArrayList<SourceRow>();
        rows(
                ROWS,
                r -> found.add(new SourceRow(
                        r.getString(1),
                        r.getString(2),
                        r.getLong(3),
                        columns(r.getString(4)),
                        r.getString(5),
                        r.getString(6))),
                (Object) objects.toArray(String[]::new));
        return found;
    }

    static Map<String, String> columns(String payload) {
        var columns = new HashMap<String, String>();
        JSON.readValue(payload, OBJECT).forEach((name, value) -> {
            if (value instanceof String || value instanceof Number) {
                columns.put(name, String.valueOf(value));
            }
        });
        return columns;
    }

    /**
     * An open exception that a process, dispatch or reconciliation raised.
     *
     * @param records of sales that it can be traced to, the most exact first
     */
    record Claim(String code, List<String> records, String says) {}

    List<Claim> claims() {
        var claims = new LinkedHashMap<Long, Claim>();
        rows(CLAIMS, r -> {
            var claim = claims.get(r.getLong(1));
            if (claim == null) {
                claim = new Claim(r.getString(2), new ArrayList<>(), r.getString(4));
                claims.put(r.getLong(1), claim);
            }
            String record = r.getString(3);
            if (record != null) {
                claim.records().add(record);
            }
        });
        return List.copyOf(claims.values());
    }

    /** @param number the contract's own; @param customer its id in sales */
    record Contracted(String deal, String number, String currency, BigDecimal total, String customer) {}

    List<Contracted> contracts() {
        var contracts = new ArrayList<Contracted>();
        rows(
                CONTRACTS,
                r -> contracts.add(new Contracted(
                        r.getString(1),
                        r.getString(2),
                        r.getString(3),
                        r.getBigDecimal(4),
                        String.valueOf(r.getString(5)))));
        return contracts;
    }

    long open() {
        return number(OPEN).longValueExact();
    }

    long objects(String type) {
        return number(OBJECTS, type).longValueExact();
    }

    long linked(String system, String type) {
        return number(LINKED, system, type).longValueExact();
    }

    List<String> texts(String sql, Object... values) {
        var texts = new ArrayList<String>();
        rows(sql, r -> texts.add(r.getString(1)), values);
        return texts;
    }

    BigDecimal number(String sql, Object... values) {
        var found = new ArrayList<BigDecimal>();
        rows(sql, r -> found.add(r.getBigDecimal(1)), values);
        return found.getFirst();
    }

    /** The run's database is gone. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unanswered(SQLException cause) {
            super("the run's database does not answer: " + cause.getMessage(), cause);
        }
    }

    private interface Each {
        void take(ResultSet row) throws SQLException;
    }

    private void rows(String sql, Each each, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        } catch (SQLException e) {
            throw new Unanswered(e);
        }
    }
}
