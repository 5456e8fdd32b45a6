package dev.throughline.hub.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database could not do its part. Whoever asked may ask again: nothing was half done. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String sqlState;

    public StorageException(SQLException cause) {
        super(says(cause), cause);
        this.sqlState = cause.getSQLState();
        if (Space.FULL.equals(sqlState)) {
            Space.refused();
        }
    }

    /** True when the database cannot be reached, is shutting down, or has no room: an outage, not a mistake of ours. */
    public boolean outage() {
        return sqlState != null
                && (sqlState.startsWith("08") || sqlState.startsWith("57") || sqlState.startsWith("53"));
    }

    private static String says(SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (state.startsWith("53")) {
            return "The database has no room or connections left; free disk space or raise its limits, then the hub goes on by itself: "
                    + cause.getMessage();
        }
        if (state.startsWith("08") || state.startsWith("57")) {
            return "The database cannot be reached; the hub goes on by itself when it is back: " + cause.getMessage();
        }
        return "Database error " + state + ": " + cause.getMessage();
    }
}
