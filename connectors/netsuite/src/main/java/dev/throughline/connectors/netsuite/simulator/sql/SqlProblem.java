package dev.throughline.connectors.netsuite.simulator.sql;

/** A query that cannot be answered. The message names the part. */
public final class SqlProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SqlProblem(String message) {
        super(message, null, false, false);
    }

    static SqlProblem unsupported(String what, Object part) {
        String text = String.valueOf(part);
        return new SqlProblem(
                "%s is not supported: %s".formatted(what, text.length() > 200 ? text.substring(0, 200) + "…" : text));
    }
}
