package dev.throughline.model;

/** Checks of the short texts that identify things. */
final class Texts {
    private Texts() {}

    static void require(String what, String value, int max) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (value.length() > max) {
            throw new IllegalArgumentException("%s is %d characters long, at most %d are allowed: %s…"
                    .formatted(what, value.length(), max, value.substring(0, 32)));
        }
    }
}
