package dev.throughline.connector.spi;

import dev.throughline.model.ObjectType;
import java.util.List;

/** A vendor's own description of an object, so that drift is noticed before records fail. */
public interface Describer {
    Described describe(ObjectType objectType);

    /** A description, or why there is none. */
    sealed interface Described {
        record Shape(ObjectType objectType, List<Field> fields) implements Described {}

        record Failed(Trouble trouble) implements Described {}
    }

    /** @param type the vendor's own word for the type */
    record Field(String name, String type, boolean nullable, boolean writable) {}
}
