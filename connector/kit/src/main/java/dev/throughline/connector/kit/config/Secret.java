package dev.throughline.connector.kit.config;

/** A secret that prints {@code ***}. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
