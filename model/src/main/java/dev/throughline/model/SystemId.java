package dev.throughline.model;

/**
 * One connected system of one tenant, by the name that the workspace gives it, such as {@code netsuite-us}.
 *
 * @param value 1 to 64 characters
 */
public record SystemId(String value) {
    public SystemId {
        Texts.require("system", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
