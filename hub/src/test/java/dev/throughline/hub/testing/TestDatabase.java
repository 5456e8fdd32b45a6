package dev.throughline.hub.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL with the safety switches on: one server for the test JVM, one fresh database per test class, copied from a migrated template.
 *
 * <pre>{@code @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();}</pre>
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final String TEMPLATE = "throughline_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String name = "test_" + COUNTER.incrementAndGet();

    @Override
    public void beforeAll(ExtensionContext context) {
        Server.admin("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Server.admin("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Gives a new physical connection each time, at most 200 at once. */
    public DataSource source() {
        return Server.dataSource(name);
    }

    public Connection connection() throws SQLException {
        return source().getConnection();
    }

    public void execute(String sql) {
        try (Connection connection = connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row, as text. */
    public String value(String sql) {
        try (Connection connection = connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private Server() {}

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                prepare(server);
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void prepare(EmbeddedPostgres server) {
            execute(server.getPostgresDatabase(), "CREATE DATABASE " + TEMPLATE);
            Flyway.configure()
                    .dataSource(server.getDatabase("postgres", TEMPLATE))
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        }

        static DataSource dataSource(String name) {
            var source = (PGSimpleDataSource) POSTGRES.getDatabase("postgres", name);
            source.setReWriteBatchedInserts(true);
            return source;
        }

        static synchronized void admin(String sql) {
            execute(POSTGRES.getPostgresDatabase(), sql);
        }

        private static void execute(DataSource source, String sql) {
            try (Connection connection = source.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
