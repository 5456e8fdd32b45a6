package dev.throughline.hub.capture;

/** The tenant's workspace has no such system, or it cannot do what is asked. */
public final class UnknownSystem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownSystem(String message) {
        super(message);
    }
}
