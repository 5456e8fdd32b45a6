package dev.throughline.hub.storage;

import java.sql.SQLException;

/** The database could not do what was asked; nothing of the transaction was kept. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageException(SQLException cause) {
        super(
                "the database refused or was not reachable (%s); nothing was kept: %s"
                        .formatted(cause.getSQLState(), cause.getMessage()),
                cause);
    }
}
