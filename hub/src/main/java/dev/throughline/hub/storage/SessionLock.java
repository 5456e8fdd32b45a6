package dev.throughline.hub.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** A lock that lasts as long as its connection: a dead node's lock is free the moment its connection dies. Holds one connection, outside of any transaction. */
public final class SessionLock implements AutoCloseable {
    private static final String TAKE = "SELECT pg_try_advisory_lock(hashtextextended(?, 0))";
    private static final String FREE = "SELECT pg_advisory_unlock(hashtextextended(?, 0))";
    private static final int ANSWER_SECONDS = 5;

    private final Connection connection;
    private final String name;

    private SessionLock(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** @return empty when another holds it; @throws StorageException when the database does not answer */
    public static Optional<SessionLock> tryTake(DataSource db, String name) {
        try {
            Connection connection = db.getConnection();
            try {
                boolean ours = Sql.queryOne(connection, TAKE, r -> r.getBoolean(1), name)
                        .orElse(false);
                if (ours) {
                    return Optional.of(new SessionLock(connection, name));
                }
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    /** Whether the connection still lives, and with it the lock. */
    public boolean held() {
        try {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Frees it; a connection that goes back to a pool would hold it for ever. */
    @Override
    public void close() {
        try (connection) {
            Sql.queryOne(connection, FREE, r -> r.getBoolean(1), name);
        } catch (SQLException e) {
            // A connection that does not answer holds no lock.
            return;
        }
    }
}
