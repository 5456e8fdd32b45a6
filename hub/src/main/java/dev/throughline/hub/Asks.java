package dev.throughline.hub;

import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;

/** The process calls: durable when the call returns, decided right after. */
public interface Asks {
    /** @return the event's id, by which the thread shows what came of it */
    String ask(TenantId tenant, CanonicalEvent.Request request, String by, String correlationId);

    /** Translates captured changes again, with the mapping in force now: one change by position, or all of a system and object type. @return how many were queued */
    default int replay(TenantId tenant, ReplayScope scope, String by, String reason) {
        return replay(tenant, scope, new ReplayMapping.InForce(), by, reason);
    }

    /**
     * The same, with the mapping in force now or an older one.
     *
     * @throws IllegalArgumentException when there is no such mapping, saying which there are
     */
    int replay(TenantId tenant, ReplayScope scope, ReplayMapping mapping, String by, String reason);

    /** By which mapping a replay translates. */
    sealed interface ReplayMapping {
        record InForce() implements ReplayMapping {}

        /** By that which each change was translated with last. */
        record AsThen() implements ReplayMapping {}

        /** @param version {@code kind/name@version}, or the beginning of the digest of a mapping set, as the audit shows it */
        record Named(String version) implements ReplayMapping {}
    }

    /** What to translate again. */
    sealed interface ReplayScope {
        record One(String position) implements ReplayScope {}

        /** @param onlyFate such as {@code held}, or empty for every change */
        record All(String system, String objectType, java.util.Optional<String> onlyFate) implements ReplayScope {}
    }

    /** Adds or replaces rows of a lookup, in force at once. */
    void putLookup(TenantId tenant, String lookup, String key, String value, String by, String reason);

    /** Sends a dead or refused command again under its own key. */
    void resend(TenantId tenant, String commandKey, String by, String reason);
}
