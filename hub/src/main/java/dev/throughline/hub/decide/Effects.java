package dev.throughline.hub.decide;

import dev.throughline.hub.dispatch.CommandStore;
import dev.throughline.hub.ledger.LedgerWriter;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the decisions of a batch want, gathered so that it is written in sets. */
final class Effects {
    /** @param traceKey process instance */
    record Raised(Instances.Key instance, Problem problem, String correlationId) {}

    record Closed(Instances.Key instance, Decision.Resolved resolved) {}

    record Woken(Instances.Key instance, Decision.Timer timer) {}

    /** Why an instance is where it is. */
    record Explained(
            Instances.Key instance,
            CanonicalEvent event,
            String stateName,
            String because,
            String effects,
            String correlationId) {}

    final List<CommandStore.NewCommand> commands = new ArrayList<>();
    final Map<Instances.Key, List<LedgerWriter.Entry>> postings = new LinkedHashMap<>();
    /** Raised and closed in the order of decisions: what a later one closes must not stay open. */
    final List<Object> desk = new ArrayList<>();

    final List<Woken> timers = new ArrayList<>();
    final List<Explained> explained = new ArrayList<>();
    final List<CanonicalEvent> events = new ArrayList<>();
    final Map<String, ObjectStore.Row> rows = new LinkedHashMap<>();
    final Set<String> fresh = new LinkedHashSet<>();
}
