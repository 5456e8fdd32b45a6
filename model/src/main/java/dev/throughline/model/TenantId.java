package dev.throughline.model;

/**
 * A firm that uses the hub; nothing is ever shared between two of them.
 *
 * @param value 1 to 64 characters
 */
public record TenantId(String value) {
    public TenantId {
        Texts.require("tenant", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
