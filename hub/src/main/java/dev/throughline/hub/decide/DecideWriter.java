package dev.throughline.hub.decide;

import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.dispatch.CommandStore;
import dev.throughline.hub.exceptions.ExceptionWriter;
import dev.throughline.hub.ledger.LedgerWriter;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.thread.SearchWriter;
import dev.throughline.hub.translate.Identity;
import dev.throughline.hub.translate.Names;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what a batch of decisions wants, in sets and in one order for all writers. */
final class DecideWriter {
    private static final String EXPLAIN = """
            INSERT INTO decision (tenant, type, key, event_id, event_kind, state_name, because, effects, at, correlation_id)
            SELECT ?, d.type, d.key, d.event_id, d.event_kind, d.state_name, d.because, d.effects, ?, d.correlation_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) d(type, key, event_id, event_kind, state_name, because, effects, correlation_id)
            """;

    private static final String WAKE = """
            INSERT INTO timer (tenant, type, key, name, due_at)
            SELECT ?, t.* FROM unnest(?, ?, ?, ?) t
            ON CONFLICT (tenant, type, key, name) DO UPDATE SET due_at = excluded.due_at
            """;

    private final EventLog events;
    private final LedgerWriter ledger = new LedgerWriter();
    private final ExceptionWriter exceptions = new ExceptionWriter();
    private final SearchWriter search = new SearchWriter();
    private final AuditWriter audit = new AuditWriter();

    DecideWriter(EventLog events) {
        this.events = events;
    }

    void write(Connection connection, TenantId tenant, Effects effects, Instant now) throws SQLException {
        ObjectStore.save(connection, tenant, effects.rows.values(), effects.fresh, now);
        search.names(connection, tenant, names(effects));
        ledger.postAll(
                connection,
                tenant,
                effects.postings.entrySet().stream()
                        .map(e -> new LedgerWriter.Batch(
                                e.getKey().type(), e.getKey().key(), e.getValue()))
                        .toList(),
                now);
        CommandStore.insert(connection, tenant, effects.commands, now);
        wake(connection, tenant, effects.timers);
        explain(connection, tenant, effects.explained, now);
        desk(connection, tenant, effects.desk, now);
        // Last, for these two hold rows that every other batch wants.
        events.append(connection, tenant, effects.events);
        audit.append(connection, tenant, entries(effects, now));
    }

    private static List<SearchWriter.Name> names(Effects effects) {
        List<SearchWriter.Name> names = new ArrayList<>();
        for (CanonicalEvent event : effects.events) {
            if (event instanceof CanonicalEvent.ObjectChanged e && e.after().isPresent()) {
                Names.of(e.after().get())
                        .forEach(n -> names.add(
                                new SearchWriter.Name(n.name(), e.ref().id(), n.what())));
            }
        }
        return names;
    }

    private static void wake(Connection connection, TenantId tenant, List<Effects.Woken> timers) throws SQLException {
        Map<String, Effects.Woken> latest = new LinkedHashMap<>();
        timers.forEach(t -> latest.put(t.instance().path() + "/" + t.timer().name(), t));
        if (latest.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                WAKE,
                tenant.value(),
                Sql.texts(latest.values(), t -> t.instance().type()),
                Sql.texts(latest.values(), t -> t.instance().key()),
                Sql.texts(latest.values(), t -> t.timer().name()),
                Sql.instants(latest.values(), t -> t.timer().at()));
    }

    private static void explain(Connection connection, TenantId tenant, List<Effects.Explained> explained, Instant now)
            throws SQLException {
        if (explained.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                EXPLAIN,
                tenant.value(),
                now,
                Sql.texts(explained, e -> e.instance().type()),
                Sql.texts(explained, e -> e.instance().key()),
                Sql.texts(explained, e -> e.event().header().id()),
                Sql.texts(explained, e -> e.event().getClass().getSimpleName()),
                Sql.texts(explained, Effects.Explained::stateName),
                Sql.texts(explained, Effects.Explained::because),
                Sql.texts(explained, Effects.Explained::effects),
                Sql.texts(explained, Effects.Explained::correlationId));
    }

    /** In the order of the decisions, runs of the same kind in one statement: a later decision may close what an earlier one raised, and the reverse. */
    private void desk(Connection connection, TenantId tenant, List<Object> desk, Instant now) throws SQLException {
        List<ExceptionWriter.Raised> raised = new ArrayList<>();
        for (Object item : desk) {
            switch (item) {
                case Effects.Raised r -> raised.add(raised(r));
                case Effects.Closed c -> {
                    exceptions.raise(connection, tenant, raised, now);
                    raised.clear();
                    close(connection, tenant, c, now);
                }
                default -> throw new IllegalStateException("not of the desk: " + item);
            }
        }
        exceptions.raise(connection, tenant, raised, now);
    }

    private void close(Connection connection, TenantId tenant, Effects.Closed closed, Instant now) throws SQLException {
        exceptions.closeOf(
                connection,
                tenant,
                closed.instance().path(),
                closed.resolved().code(),
                closed.resolved().subject(),
                "throughline",
                "the cause is mended",
                now);
    }

    /** Problems about different objects of one instance stand apart; the same one again is the same row. */
    private static ExceptionWriter.Raised raised(Effects.Raised raised) {
        Problem problem = raised.problem();
        return new ExceptionWriter.Raised(
                ExceptionWriter.Origin.PROCESS,
                raised.instance().path(),
                raised.instance().path() + "#" + problem.subject().id(),
                problem.code(),
                raised.instance().type(),
                problem.owner().name(),
                problem.severity().name(),
                problem.subject().id(),
                problem.says(),
                problem.remedy(),
                problem.atStake().map(m -> m.getAmount()),
                problem.atStake().map(m -> m.getCurrencyUnit().getCode()),
                raised.correlationId());
    }

    /** What was put aside as dead has been decided after all. */
    void mended(Connection connection, TenantId tenant, List<EventLog.Logged> events, Instant now) throws SQLException {
        exceptions.closeAll(
                connection,
                tenant,
                events.stream().map(e -> trace(e.position())).toList(),
                "throughline",
                "the event was decided when it was given again",
                now);
    }

    private static String trace(Position position) {
        return "event " + position;
    }

    void dead(Connection connection, List<EventLog.Logged> events, String why, Instant now) throws SQLException {
        for (EventLog.Logged logged : events) {
            String position = logged.position().toString();
            exceptions.raise(
                    connection,
                    logged.tenant(),
                    List.of(new ExceptionWriter.Raised(
                            ExceptionWriter.Origin.DECIDE,
                            position,
                            trace(logged.position()),
                            "DEAD_LETTER",
                            "decide",
                            Problem.Owner.INTEGRATION.name(),
                            Problem.Severity.HIGH.name(),
                            EventLog.subject(logged.event()),
                            "An event about %s could not be decided: %s"
                                    .formatted(EventLog.subject(logged.event()), why),
                            "Mend the cause, then retry: the event is kept, and is decided with what is known by then",
                            Optional.empty(),
                            Optional.empty(),
                            logged.event().header().correlationId())),
                    now);
        }
    }

    /** One entry per explained decision, and one for the postings of the batch. */
    private static List<AuditWriter.Row> entries(Effects effects, Instant now) {
        List<AuditWriter.Row> rows = new ArrayList<>();
        for (Effects.Explained e : effects.explained) {
            rows.add(new AuditWriter.Row(
                    now,
                    "throughline",
                    "decide",
                    e.instance().path(),
                    e.because(),
                    Json.text(Map.of("event", e.event().header().id(), "state", e.stateName(), "effects", e.effects())),
                    e.correlationId()));
        }
        long postings = effects.postings.values().stream().mapToLong(List::size).sum();
        if (postings > 0) {
            StringBuilder content = new StringBuilder();
            effects.postings
                    .values()
                    .forEach(list -> list.forEach(p -> content.append(p.eventId())
                            .append(' ')
                            .append(p.posting().line().source().id())
                            .append(' ')
                            .append(p.posting().from())
                            .append('>')
                            .append(p.posting().to())
                            .append(' ')
                            .append(p.posting().quantity())
                            .append(' ')
                            .append(p.posting().amount())
                            .append('\n')));
            rows.add(new AuditWriter.Row(
                    now,
                    "throughline",
                    "post",
                    "ledger",
                    "",
                    Json.text(Map.of("postings", postings, "digest", Identity.digest(content.toString()))),
                    ""));
        }
        return rows;
    }
}
