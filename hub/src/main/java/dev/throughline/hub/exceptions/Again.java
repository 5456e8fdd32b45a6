package dev.throughline.hub.exceptions;

import dev.throughline.hub.EventAppender;
import dev.throughline.hub.Replayer;
import dev.throughline.hub.storage.Columns;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What trying again, or giving up, means for each origin. */
final class Again {
    /** A refused command surely had no effect. A dead one may have had: it goes on as uncertain, so that the dispatcher looks before it repeats. */
    private static final String RESEND = """
            UPDATE command
            SET state = CASE state WHEN 'refused' THEN 'ready' WHEN 'abandoned' THEN 'ready' WHEN 'dead' THEN 'uncertain' ELSE state END,
                due_at = ?,
                attempts = 0,
                settled_at = NULL
            WHERE tenant = ?
              AND key = ANY(?::text[])
              AND state NOT IN ('done', 'shadowed')
            """;

    private static final String ABANDON = """
            UPDATE command
            SET state = 'abandoned', settled_at = ?, last_answer = ?, fence = fence + 1
            WHERE tenant = ?
              AND key = ?
              AND state NOT IN ('done', 'shadowed', 'abandoned')
              AND lease_until < ?
            RETURNING key, process_type, process_key, step, body
            """;
    private static final String LET_GO = """
            UPDATE change_fate
            SET fate = 'ignored', reason = ?, at = ?
            WHERE partition = ?
              AND seq = ?
              AND fate IN ('held', 'waiting', 'dead')
            RETURNING (SELECT f.fate FROM change_fate f WHERE f.partition = change_fate.partition AND f.seq = change_fate.seq)
            """;

    private final Replayer replayer;
    private final EventAppender events;
    private final dev.throughline.hub.observe.FateCounter counter = new dev.throughline.hub.observe.FateCounter();

    Again(Replayer replayer, EventAppender events) {
        this.replayer = replayer;
        this.events = events;
    }

    void retry(Connection connection, TenantId tenant, List<Exceptions.Item> items, String by, Instant at)
            throws SQLException {
        List<String> positions = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<CanonicalEvent> asked = new ArrayList<>();
        for (Exceptions.Item item : items) {
            switch (item.origin()) {
                case "translate" -> positions.add(item.originKey());
                case "dispatch" -> commands.add(item.originKey());
                case "decide" -> undecided.add(item.originKey());
                case "process" -> asked.add(asked(item, at, by, retry(item)));
                default -> {
                    // Sources are read and sides compared again at their next turn anyway; the audit keeps that
                    // somebody wished it.
                }
            }
        }
        if (!positions.isEmpty()) {
            replayer.translateAgain(
                    connection, tenant, positions.stream().distinct().toList());
        }
        if (!undecided.isEmpty()) {
            replayer.decideAgain(
                    connection, tenant, undecided.stream().distinct().toList());
        }
        if (!asked.isEmpty()) {
            events.append(connection, tenant, asked);
        }
        resend(connection, tenant, commands, at);
    }

    void giveUp(Connection connection, TenantId tenant, Exceptions.Item item, String by, String reason, Instant at)
            throws SQLException {
        switch (item.origin()) {
            case "translate" -> letGo(connection, tenant, item.originKey(), by, reason, at);
            case "dispatch" -> abandon(connection, tenant, item, by, reason, at);
            case "process" -> events.append(connection, tenant, List.of(asked(item, at, by, skip(item, reason))));
            default -> {
                // Nothing waits for it but the row on the desk.
            }
        }
    }

    private static void resend(Connection connection, TenantId tenant, List<String> commands, Instant at)
            throws SQLException {
        if (commands.isEmpty()) {
            return;
        }
        try (var resend = Columns.of(connection, RESEND)) {
            resend.time(at).text(tenant.value()).texts(commands).update();
        }
    }

    private void letGo(Connection connection, TenantId tenant, String position, String by, String reason, Instant at)
            throws SQLException {
        String[] parts = position.split(":", 2);
        List<String> was;
        try (var letGo = Columns.of(connection, LET_GO)) {
            was = letGo.text("skipped by %s: %s".formatted(by, reason))
                    .time(at)
                    .number(Long.parseLong(parts[0]))
                    .number(Long.parseLong(parts[1]))
                    .query(r -> r.getString(1));
        }
        for (String fate : was) {
            counter.add(connection, tenant, java.util.Map.of(fate, -1L, "ignored", 1L));
        }
    }

    private void abandon(
            Connection connection, TenantId tenant, Exceptions.Item item, String by, String reason, Instant at)
            throws SQLException {
        List<CanonicalEvent> settled;
        try (var abandon = Columns.of(connection, ABANDON)) {
            settled = abandon.time(at)
                    .text("abandoned by %s: %s".formatted(by, reason))
                    .text(tenant.value())
                    .text(item.originKey())
                    .time(at)
                    .query(r -> new CanonicalEvent.CommandSettled(
                            header(item, at, "abandon"),
                            new IdempotencyKey(r.getString("key")),
                            r.getString("process_type"),
                            r.getString("process_key"),
                            r.getString("step"),
                            CanonicalJson.read(r.getString("body"), Envelope.class)
                                    .command(),
                            new CanonicalEvent.Outcome.Abandoned(by, reason)));
        }
        if (settled.isEmpty()) {
            throw new Exceptions.Stale(
                    "Command %s is being sent right now or has been done; wait a minute and look again"
                            .formatted(item.originKey()));
        }
        events.append(connection, tenant, settled);
    }

    private static CanonicalEvent asked(Exceptions.Item item, Instant at, String by, CanonicalEvent.Request request) {
        return new CanonicalEvent.Asked(header(item, at, "ask"), request, by);
    }

    /** The item's version makes the id new for every action and the same for every repeat of this one. */
    private static CanonicalEvent.Header header(Exceptions.Item item, Instant at, String what) {
        return new CanonicalEvent.Header(
                "exception:%d:%d:%s".formatted(item.id(), item.version(), what), at, item.correlationId());
    }

    private static CanonicalEvent.Request retry(Exceptions.Item item) {
        String[] instance = instance(item);
        return new CanonicalEvent.Request.Retry(instance[0], instance[1]);
    }

    private static CanonicalEvent.Request skip(Exceptions.Item item, String reason) {
        String[] instance = instance(item);
        return new CanonicalEvent.Request.Skip(instance[0], instance[1], reason);
    }

    private static String[] instance(Exceptions.Item item) {
        String[] instance = item.originKey().split("/", 2);
        if (instance.length < 2) {
            throw new IllegalStateException(
                    "exception %d names no process instance: %s".formatted(item.id(), item.originKey()));
        }
        return instance;
    }

    /** The form in which the dispatcher stores commands: a place for the sealed interface to say which one it is. */
    private record Envelope(Command command) {}
}
