package dev.throughline.hub;

import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.decide.Redecision;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.EditedLookups;
import dev.throughline.hub.translate.Mappings;
import dev.throughline.hub.translate.Retranslation;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What people and programs ask of the hub: stored with its audit entry in one transaction, done right after. */
final class HubAsks implements Asks {
    private static final String RESEND = """
            UPDATE command SET state = CASE WHEN state IN ('refused', 'abandoned') THEN 'ready' WHEN state = 'dead' THEN 'uncertain' ELSE state END, due_at = ?
            WHERE tenant = ? AND key = ? AND state NOT IN ('done', 'shadowed')
            """;

    private final Transactions transactions;
    private final EventLog events;
    private final Mappings mappings;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Runnable wake;
    private final AuditWriter audit = new AuditWriter();

    /** @param ids a new name for each request */
    HubAsks(
            Transactions transactions,
            EventLog events,
            Mappings mappings,
            InstantSource clock,
            Supplier<String> ids,
            Runnable wake) {
        this.transactions = transactions;
        this.events = events;
        this.mappings = mappings;
        this.clock = clock;
        this.ids = ids;
        this.wake = wake;
    }

    @Override
    public String ask(TenantId tenant, CanonicalEvent.Request request, String by, String correlationId) {
        String id = "ask:" + ids.get();
        Instant now = clock.instant();
        var event = new CanonicalEvent.Asked(new CanonicalEvent.Header(id, now, correlationId), request, by);
        transactions.run(c -> {
            events.append(c, tenant, List.of(event));
            note(
                    c,
                    tenant,
                    by,
                    "ask " + request.getClass().getSimpleName(),
                    id,
                    "",
                    Map.of("request", String.valueOf(request)),
                    correlationId);
            return null;
        });
        wake.run();
        return id;
    }

    @Override
    public int replay(TenantId tenant, ReplayScope scope, ReplayMapping mapping, String by, String reason) {
        if (scope instanceof ReplayScope.Events && !(mapping instanceof ReplayMapping.InForce)) {
            throw new IllegalArgumentException("events are decided again, not mapped: a mapping is for changes alone");
        }
        Retranslation.With with = with(tenant, mapping);
        int queued = transactions.run(c -> {
            int n = queue(c, tenant, scope, with);
            note(c, tenant, by, "replay", String.valueOf(scope), reason, told(scope, n, mapping), "");
            return n;
        });
        wake.run();
        return queued;
    }

    private int queue(Connection connection, TenantId tenant, ReplayScope scope, Retranslation.With with)
            throws SQLException {
        Instant now = clock.instant();
        return switch (scope) {
            case ReplayScope.One(var position) ->
                Retranslation.replayOne(connection, tenant, Position.parse(position), with, now);
            case ReplayScope.All(var system, var objectType, var fate) ->
                Retranslation.replayAll(connection, tenant, system, objectType, fate, with, now);
            case ReplayScope.Events(var choice) -> Redecision.queue(connection, tenant, choice, now);
        };
    }

    private static Map<String, ?> told(ReplayScope scope, int n, ReplayMapping mapping) {
        return switch (scope) {
            case ReplayScope.One _, ReplayScope.All _ -> Map.of("changes", n, "mapping", String.valueOf(mapping));
            case ReplayScope.Events _ -> Map.of("from", "decide", "events", n);
        };
    }

    @Override
    public int preview(TenantId tenant, ReplayScope scope) {
        return transactions.run(c -> switch (scope) {
            case ReplayScope.One(var position) -> Retranslation.countOne(c, tenant, Position.parse(position));
            case ReplayScope.All(var system, var objectType, var fate) ->
                Retranslation.countAll(c, tenant, system, objectType, fate);
            case ReplayScope.Events(var choice) -> Redecision.count(c, tenant, choice);
        });
    }

    @Override
    public Waiting replaying(TenantId tenant) {
        return transactions.run(c -> new Waiting(Retranslation.waiting(c, tenant), Redecision.waiting(c, tenant)));
    }

    private Retranslation.With with(TenantId tenant, ReplayMapping mapping) {
        return switch (mapping) {
            case ReplayMapping.InForce() -> new Retranslation.With.Present();
            case ReplayMapping.AsThen() -> new Retranslation.With.AsThen();
            case ReplayMapping.Named(var version) -> new Retranslation.With.Set(mappings.named(tenant, version));
        };
    }

    @Override
    public void putLookup(TenantId tenant, String lookup, String key, String value, String by, String reason) {
        transactions.run(c -> {
            List<EditedLookups.Row> rows = new ArrayList<>(EditedLookups.read(c, tenant));
            var row = new EditedLookups.Row(lookup, key, value);
            rows.removeIf(r -> r.lookup().equals(lookup) && r.key().equals(key));
            rows.add(row);
            // Tried before it is stored: a row that the mappings cannot take changes nothing.
            mappings.use(tenant, rows);
            EditedLookups.put(c, tenant, row, by, reason, clock.instant());
            note(c, tenant, by, "put lookup", lookup, reason, Map.of("key", key, "value", value), "");
            return null;
        });
    }

    /** Rows that another node may have put. */
    void refreshLookups(TenantId tenant) {
        mappings.use(tenant, transactions.run(c -> EditedLookups.read(c, tenant)));
    }

    @Override
    public void resend(TenantId tenant, String commandKey, String by, String reason) {
        transactions.run(c -> {
            int n = Sql.update(c, RESEND, clock.instant(), tenant.value(), commandKey);
            if (n == 0) {
                throw new IllegalArgumentException(
                        "command %s is not there, has ended well, or is a shadow's: nothing to send again"
                                .formatted(commandKey));
            }
            note(c, tenant, by, "resend", commandKey, reason, Map.of(), "");
            return n;
        });
        wake.run();
    }

    private void note(
            Connection connection,
            TenantId tenant,
            String by,
            String action,
            String subject,
            String reason,
            Map<String, ?> detail,
            String correlation)
            throws SQLException {
        audit.append(
                connection,
                tenant,
                List.of(new AuditWriter.Row(
                        clock.instant(), by, action, subject, reason, Json.text(detail), correlation)));
    }
}
