package dev.throughline.processes.contractterms;

import java.util.Map;
import org.joda.money.Money;

/** Where the terms of a contract stand. */
public sealed interface TermsState {
    Known known();

    /**
     * What finance was told.
     *
     * @param attempts how often anything was sent, so that no step name is used twice
     * @param ordered  digest of the order that finance has; empty for none
     * @param billed   by canonical id of the customer's statement, the highest amount paid to date that was billed
     */
    record Known(int attempts, String ordered, Map<String, Money> billed) {
        static final Known NOTHING = new Known(0, "", Map.of());

        public Known {
            billed = Map.copyOf(billed);
        }

        Known again() {
            return new Known(attempts + 1, ordered, billed);
        }

        Known ordered(String digest) {
            return new Known(attempts, digest, billed);
        }

        Known billed(Map<String, Money> all) {
            return new Known(attempts, ordered, all);
        }
    }

    /** Finance has what is known, or something is not there yet. */
    record Settled(Known known) implements TermsState {}

    record MakingProject(String awaited, Known known) implements TermsState {}

    /** @param order digest of what was sent */
    record Ordering(String awaited, String order, Known known) implements TermsState {}

    /** Finance said no. */
    record Refused(Known known) implements TermsState {}

    /** Given up by a person; only a retry takes it up again. */
    record GivenUp(String by, String reason, Known known) implements TermsState {}
}
