package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.WriteResult;
import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.exceptions.ExceptionWriter;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.translate.CrossReferences;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Writes down what systems answered: the command's next state, the new record's identity, the event that tells the process, and the desk where a person must act. */
public final class SettleWriter {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
    private static final int TELL_PEOPLE_AFTER = 8;
    private static final String UNWRITABLE = "SYSTEM_NOT_WRITABLE";

    private final EventLog events;
    private final InstantSource clock;
    private final Backoff backoff;
    private final ExceptionWriter exceptions = new ExceptionWriter();
    private final AuditWriter audit = new AuditWriter();

    public SettleWriter(EventLog events, InstantSource clock, RandomGenerator jitter) {
        this.events = events;
        this.clock = clock;
        this.backoff = new Backoff(jitter);
    }

    /** @return how many were settled under a lease that still held */
    int settle(Connection connection, TenantId tenant, SystemConfig system, DispatchStage.Carried carried)
            throws SQLException {
        CommandStore.release(connection, carried.unsent());
        return settle(connection, tenant, system, carried.answers());
    }

    private int settle(
            Connection connection, TenantId tenant, SystemConfig system, List<DispatchStage.Answered> answers)
            throws SQLException {
        if (answers.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        Set<Long> held = new HashSet<>(CommandStore.settle(
                connection, answers.stream().map(a -> next(a, now)).toList(), now));
        List<DispatchStage.Answered> ours =
                answers.stream().filter(a -> held.contains(a.claimed().id())).toList();
        moveOver(connection, tenant, system, ours);
        link(connection, tenant, system, ours, now);
        List<CanonicalEvent> told = new ArrayList<>();
        ours.forEach(a -> event(system, a, now).ifPresent(told::add));
        events.append(connection, tenant, told);
        desk(connection, tenant, system, ours, now);
        audit.append(
                connection,
                tenant,
                ours.stream().map(a -> entry(system, a, now)).toList());
        return ours.size();
    }

    /** A command that nothing can carry out must not lie there as if it were on its way: it goes to a person, who may send it again once something can. */
    int unwritable(Connection connection, TenantId tenant, SystemConfig system, List<CommandStore.Claimed> claimed)
            throws SQLException {
        Instant now = clock.instant();
        Set<Long> held = new HashSet<>(CommandStore.settle(
                connection,
                claimed.stream()
                        .map(c -> state(c, "refused", now, UNWRITABLE + ": nothing writes to " + system.id(), true))
                        .toList(),
                now));
        List<CommandStore.Claimed> ours =
                claimed.stream().filter(c -> held.contains(c.id())).toList();
        exceptions.raise(
                connection,
                tenant,
                ours.stream().map(c -> unwritable(system, c)).toList(),
                now);
        var refusal = new WriteResult.Rejected(UNWRITABLE, "", List.of());
        audit.append(
                connection,
                tenant,
                ours.stream()
                        .map(c -> entry(system, new DispatchStage.Answered(c, Optional.empty(), refusal), now))
                        .toList());
        return ours.size();
    }

    private static ExceptionWriter.Raised unwritable(SystemConfig system, CommandStore.Claimed claimed) {
        String name = claimed.command().getClass().getSimpleName();
        return raised(
                claimed,
                UNWRITABLE,
                "%s about %s cannot be carried out: %s is of kind '%s', to which nothing can be written"
                        .formatted(name, claimed.subject(), system.id(), system.kind()),
                "Give role %s to a system that can be written to, or switch off by policy what sends %s; then retry, or skip it"
                        .formatted(claimed.command().target(), name));
    }

    private CommandStore.Settled next(DispatchStage.Answered answered, Instant now) {
        CommandStore.Claimed claimed = answered.claimed();
        return switch (answered.result()) {
            case WriteResult.Applied(var id, var _, var answer) ->
                new CommandStore.Settled(
                        claimed, "done", now, Optional.empty(), Optional.of(id.value()), "applied " + answer, true);
            case WriteResult.Duplicate(var existing) ->
                new CommandStore.Settled(
                        claimed,
                        "done",
                        now,
                        Optional.empty(),
                        Optional.of(existing.value()),
                        "was there already",
                        true);
            case WriteResult.Rejected(var code, var message, var _) ->
                state(claimed, "refused", now, code + ": " + message, true);
            case WriteResult.Throttled(var wait) ->
                state(claimed, "ready", now.plus(backoff.spread(wait)), "throttled", false);
            case WriteResult.Unavailable(var reason, var until) ->
                state(
                        claimed,
                        "ready",
                        until.orElse(now.plus(backoff.after(claimed.attempts()))),
                        "unavailable: " + reason,
                        false);
            case WriteResult.Unauthorised(var reason) ->
                state(claimed, "ready", now.plus(ASK_AGAIN), "unauthorised: " + reason, false);
            case WriteResult.Conflict(var version) ->
                state(
                        claimed,
                        "ready",
                        now.plus(backoff.after(claimed.attempts())),
                        "conflict with version " + version,
                        true);
            case WriteResult.Accepted(var ticket) ->
                new CommandStore.Settled(
                        claimed,
                        "accepted",
                        now.plus(POLL),
                        Optional.of(ticket),
                        Optional.empty(),
                        "accepted, ticket " + ticket,
                        false);
            case WriteResult.Unknown(var cause) ->
                state(claimed, "uncertain", now.plus(backoff.after(claimed.attempts())), "uncertain: " + cause, true);
        };
    }

    private static CommandStore.Settled state(
            CommandStore.Claimed claimed, String state, Instant due, String answer, boolean counts) {
        return new CommandStore.Settled(claimed, state, due, Optional.empty(), Optional.empty(), answer, counts);
    }

    /** A record that was changed in place for another object stands for that one from now on. */
    private static void moveOver(
            Connection connection, TenantId tenant, SystemConfig system, List<DispatchStage.Answered> answers)
            throws SQLException {
        for (DispatchStage.Answered answered : answers) {
            var before = answered.claimed().command().replaces();
            var id = id(answered.result());
            if (before.isPresent() && id.isPresent()) {
                CrossReferences.moveOver(
                        connection,
                        tenant,
                        system.id().value(),
                        id.get(),
                        before.get().id(),
                        answered.claimed().subject());
            }
        }
    }

    private void link(
            Connection connection,
            TenantId tenant,
            SystemConfig system,
            List<DispatchStage.Answered> answers,
            Instant now)
            throws SQLException {
        List<CrossReferences.NewLink> links = new ArrayList<>();
        for (DispatchStage.Answered answered : answers) {
            id(answered.result())
                    .ifPresent(id -> links.add(new CrossReferences.NewLink(
                            new CrossReferences.Key(
                                    system.id().value(),
                                    CanonicalType.ofId(answered.claimed().subject())
                                            .typeName(),
                                    id),
                            answered.claimed().subject(),
                            answered.object().orElseThrow().value(),
                            0,
                            "")));
        }
        CrossReferences.link(
                connection,
                tenant,
                CrossReferences.onlyNew(connection, tenant, system.id().value(), links),
                now);
    }

    private static Optional<String> id(WriteResult result) {
        return switch (result) {
            case WriteResult.Applied(var id, var _, var _) -> Optional.of(id.value());
            case WriteResult.Duplicate(var existing) -> Optional.of(existing.value());
            case WriteResult.Rejected _,
                    WriteResult.Throttled _,
                    WriteResult.Unavailable _,
                    WriteResult.Conflict _,
                    WriteResult.Unauthorised _,
                    WriteResult.Accepted _,
                    WriteResult.Unknown _ -> Optional.empty();
        };
    }

    private static Optional<CanonicalEvent> event(SystemConfig system, DispatchStage.Answered answered, Instant now) {
        CommandStore.Claimed claimed = answered.claimed();
        var header =
                new CanonicalEvent.Header("cmd:" + claimed.key() + "#" + claimed.fence(), now, claimed.correlationId());
        Optional<CanonicalEvent.Outcome> outcome = switch (answered.result()) {
            case WriteResult.Applied(var id, var _, var answer) ->
                Optional.of(new CanonicalEvent.Outcome.Done(system.id(), id.value(), reference(answer)));
            case WriteResult.Duplicate(var existing) ->
                Optional.of(new CanonicalEvent.Outcome.Done(system.id(), existing.value(), Optional.empty()));
            case WriteResult.Rejected(var code, var message, var errors) ->
                Optional.of(new CanonicalEvent.Outcome.Refused(system.id(), code, message, RefusedLines.of(errors)));
            case WriteResult.Throttled _,
                    WriteResult.Unavailable _,
                    WriteResult.Conflict _,
                    WriteResult.Unauthorised _,
                    WriteResult.Accepted _,
                    WriteResult.Unknown _ -> Optional.empty();
        };
        return outcome.map(o -> new CanonicalEvent.CommandSettled(
                header,
                claimed.key(),
                claimed.processType(),
                claimed.processKey(),
                claimed.step(),
                claimed.command(),
                o));
    }

    /** What people call the record there, when the connector tells. */
    private static Optional<String> reference(tools.jackson.databind.JsonNode answer) {
        return Optional.ofNullable(answer.get("_reference"))
                .filter(n -> n.isString())
                .map(n -> n.stringValue());
    }

    /** What does not settle by itself for long is told to people, and taken back when it does. */
    private void desk(
            Connection connection,
            TenantId tenant,
            SystemConfig system,
            List<DispatchStage.Answered> answers,
            Instant now)
            throws SQLException {
        List<String> settled = new ArrayList<>();
        List<ExceptionWriter.Raised> raised = new ArrayList<>();
        for (DispatchStage.Answered answered : answers) {
            switch (answered.result()) {
                case WriteResult.Applied _, WriteResult.Duplicate _, WriteResult.Rejected _, WriteResult.Accepted _ ->
                    settled.add(trace(answered.claimed()));
                case WriteResult.Unauthorised(var reason) ->
                    raised.add(raised(
                            answered.claimed(),
                            "SYSTEM_LOCKED_OUT",
                            "%s refuses our credentials: %s".formatted(system.id(), reason),
                            "Renew the credentials of %s in the workspace; the command goes out again by itself"
                                    .formatted(system.id())));
                case WriteResult.Unknown(var cause) -> {
                    if (answered.claimed().attempts() >= TELL_PEOPLE_AFTER) {
                        raised.add(raised(
                                answered.claimed(),
                                "OUTCOME_UNCERTAIN",
                                "Nobody knows whether %s reached %s: %s"
                                        .formatted(
                                                answered.claimed()
                                                        .command()
                                                        .getClass()
                                                        .getSimpleName(),
                                                system.id(),
                                                cause),
                                "Look in %s for key %s; the hub goes on asking and never sends it twice"
                                        .formatted(
                                                system.id(), answered.claimed().key())));
                    }
                }
                case WriteResult.Conflict(var version) -> {
                    if (answered.claimed().attempts() >= TELL_PEOPLE_AFTER) {
                        raised.add(raised(
                                answered.claimed(),
                                "RECORD_LOCKED",
                                "The record in %s stays locked or changes all the time (%s)"
                                        .formatted(system.id(), version),
                                "See who edits it in %s; the hub goes on trying".formatted(system.id())));
                    }
                }
                case WriteResult.Throttled _, WriteResult.Unavailable _ -> {}
            }
        }
        exceptions.closeAll(connection, tenant, settled, "throughline", "the system has answered", now);
        exceptions.raise(connection, tenant, raised, now);
    }

    private static String trace(CommandStore.Claimed claimed) {
        return "command " + claimed.key();
    }

    private static ExceptionWriter.Raised raised(
            CommandStore.Claimed claimed, String code, String says, String remedy) {
        return new ExceptionWriter.Raised(
                ExceptionWriter.Origin.DISPATCH,
                claimed.key().value(),
                trace(claimed),
                code,
                "dispatch",
                Problem.Owner.INTEGRATION.name(),
                Problem.Severity.HIGH.name(),
                claimed.subject(),
                says,
                remedy,
                Optional.empty(),
                Optional.empty(),
                claimed.correlationId());
    }

    private static AuditWriter.Row entry(SystemConfig system, DispatchStage.Answered answered, Instant now) {
        CommandStore.Claimed claimed = answered.claimed();
        return new AuditWriter.Row(
                now,
                "throughline",
                "send " + claimed.command().getClass().getSimpleName(),
                claimed.subject(),
                "",
                Json.text(Map.of(
                        "key", claimed.key().value(),
                        "system", system.id().value(),
                        "attempt", claimed.attempts(),
                        "answer", answered.result().getClass().getSimpleName(),
                        "id", id(answered.result()).orElse(""))),
                claimed.correlationId());
    }
}
