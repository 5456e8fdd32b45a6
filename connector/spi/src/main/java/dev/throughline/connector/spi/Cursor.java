package dev.throughline.connector.spi;

/**
 * How far a source has been read; written by a connector, stored by the hub, opaque to all others. Must stay readable by later versions of the connector.
 *
 * @param value at most 4,096 characters
 */
public record Cursor(String value) {
    public Cursor {
        if (value.isEmpty() || value.length() > 4096) {
            throw new IllegalArgumentException("cursor must have 1 to 4096 characters, has " + value.length());
        }
    }
}
