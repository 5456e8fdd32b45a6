package dev.throughline.hub.dispatch;

import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.translate.Identity;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands' table. A key is stored once for ever; only a command that surely had no effect may go out again under it. */
public final class CommandStore {
    private static final String INSERT = """
            INSERT INTO command (tenant, key, process_type, process_key, step, name, target, system, stream, urgency, subject, body,
                                 correlation_id, created_at, state, due_at, external_id, last_answer, settled_at)
            SELECT ?, c.key, c.process_type, c.process_key, c.step, c.name, c.target, c.system, c.stream, c.urgency, c.subject, c.body,
                   c.correlation_id, n.now, CASE WHEN c.shadow IS NULL THEN 'ready' ELSE 'shadowed' END, n.now, c.shadow,
                   CASE WHEN c.shadow IS NOT NULL THEN 'in shadow: nothing was sent' END, CASE WHEN c.shadow IS NOT NULL THEN n.now END
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 c(key, process_type, process_key, step, name, target, system, stream, urgency, subject, body, correlation_id, shadow)
            CROSS JOIN (SELECT ?::timestamptz AS now) n
            ON CONFLICT (tenant, key)
            DO UPDATE SET state = 'ready', body = excluded.body, system = excluded.system, due_at = excluded.due_at, attempts = 0,
                          settled_at = NULL, ticket = NULL
            WHERE command.state IN ('refused', 'abandoned')
            """;

    /**
     * Takes the heads of streams that are due: one project's commands stay in order, others run beside it. Nothing of a system that people have paused. A command that is ready becomes uncertain by being taken,
     * since from here on a crash may hide whether it was sent.
     */
    private static final String CLAIM = """
            WITH due AS (
                SELECT c.id, c.state
                FROM command c
                WHERE c.tenant = ? AND c.system = ? AND c.state IN ('ready', 'uncertain', 'accepted')
                  AND c.due_at <= ? AND c.lease_until < ?
                  AND NOT EXISTS (SELECT 1 FROM system_state p WHERE p.tenant = c.tenant AND p.system = c.system AND p.paused)
                  AND NOT EXISTS (
                      SELECT 1 FROM command e
                      WHERE e.tenant = c.tenant AND e.system = c.system AND e.stream = c.stream AND e.id < c.id
                        AND e.state IN ('ready', 'uncertain', 'accepted'))
                ORDER BY c.urgency, c.id
                LIMIT ?
                FOR UPDATE SKIP LOCKED
            )
            UPDATE command c
            SET lease_until = ?, fence = c.fence + 1, attempts = c.attempts + 1,
                state = CASE WHEN c.state = 'ready' THEN 'uncertain' ELSE c.state END
            FROM due
            WHERE c.id = due.id
            RETURNING c.id, c.key, c.process_type, c.process_key, c.step, c.name, c.subject, c.body, c.correlation_id, c.attempts, c.fence,
                      due.state AS was, c.ticket
            """;

    private static final String SETTLE = """
            UPDATE command c
            SET state = s.state, due_at = s.due_at, ticket = s.ticket, external_id = coalesce(s.external_id, c.external_id),
                last_answer = s.answer, lease_until = '-infinity', attempts = CASE WHEN s.counts THEN c.attempts ELSE c.attempts - 1 END,
                settled_at = CASE WHEN s.state IN ('done', 'refused', 'abandoned', 'dead') THEN ?::timestamptz END
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) s(id, fence, state, due_at, ticket, external_id, answer, counts)
            WHERE c.id = s.id AND c.fence = s.fence
            RETURNING c.id
            """;

    /** Gives a lease back: this claim surely sent nothing, so what the command was before it is what it is. */
    private static final String RELEASE = """
            UPDATE command c
            SET state = CASE WHEN r.maybe_sent THEN c.state ELSE 'ready' END, lease_until = '-infinity', attempts = c.attempts - 1
            FROM unnest(?, ?, ?) r(id, fence, maybe_sent)
            WHERE c.id = r.id AND c.fence = r.fence
            """;

    private static final String REAL = "tl-";
    private static final String SHADOW = "sh-";

    private CommandStore() {}

    /**
     * @param system  where it goes
     * @param urgency smaller goes first: people wait for a project, a month's invoices can take a minute
     * @param shadow  what its record is called in place of the number that the system would give; present when it is not to leave
     */
    public record NewCommand(
            IdempotencyKey key,
            String processType,
            String processKey,
            String step,
            Command command,
            String system,
            short urgency,
            String correlationId,
            Optional<String> shadow) {
        /** One that is to leave. */
        public NewCommand(
                IdempotencyKey key,
                String processType,
                String processKey,
                String step,
                Command command,
                String system,
                short urgency,
                String correlationId) {
            this(key, processType, processKey, step, command, system, urgency, correlationId, Optional.empty());
        }

        static NewCommand latest(NewCommand earlier, NewCommand later) {
            return later;
        }
    }

    /** The same on every repeat of the same decision. */
    public static IdempotencyKey key(TenantId tenant, String processType, String processKey, String step) {
        return new IdempotencyKey(
                REAL + Identity.digest(tenant + "\u0000" + processType + "\u0000" + processKey + "\u0000" + step));
    }

    /**
     * Of a command that is not to leave. It has a key of its own kind, so that the real one of the same step is free: what was done in shadow never keeps from being done what is decided when the
     * workflow is live.
     */
    public static IdempotencyKey shadowKey(TenantId tenant, String processType, String processKey, String step) {
        return new IdempotencyKey(SHADOW + digest(key(tenant, processType, processKey, step)));
    }

    /** What of a key tells it from all others of its kind. */
    public static String digest(IdempotencyKey key) {
        return key.value().substring(REAL.length());
    }

    public static boolean isShadow(IdempotencyKey key) {
        return key.value().startsWith(SHADOW);
    }

    public static void insert(Connection connection, TenantId tenant, Collection<NewCommand> commands, Instant now)
            throws SQLException {
        // One statement must not meet the same key twice; the later decision of a batch has the better knowledge.
        Map<String, NewCommand> byKey = new LinkedHashMap<>();
        commands.forEach(c -> byKey.merge(c.key().value(), c, NewCommand::latest));
        Collection<NewCommand> rows = byKey.values();
        if (rows.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                INSERT,
                tenant.value(),
                Sql.texts(rows, c -> c.key().value()),
                Sql.texts(rows, NewCommand::processType),
                Sql.texts(rows, NewCommand::processKey),
                Sql.texts(rows, NewCommand::step),
                Sql.texts(rows, c -> c.command().getClass().getSimpleName()),
                Sql.texts(rows, c -> c.command().target().name()),
                Sql.texts(rows, NewCommand::system),
                Sql.texts(rows, c -> c.command().stream()),
                Sql.shorts(rows, NewCommand::urgency),
                Sql.texts(rows, c -> c.command().subject().id()),
                Sql.texts(rows, c -> CanonicalJson.write(new Envelope(c.command()))),
                Sql.texts(rows, NewCommand::correlationId),
                Sql.texts(rows, c -> c.shadow().orElse(null)),
                now);
    }

    /** @param body as it is stored */
    public static Command command(String body) {
        return CanonicalJson.read(body, Envelope.class).command();
    }

    /** Gives the sealed interface a place to say which command it is. */
    record Envelope(Command command) {}

    /**
     * A command in hand.
     *
     * @param fence   grows with every claim: an answer that comes after another node took over settles nothing
     * @param maybeSent it may have reached the system before: look first
     */
    record Claimed(
            long id,
            IdempotencyKey key,
            String processType,
            String processKey,
            String step,
            String subject,
            Command command,
            String correlationId,
            int attempts,
            long fence,
            boolean maybeSent,
            Optional<String> ticket) {}

    static List<Claimed> claim(
            Connection connection, TenantId tenant, String system, Instant now, Instant leaseUntil, int limit)
            throws SQLException {
        return Sql.query(connection, CLAIM, CommandStore::claimed, tenant.value(), system, now, now, limit, leaseUntil);
    }

    /**
     * How a claimed command goes on.
     *
     * @param counts false when the attempt was not the command's fault (throttled, system away)
     */
    record Settled(
            Claimed claimed,
            String state,
            Instant dueAt,
            Optional<String> ticket,
            Optional<String> externalId,
            String answer,
            boolean counts) {}

    /** @return ids really settled: those whose lease was not lost */
    static List<Long> settle(Connection connection, Collection<Settled> settled, Instant now) throws SQLException {
        if (settled.isEmpty()) {
            return List.of();
        }
        return Sql.query(
                connection,
                SETTLE,
                r -> r.getLong(1),
                now,
                Sql.longs(settled, s -> s.claimed().id()),
                Sql.longs(settled, s -> s.claimed().fence()),
                Sql.texts(settled, Settled::state),
                Sql.instants(settled, Settled::dueAt),
                Sql.texts(settled, s -> s.ticket().orElse(null)),
                Sql.texts(settled, s -> s.externalId().orElse(null)),
                Sql.texts(settled, s -> s.answer().length() > 2000 ? s.answer().substring(0, 2000) : s.answer()),
                Sql.booleans(settled, Settled::counts));
    }

    static void release(Connection connection, Collection<Claimed> unsent) throws SQLException {
        if (!unsent.isEmpty()) {
            Sql.update(
                    connection,
                    RELEASE,
                    Sql.longs(unsent, Claimed::id),
                    Sql.longs(unsent, Claimed::fence),
                    Sql.booleans(unsent, Claimed::maybeSent));
        }
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                row.getLong("id"),
                new IdempotencyKey(row.getString("key")),
                row.getString("process_type"),
                row.getString("process_key"),
                row.getString("step"),
                row.getString("subject"),
                command(row.getString("body")),
                row.getString("correlation_id"),
                row.getInt("attempts"),
                row.getLong("fence"),
                row.getString("was").equals("uncertain"),
                Optional.ofNullable(row.getString("ticket")));
    }
}
