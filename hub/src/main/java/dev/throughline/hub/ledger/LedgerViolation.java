package dev.throughline.hub.ledger;

import dev.throughline.processes.ledger.Place;

/** A posting would leave a place with less than nothing, or with money that no work stands for. The rules of a process are wrong: nothing of the call is kept. */
public final class LedgerViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String source;
    private final Place place;

    LedgerViolation(String source, Place place, String message) {
        super(message);
        this.source = source;
        this.place = place;
    }

    /** Canonical id of the line. */
    public String source() {
        return source;
    }

    public Place place() {
        return place;
    }
}
