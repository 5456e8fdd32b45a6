package dev.throughline.server.command;

/** What exit codes mean, for every command alike. */
public final class ExitCodes {
    public static final int FINE = 0;
    /** It ran, and found something that a person should look at. */
    public static final int FINDINGS = 1;
    /** The command was not understood. */
    public static final int USAGE = 2;
    /** A hub, a database or a port could not be had. */
    public static final int CANNOT_REACH = 3;
    /** A fault of Throughline itself. */
    public static final int FAILED = 70;

    private ExitCodes() {}
}
