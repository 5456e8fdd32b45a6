package dev.throughline.connector.kit.paging;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Cursor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cursors as JSON with their kind and version, {@code {"k":"keyset","v":1,…}}, so that a later release knows what it reads. A record component that a stored cursor
 * lacks must be an Optional or a list: then old cursors stay readable without a new version.
 *
 * @param <T> a record
 */
public final class CursorCodec<T> {
    private final String kind;
    private final int version;
    private final Class<T> type;

    public CursorCodec(String kind, int version, Class<T> type) {
        this.kind = kind;
        this.version = version;
        this.type = type;
    }

    public Cursor write(T position) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("k", kind).put("v", version);
        node.setAll((ObjectNode) Json.MAPPER.valueToTree(position));
        return new Cursor(node.toString());
    }

    /** @throws IllegalArgumentException when this is no cursor of this kind and version: it belongs to another source or to a newer release */
    public T read(Cursor cursor) {
        try {
            JsonNode node = Json.MAPPER.readTree(cursor.value());
            if (kind.equals(node.path("k").asString("")) && node.path("v").asInt(0) == version) {
                ObjectNode fields = (ObjectNode) node;
                fields.remove("k");
                fields.remove("v");
                return Json.MAPPER.treeToValue(fields, type);
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(says(cursor), e);
        }
        throw new IllegalArgumentException(says(cursor));
    }

    private String says(Cursor cursor) {
        String shown =
                cursor.value().length() <= 80 ? cursor.value() : cursor.value().substring(0, 80) + "…";
        return "the stored cursor is not a '%s' cursor of version %d: %s; read this object again from a moment of your choice"
                .formatted(kind, version, shown);
    }
}
