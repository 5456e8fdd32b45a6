package dev.throughline.model;

/**
 * A vendor's own name for a kind of record, exactly as its API spells it, such as {@code Opportunity} or {@code time_entries}.
 *
 * @param value 1 to 128 characters
 */
public record ObjectType(String value) {
    public ObjectType {
        Texts.require("object type", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
