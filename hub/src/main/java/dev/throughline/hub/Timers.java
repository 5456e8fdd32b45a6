package dev.throughline.hub;

import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns moments that processes asked for into events. A timer and its event are exchanged in one transaction. */
public final class Timers {
    private static final String DUE = """
            DELETE FROM timer
            WHERE (tenant, type, key, name) IN (
                SELECT tenant, type, key, name FROM timer WHERE due_at <= ? ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED)
            RETURNING tenant, type, key, name, due_at
            """;

    private record Due(TenantId tenant, String type, String key, String name, Instant dueAt) {}

    private final Transactions transactions;
    private final EventLog events;
    private final InstantSource clock;

    public Timers(Transactions transactions, EventLog events, InstantSource clock) {
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /** @return false when none was due */
    public boolean fire() {
        return transactions.run(this::fire);
    }

    private Boolean fire(Connection connection) throws SQLException {
        Instant now = clock.instant();
        List<Due> due = Sql.query(
                connection,
                DUE,
                r -> new Due(
                        new TenantId(r.getString(1)),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        Sql.instant(r, "due_at")),
                now);
        Map<TenantId, List<Due>> byTenant =
                due.stream().collect(Collectors.groupingBy(Due::tenant, LinkedHashMap::new, Collectors.toList()));
        for (var entry : byTenant.entrySet()) {
            events.append(
                    connection,
                    entry.getKey(),
                    entry.getValue().stream()
                            .map(d -> new CanonicalEvent.TimerFired(
                                    new CanonicalEvent.Header(
                                            "tim:%s/%s/%s@%s".formatted(d.type, d.key, d.name, d.dueAt), now, d.key),
                                    d.type,
                                    d.key,
                                    d.name))
                            .toList());
        }
        return !due.isEmpty();
    }
}
