package dev.throughline.mapping;

/**
 * One file as text.
 *
 * @param file  what mistakes call it
 * @param text  YAML
 * @param layer where it stands, unless the document says so itself in {@code layer}
 */
public record MappingSource(String file, String text, Layer layer) {
    /** A file shipped with a connector. */
    public static MappingSource shipped(String file, String text) {
        return new MappingSource(file, text, new Layer.Default());
    }

    /** A file of the firm's own workspace. */
    public static MappingSource ofTenant(String file, String text) {
        return new MappingSource(file, text, new Layer.Tenant());
    }

    /** Lookup rows that people put into the running hub, over all other layers. */
    public static MappingSource edited(String file, String text) {
        return new MappingSource(file, text, new Layer.Edited());
    }
}
