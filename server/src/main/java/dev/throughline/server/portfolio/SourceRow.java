package dev.throughline.server.portfolio;

import java.util.Map;
import java.util.Optional;

/**
 * A row of a file as the hub captured it, and how it ended there.
 *
 * @param externalId as the folder identifies it
 * @param ordinal newer rows have higher ones
 * @param fate    {@code none} when translate has not come to it
 * @param reason  empty when it is plain
 */
record SourceRow(
        String object, String externalId, long ordinal, Map<String, String> columns, String fate, String reason) {
    String file() {
        return columns.getOrDefault("_file", "");
    }

    String place() {
        return file() + "#" + columns.getOrDefault("_row", "");
    }

    boolean taken() {
        return switch (fate) {
            case "applied", "unchanged" -> true;
            default -> false;
        };
    }

    /** Superseded, or let go by a mapping's condition or a person. */
    boolean overtaken() {
        return switch (fate) {
            case "superseded", "ignored" -> true;
            default -> false;
        };
    }

    /** A file's header is no row; where it is at fault, its place says so. */
    boolean header() {
        return "0".equals(columns.get("_row"));
    }

    /** Of two rows of one record, the later takes the earlier one's place. */
    Optional<String> record(Columns read) {
        return read.record(columns).map(id -> object + " " + id);
    }

    /** Why it is an exception, where it is one. */
    String code() {
        return switch (fate) {
            case "none" -> "NOT_TRANSLATED";
            case "waiting" -> "WAITS_FOR_REFERENCE";
            default -> reason.startsWith("dead") || reason.isEmpty() ? "DEAD_LETTER" : reason;
        };
    }
}
