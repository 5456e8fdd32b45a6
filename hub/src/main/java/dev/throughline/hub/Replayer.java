package dev.throughline.hub;

import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Brings captured changes back to translation and events back to the deciders, inside the caller's transaction: nothing is queued unless the caller's own work is kept too. */
public interface Replayer {
    /** @param positions {@code partition:seq} of changes to be translated again, with the mapping in force by then */
    void translateAgain(Connection connection, TenantId tenant, List<String> positions) throws SQLException;

    /** @param positions {@code partition:seq} of events to be decided again */
    void decideAgain(Connection connection, TenantId tenant, List<String> positions) throws SQLException;

    /**
     * Appends a corrected copy of a change, via replay: same record, same ordinal, a version token of its own. The original stays as it was captured.
     *
     * @param original {@code partition:seq} of the change that is corrected
     * @param payload  the whole record, corrected
     */
    void corrected(Connection connection, TenantId tenant, String original, String versionToken, String payload)
            throws SQLException;
}
