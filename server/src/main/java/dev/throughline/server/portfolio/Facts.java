package dev.throughline.server.portfolio;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What the hub's own tables say at the end of a run: counts and sums, made by the database. */
record Facts(DataSource source) {
    private static final String UNDER_WAY = """
            SELECT what, n FROM (
                SELECT l.log || ' ' || l.partition AS what, l.last_seq - coalesce(p.done_seq, 0) AS n
                FROM log_partition l
                LEFT JOIN stage_progress p ON p.partition = l.partition AND p.stage = CASE l.log WHEN 'change' THEN 'translate' ELSE 'decide' END
                UNION ALL
                SELECT 'to translate again', count(*) FROM retranslate
                UNION ALL
                SELECT system || ' ' || state, count(*) FROM command WHERE state IN ('ready', 'uncertain', 'accepted') GROUP BY system, state
            ) x
            WHERE n > 0
            ORDER BY what
            """;

    private static final String FATES = """
            SELECT coalesce(f.fate, 'none'), count(*)
            FROM change c
            LEFT JOIN change_fate f USING (partition, seq)
            WHERE c.system = ? AND c.via <> 'replay' AND (c.object_type = ? OR ? = '')
            GROUP BY 1
            """;

    private static final String EXCEPTIONS = """
            SELECT code, count(*) FROM exception WHERE state = 'open' GROUP BY code ORDER BY code
            """;

    private static final String OBJECTS = """
            SELECT count(*) FROM canonical_object WHERE type = ? AND NOT deleted
            """;

    private static final String LINKED = """
            SELECT count(*) FROM cross_reference WHERE system = ? AND type = ?
            """;

    /** What waits for other stages, as one line; empty when nothing does. */
    String underWay() {
        var waiting = new ArrayList<String>();
        rows(UNDER_WAY, r -> waiting.add(r.getString(1) + ": " + r.getLong(2)));
        return String.join(", ", waiting);
    }

    Map<String, Long> fates(String system, String object) {
        return counts(FATES, system, object, object);
    }

    Map<String, Long> exceptions() {
        return counts(EXCEPTIONS);
    }

    long objects(String type) {
        return number(OBJECTS, type).longValueExact();
    }

    long linked(String system, String type) {
        return number(LINKED, system, type).longValueExact();
    }

    /** Sum per currency of money that a query gives as currency and amount. */
    Map<String, BigDecimal> money(String sql, Object... values) {
        var sums = new TreeMap<String, BigDecimal>();
        rows(sql, r -> sums.merge(r.getString(1), r.getBigDecimal(2), BigDecimal::add), values);
        return sums;
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

    private Map<String, Long> counts(String sql, Object... values) {
        var counts = new LinkedHashMap<String, Long>();
        rows(sql, r -> counts.merge(r.getString(1), r.getLong(2), Long::sum), values);
        return counts;
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
            throw new IllegalStateException("the run's database does not answer", e);
        }
    }
}
