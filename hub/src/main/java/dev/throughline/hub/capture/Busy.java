package dev.throughline.hub.capture;

/** The door is full: come back in a moment. Nothing was stored. */
public final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Busy() {
        super(
                "The hub takes in more than it can store right now; nothing of this request was stored, send it again in a second");
    }
}
