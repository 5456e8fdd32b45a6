package dev.throughline.processes;

import dev.throughline.model.event.CanonicalEvent;
import java.util.Set;

/**
 * A workflow. Pure: the same state, event and facts always give the same decision, so that a crash repeats work and never effects. Implementations hold no state.
 *
 * @param <S> a sealed interface of records: every state by name
 */
public interface Process<S> {
    /** Stable name, such as {@code quote-to-project}; part of every idempotency key. */
    String type();

    /** The sealed interface of the states, for storing them. */
    Class<S> stateType();

    /** The keys of the instances that this event belongs to; empty for most events. Must be cheap. */
    Set<String> concernedBy(CanonicalEvent event, Facts facts);

    /** What the instance decides on together with others, such as a contract that projects share: of those that name the same, one is decided after the other. */
    default Set<String> together(String key, Facts facts) {
        return Set.of();
    }

    S initial(String key);

    Decision<S> decide(String key, S state, CanonicalEvent event, Facts facts);
}
