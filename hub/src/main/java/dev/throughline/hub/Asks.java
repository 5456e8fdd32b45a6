package dev.throughline.hub;

import dev.throughline.hub.decide.Redecision;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;

/** The process calls: durable when the call returns, decided right after. */
public interface Asks {
    /** @return the event's id, by which the thread shows what came of it */
    String ask(TenantId tenant, CanonicalEvent.Request request, String by, String correlationId);

    /** Takes up what was captured or told before: changes are translated again with the mapping in force now, events are decided again. @return how many were queued */
    default int replay(TenantId tenant, ReplayScope scope, String by, String reason) {
        return replay(tenant, scope, new ReplayMapping.InForce(), by, reason);
    }

    /**
     * The same, with the mapping in force now or an older one.
     *
     * @throws IllegalArgumentException when there is no such mapping, saying which there are, or the scope is of events, which no mapping reads
     */
    int replay(TenantId tenant, ReplayScope scope, ReplayMapping mapping, String by, String reason);

    /** How many a replay would take, without taking any. */
    int preview(TenantId tenant, ReplayScope scope);

    /** What of all replays is yet to be done. */
    Waiting replaying(TenantId tenant);

    /** @param translate changes; @param decide events */
    record Waiting(long translate, long decide) {}

    /** By which mapping a replay translates. */
    sealed interface ReplayMapping {
        record InForce() implements ReplayMapping {}

        /** By that which each change was translated with last. */
        record AsThen() implements ReplayMapping {}

        /** @param version {@code kind/name@version}, or the beginning of the digest of a mapping set, as the audit shows it */
        record Named(String version) implements ReplayMapping {}
    }

    /** What to translate or decide again. */
    sealed interface ReplayScope {
        record One(String position) implements ReplayScope {}

        /** @param onlyFate such as {@code held}, or empty for every change */
        record All(String system, String objectType, java.util.Optional<String> onlyFate) implements ReplayScope {}

        /**
         * Canonical events, given to the deciders again with what is known now. Timers and requests had their moment: of them only those that could not be decided.
         */
        record Events(Redecision.Choice choice) implements ReplayScope {}
    }

    /** Adds or replaces rows of a lookup, in force at once. */
    void putLookup(TenantId tenant, String lookup, String key, String value, String by, String reason);

    /** Sends a dead or refused command again under its own key. */
    void resend(TenantId tenant, String commandKey, String by, String reason);
}
