package dev.throughline.hub.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** Runs work in one transaction. A deadlock or serialisation failure is nobody's fault: the work is repeated a few times, since nothing of it was kept. */
public final class Transactions {
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01", "55P03");
    private static final int ATTEMPTS = 5;

    /** Stages look up by key and want one plan for ever; a long read wants the plan that fits it. */
    private static final String PLANNED_EACH_TIME =
            "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true)";

    private final DataSource source;

    public Transactions(DataSource source) {
        this.source = source;
    }

    /** @throws StorageException when the database fails or goes on to conflict */
    public <T> T run(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work, false);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !REPEATABLE.contains(String.valueOf(e.getSQLState()))) {
                    throw new StorageException(e);
                }
            } catch (Again again) {
                if (attempt == ATTEMPTS) {
                    throw again;
                }
            }
        }
    }

    /** One consistent view of the database, for reading much in bounded memory. */
    public <T> T snapshot(Work<T> work) {
        try {
            return once(work, true);
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    private <T> T once(Work<T> work, boolean snapshot) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (snapshot) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            try {
                if (snapshot) {
                    Sql.query(connection, PLANNED_EACH_TIME, row -> true);
                }
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                restore(connection, snapshot);
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** The connection may come from a pool and be somebody else's next. */
    private static void restore(Connection connection, boolean snapshot) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.setAutoCommit(true);
        if (snapshot) {
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /** What is done inside; nothing of it is kept when it throws. */
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Thrown by work that found, late, that another transaction was faster: start again. */
    public static final class Again extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Again(String message) {
            super(message);
        }
    }
}
