package dev.throughline.hub;

import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Appends to the log of canonical events, inside the caller's transaction. */
public interface EventAppender {
    void append(Connection connection, TenantId tenant, List<? extends CanonicalEvent> events) throws SQLException;
}
