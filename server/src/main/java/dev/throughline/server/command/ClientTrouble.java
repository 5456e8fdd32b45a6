package dev.throughline.server.command;

/** Why a command could not do what it should, in words for whoever typed it. */
public final class ClientTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public ClientTrouble(int exitCode, String says) {
        super(says);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
