package dev.throughline.hub.decide;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Process;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a process decide over an event that did not happen, and keeps nothing of it: deciders are pure, so what they say is what they would do. */
public final class Rehearsal {
    private final ConnectedSystems systems;
    private final Policies policies;

    public Rehearsal(ConnectedSystems systems, Policies policies) {
        this.systems = systems;
        this.policies = policies;
    }

    /** @param after what the process would see once its decision is carried out */
    public record Rehearsed<S>(Decision<S> decision, Facts after) {}

    /** What a process would know now. @param connection a snapshot */
    public Facts facts(Connection connection, TenantId tenant) {
        return new HubFacts(connection, tenant, systems, policies);
    }

    /** @param connection a snapshot, so that all that is rehearsed on it sees one moment */
    @SuppressWarnings("unchecked")
    public <S> Rehearsed<S> decide(
            Connection connection, TenantId tenant, Process<S> process, String key, CanonicalEvent event)
            throws SQLException {
        var facts = new HubFacts(connection, tenant, systems, policies);
        var instance = new Instances.Key(process.type(), key);
        Optional<Instances.Held> held = Optional.ofNullable(
                Instances.read(connection, tenant, List.of(instance), Map.of(process.type(), process))
                        .get(instance));
        S state = held.map(h -> (S) h.state).orElseGet(() -> process.initial(key));
        Decision<S> decision = process.decide(key, state, event, facts);
        facts.posted(decision.postings());
        return new Rehearsed<>(decision, facts);
    }
}
