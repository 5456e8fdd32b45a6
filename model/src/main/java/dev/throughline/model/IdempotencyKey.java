package dev.throughline.model;

/**
 * The name of one intended effect, derived from a process and its decision and never drawn at random, so that a repeat is recognised for years. Letters, digits, {@code -} and {@code _} only, because vendors store it as an external id.
 *
 * @param value 1 to 64 characters
 */
public record IdempotencyKey(String value) {
    public IdempotencyKey {
        Texts.require("idempotency key", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
