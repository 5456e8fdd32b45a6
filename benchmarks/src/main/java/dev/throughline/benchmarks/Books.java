package dev.throughline.benchmarks;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Reads how far the hub is, by statements that cost it next to nothing. */
final class Books {
    private static final String BACKLOG = """
            SELECT coalesce(sum(l.last_seq - p.done_seq), 0)
            FROM log_partition l
            JOIN stage_progress p ON p.partition = l.partition
             AND (l.log, p.stage) IN (('change', 'translate'), ('event', 'decide'))
            """;
    private static final String OPEN_COMMANDS =
            "SELECT count(*) FROM command WHERE tenant = 'bench' AND state IN ('ready', 'uncertain', 'accepted')";
    private static final String ACTIVE =
            "SELECT count(*) FROM process_instance WHERE tenant = 'bench' AND type = 'quote-to-project' AND state_name = 'Active'";
    private static final String PLACES =
            "SELECT place, sum(quantity) FROM ledger_total WHERE tenant = 'bench' GROUP BY place ORDER BY place";
    private static final String LINES =
            "SELECT place, count(DISTINCT source) FROM ledger_balance WHERE tenant = 'bench' GROUP BY place ORDER BY place";
    private static final String AMOUNT =
            "SELECT place, sum(amount) FROM ledger_total WHERE tenant = 'bench' GROUP BY place";
    private static final String EXCEPTIONS = """
            SELECT code, count(*), min(says) FROM exception WHERE tenant = 'bench' AND state = 'open' GROUP BY code
            """;
    private static final String PROJECTS =
            "SELECT canonical_id FROM cross_reference WHERE tenant = 'bench' AND system = 'psa' AND type = 'Project'";
    private static final String SIZE = "SELECT pg_database_size(current_database())";

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource source;

    Books(DataSource source) {
        this.source = source;
    }

    /** Changes and events that are durable and not done yet. */
    long backlog() {
        return number(BACKLOG);
    }

    boolean quiet() {
        return backlog() == 0;
    }

    boolean nothingOpen() {
        return quiet() && number(OPEN_COMMANDS) == 0;
    }

    long active() {
        return number(ACTIVE);
    }

    /** Hours in each place of the ledger. */
    Map<String, BigDecimal> hours() {
        Map<String, BigDecimal> places = new TreeMap<>();
        query(PLACES, r -> places.put(r.getString(1), r.getBigDecimal(2)));
        return places;
    }

    /** Source lines in each place of the ledger. */
    Map<String, Long> lines() {
        Map<String, Long> places = new TreeMap<>();
        query(LINES, r -> places.put(r.getString(1), r.getLong(2)));
        return places;
    }

    /** Money in the place, whatever its currency. */
    BigDecimal amount(String place) {
        return query(AMOUNT, r -> Map.entry(r.getString(1), r.getBigDecimal(2))).stream()
                .filter(e -> e.getKey().equals(place))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Canonical ids. */
    List<String> projects() {
        return query(PROJECTS, r -> r.getString(1));
    }

    long bytes() {
        return number(SIZE);
    }

    List<String> exceptions() {
        return query(EXCEPTIONS, r -> "%s x %d: %s".formatted(r.getString(1), r.getLong(2), r.getString(3)));
    }

    /** For a person who wonders why it does not go on. */
    String standing() {
        return "backlog %d, commands open %d, projects active %d, ledger %s, exceptions %s"
                .formatted(backlog(), number(OPEN_COMMANDS), active(), hours(), exceptions());
    }

    private long number(String sql) {
        return query(sql, r -> r.getLong(1)).getFirst();
    }

    <T> List<T> query(String sql, Row<T> reader) {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
