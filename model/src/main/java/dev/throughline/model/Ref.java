package dev.throughline.model;

/**
 * The canonical id of one object, typed by what it points at. In JSON it is the id's text.
 *
 * @param <T> the type pointed at, from which the cross-reference knows where to look
 * @param id  a type prefix, {@code _} and up to 60 letters or digits, such as {@code cus_4k2p…}
 */
public record Ref<T extends CanonicalObject>(String id) {
    public Ref {
        Texts.require("canonical id", id, 64);
    }

    @Override
    public String toString() {
        return id;
    }
}
