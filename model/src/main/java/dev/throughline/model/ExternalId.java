package dev.throughline.model;

/**
 * A record's identity inside the system that holds it; opaque to the hub.
 *
 * @param value 1 to 512 characters
 */
public record ExternalId(String value) {
    public ExternalId {
        Texts.require("external id", value, 512);
    }

    @Override
    public String toString() {
        return value;
    }
}
