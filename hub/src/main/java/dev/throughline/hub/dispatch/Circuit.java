package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.WriteResult;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds calls to a system back while it says that it cannot take them, and tells the desk. Thread-safe; each node finds out for itself. */
public final class Circuit {
    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final Duration LOCKED_OUT = Duration.ofMinutes(1);

    private static final String NOTE = """
            INSERT INTO system_state (tenant, system, health, says, since, circuit_open_until)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, system)
            DO UPDATE SET health = excluded.health, says = excluded.says, circuit_open_until = excluded.circuit_open_until,
                          since = CASE WHEN system_state.health = excluded.health THEN system_state.since ELSE excluded.since END
            """;

    private record State(String health, Instant openUntil) {}

    private final Transactions transactions;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    public Circuit(Transactions transactions) {
        this.transactions = transactions;
    }

    boolean open(TenantId tenant, SystemId system, Instant now) {
        State state = states.get(tenant + "|" + system);
        return state != null && now.isBefore(state.openUntil);
    }

    /** Learns from what a batch of calls was answered. */
    void note(TenantId tenant, SystemId system, Collection<WriteResult> results, Instant now) {
        if (results.isEmpty()) {
            return;
        }
        Optional<State> worst = results.stream()
                .flatMap(r -> judge(r, now).stream())
                .max(java.util.Comparator.comparing(State::openUntil));
        State next = worst.orElse(new State("up", Instant.MIN));
        State before = states.get(tenant + "|" + system);
        if (worst.isEmpty() && before != null && now.isBefore(before.openUntil)) {
            // Answers to calls that were under way when the system asked for rest do not end it.
            return;
        }
        states.put(tenant + "|" + system, next);
        if (before == null || !before.health.equals(next.health)) {
            String says = results.stream()
                    .map(Circuit::says)
                    .filter(s -> !s.isEmpty())
                    .findFirst()
                    .orElse("");
            transactions.run(c -> Sql.update(
                    c,
                    NOTE,
                    tenant.value(),
                    system.value(),
                    next.health,
                    says,
                    now,
                    worst.map(State::openUntil).orElse(null)));
        }
    }

    private static Optional<State> judge(WriteResult result, Instant now) {
        return switch (result) {
            case WriteResult.Throttled(var wait) -> Optional.of(new State("throttled", now.plus(wait)));
            case WriteResult.Unavailable(var _, var until) ->
                Optional.of(new State("away", until.orElse(now.plus(AWAY))));
            case WriteResult.Unauthorised _ -> Optional.of(new State("locked out", now.plus(LOCKED_OUT)));
            case WriteResult.Applied _,
                    WriteResult.Duplicate _,
                    WriteResult.Rejected _,
                    WriteResult.Conflict _,
                    WriteResult.Accepted _,
                    WriteResult.Unknown _ -> Optional.empty();
        };
    }

    private static String says(WriteResult result) {
        return switch (result) {
            case WriteResult.Throttled(var wait) -> "asks to wait " + wait;
            case WriteResult.Unavailable(var reason, var _) -> reason;
            case WriteResult.Unauthorised(var reason) -> reason;
            case WriteResult.Applied _,
                    WriteResult.Duplicate _,
                    WriteResult.Rejected _,
                    WriteResult.Conflict _,
                    WriteResult.Accepted _,
                    WriteResult.Unknown _ -> "";
        };
    }
}
