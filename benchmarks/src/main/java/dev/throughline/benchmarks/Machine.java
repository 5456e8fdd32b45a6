package dev.throughline.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** What this machine's PostgreSQL does by itself, in the same run: the yardstick for everything else. */
final class Machine {
    private static final int COPY_ROWS = 100_000;
    private static final String PAYLOAD = "x".repeat(400);

    /** @param rows stored per second by COPY, of 400 bytes and a key */
    record Rates(long commitsPerSecond, Duration commitMedian, Duration commitP99, long rows) {}

    private Machine() {}

    static Rates measure(DataSource source, Duration time) {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS bench_machine (id bigint PRIMARY KEY, body text)");
            statement.execute("TRUNCATE bench_machine");
            List<Duration> commits = commits(connection, time);
            statement.execute("TRUNCATE bench_machine");
            long rows = copy(connection);
            statement.execute("DROP TABLE bench_machine");
            Duration all = commits.stream().reduce(Duration.ZERO, Duration::plus);
            Percentiles of = Percentiles.of(commits);
            return new Rates(Clock.perSecond(commits.size(), all), of.p50(), of.p99(), rows);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the machine's own rates could not be measured", e);
        }
    }

    private static List<Duration> commits(Connection connection, Duration time) throws SQLException {
        List<Duration> times = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        try (var insert = connection.prepareStatement("INSERT INTO bench_machine VALUES (?, ?)")) {
            for (long id = 0; System.nanoTime() < end; id++) {
                long begun = System.nanoTime();
                insert.setLong(1, id);
                insert.setString(2, PAYLOAD);
                insert.executeUpdate();
                times.add(Clock.since(begun));
            }
        }
        return times;
    }

    private static long copy(Connection connection) throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < COPY_ROWS; i++) {
            rows.append(i).append('\t').append(PAYLOAD).append('\n');
        }
        long begun = System.nanoTime();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY bench_machine FROM STDIN", new StringReader(rows.toString()));
        return Clock.perSecond(COPY_ROWS, Clock.since(begun));
    }
}
