package dev.throughline.mapping;

/** JSON that is not of the canonical shape. The message names the path and what was expected there. */
public final class CanonicalJsonException extends IllegalArgumentException {
    private final String path;

    CanonicalJsonException(String path, String says) {
        super("%s: %s".formatted(path.isEmpty() ? "the document" : path, says));
        this.path = path;
    }

    /** Such as {@code lines[0].amount}; empty for the whole. */
    public String path() {
        return path;
    }
}
