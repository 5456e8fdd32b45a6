package dev.throughline.hub.whatif;

import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What people asked of the hub that belongs to how work came to be, in its order. Billing runs and what was done to their invoices are left out: the sandbox bills by itself. */
final class Asked {
    private static final String READ =
            "SELECT body FROM event WHERE tenant = ? AND kind = 'Asked' ORDER BY at, partition, seq";

    private Asked() {}

    static List<CanonicalEvent> of(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(connection, READ, r -> EventLog.event(r.getString(1)), tenant.value()).stream()
                .filter(e -> e instanceof CanonicalEvent.Asked asked && belongs(asked.request()))
                .toList();
    }

    private static boolean belongs(Request request) {
        return request instanceof Request.CreateProjectFromWonOpportunity
                || request instanceof Request.ActivateContract
                || request instanceof Request.Approve
                || request instanceof Request.Skip
                || request instanceof Request.Retry;
    }
}
