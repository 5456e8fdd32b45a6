package dev.throughline.hub.decide;

import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.hub.storage.Logs;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much a batch will bring into memory. A request or a timer may have every open line of a project judged: the end of a month brings many of them at once, and a batch
 * that took them all would need the heap of a month.
 */
final class Workload {
    /** Lines of the ledger that a batch may have in its hands, beyond those of its first event. */
    private static final long LINES = 10_000;

    private static final LedgerReader LEDGER = new LedgerReader();

    private Workload() {}

    /** Leaves of each portion what fits, in the order given; the very first event is taken whatever it weighs. */
    static void fit(Connection connection, Map<Logs.Claim, Portion> taken) throws SQLException {
        Map<TenantId, Map<String, Long>> open = open(connection, taken);
        if (open.isEmpty()) {
            return;
        }
        long left = LINES;
        boolean first = true;
        for (var one : taken.entrySet()) {
            Portion fits = one.getValue().within(left, e -> weight(e, open));
            if (first && fits.isEmpty()) {
                fits = one.getValue().first(1);
            }
            first = false;
            left -= fits.events().stream().mapToLong(e -> weight(e, open)).sum();
            one.setValue(fits);
        }
    }

    private static Map<TenantId, Map<String, Long>> open(Connection connection, Map<Logs.Claim, Portion> taken)
            throws SQLException {
        Map<TenantId, Set<String>> projects = new HashMap<>();
        taken.values()
                .forEach(p -> p.events()
                        .forEach(e -> asksForAll(e.event())
                                .ifPresent(key -> projects.computeIfAbsent(e.tenant(), _ -> new LinkedHashSet<>())
                                        .add(key))));
        Map<TenantId, Map<String, Long>> open = new HashMap<>();
        for (var one : projects.entrySet()) {
            open.put(one.getKey(), LEDGER.openCounts(connection, one.getKey(), one.getValue()));
        }
        return open;
    }

    private static long weight(EventLog.Logged event, Map<TenantId, Map<String, Long>> open) {
        return asksForAll(event.event())
                .map(key -> open.getOrDefault(event.tenant(), Map.of()).getOrDefault(key, 0L))
                .orElse(0L);
    }

    /** The instance of which everything may be looked at; where that is no project, nothing lies open there. */
    private static Optional<String> asksForAll(CanonicalEvent event) {
        return switch (event) {
            case CanonicalEvent.Asked asked -> Optional.of(EventLog.subject(asked));
            case CanonicalEvent.TimerFired fired -> Optional.of(fired.processKey());
            case CanonicalEvent.ObjectChanged _, CanonicalEvent.CommandSettled _ -> Optional.empty();
        };
    }
}
