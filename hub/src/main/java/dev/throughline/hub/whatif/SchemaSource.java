package dev.throughline.hub.whatif;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The hub's own database, seen from one schema in which nothing has to last. A connection goes back to its pool as it came. */
final class SchemaSource implements DataSource {
    private final DataSource real;
    private final String schema;

    SchemaSource(DataSource real, String schema) {
        this.real = real;
        this.schema = schema;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        String before = connection.getSchema();
        connection.setSchema(schema);
        try (var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
        }
        return (Connection) Proxy.newProxyInstance(
                SchemaSource.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection, before);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** One that cannot be put back as it was is never used again. */
    private static void giveBack(Connection connection, String before) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try (var statement = connection.createStatement()) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            statement.execute("RESET synchronous_commit");
            connection.setSchema(before);
        } catch (SQLException stuck) {
            connection.abort(Runnable::run);
        }
        connection.close();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections are those of the hub");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return real.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
