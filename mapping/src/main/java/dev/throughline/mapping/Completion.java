package dev.throughline.mapping;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the attributes known so far, from all systems together, make an object. */
public sealed interface Completion {
    /** They do. */
    record Whole(CanonicalObject object) implements Completion {}

    /** They do not yet: a system that owns one of these has not spoken. @param attributes in the type's own order, at least one */
    record Lacking(CanonicalType type, List<String> attributes) implements Completion {}

    /** All that is needed is there, but the object refuses a value, such as 25 hours. @param path empty when it is about several */
    record Invalid(CanonicalType type, String path, String says) implements Completion {}

    /** @param attributes in canonical JSON shape, with canonical ids as references */
    static Completion of(CanonicalType type, Map<String, ?> attributes) {
        List<String> lacking = new ArrayList<>();
        for (RecordShape.Attribute attribute : RecordShape.of(type).each()) {
            if (attribute.required() && attributes.get(attribute.name()) == null) {
                lacking.add(attribute.name());
            }
        }
        if (!lacking.isEmpty()) {
            return new Lacking(type, List.copyOf(lacking));
        }
        try {
            return new Whole(CanonicalJson.read(attributes, type.javaType()));
        } catch (CanonicalJsonException e) {
            return new Invalid(type, e.path(), String.valueOf(e.getMessage()));
        }
    }
}
