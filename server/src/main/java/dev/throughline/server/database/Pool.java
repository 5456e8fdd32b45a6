package dev.throughline.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens a pool on a server that was tried first, so that a wrong address or password is told at once and plainly. */
final class Pool {
    private static final int CONNECTIONS = 24;
    private static final int FULL_ANSWER_SECONDS = 10;
    /**
     * The hub's statements are look-ups by key, the same few hundred for ever. Planning each again for its parameters costs more than running it, and a plan made while a
     * table was still small must not become a scan of a large one. Long reads ask for the opposite themselves.
     */
    private static final String PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";
    /** The driver's own state for a server that asks for a password where there is none. */
    private static final String NO_PASSWORD = "08004";

    private Pool() {}

    static HikariDataSource open(String url, String user, String password) {
        tryOnce(url, user, password);
        var config = new HikariConfig();
        config.setPoolName("throughline");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(4);
        config.setConnectionTimeout(5_000);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("options", PLANS);
        config.addDataSourceProperty("ApplicationName", "throughline");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", Integer.toString(FULL_ANSWER_SECONDS));
        return new HikariDataSource(config);
    }

    private static void tryOnce(String url, String user, String password) {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Integer.toString(FULL_ANSWER_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(FULL_ANSWER_SECONDS));
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < 16) {
                throw new DatabaseTrouble(
                        "The database is PostgreSQL %d".formatted(version),
                        "Use PostgreSQL 16 or later; 18 is what is tested",
                        new IllegalStateException("too old"));
            }
        } catch (SQLException refused) {
            throw trouble(url, user, refused);
        }
    }

    private static DatabaseTrouble trouble(String url, String user, SQLException refused) {
        String state = refused.getSQLState() == null ? "" : refused.getSQLState();
        String where = url.replaceFirst("\\?.*", "");
        return switch (state) {
            case "28P01", "28000", NO_PASSWORD ->
                new DatabaseTrouble(
                        "%s refuses the user '%s': the password is wrong or the user may not come in"
                                .formatted(where, user),
                        "Correct database.user and database.password in throughline.yaml, or THROUGHLINE_DATABASE_PASSWORD",
                        refused);
            case "3D000" ->
                new DatabaseTrouble(
                        "%s has no such database".formatted(where),
                        "Create it: CREATE DATABASE throughline OWNER %s".formatted(user),
                        refused);
            case "53300" ->
                new DatabaseTrouble(
                        "%s has no connection left".formatted(where),
                        "Raise max_connections, or end what holds them; a hub takes %d".formatted(CONNECTIONS),
                        refused);
            case "53100" ->
                new DatabaseTrouble("%s has no disk space left".formatted(where), "Free or add disk space", refused);
            default ->
                new DatabaseTrouble(
                        "%s does not answer: %s".formatted(where, refused.getMessage()),
                        "Check the address, the port and the firewall, and that the server runs",
                        refused);
        };
    }
}
