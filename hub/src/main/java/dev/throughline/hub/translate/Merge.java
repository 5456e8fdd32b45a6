package dev.throughline.hub.translate;

import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.RecordShape;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Lays what one system says of an object over what is known of it, attribute by attribute, as ownership allows. Pure. */
final class Merge {
    private Merge() {}

    /**
     * @param row     the object's next state; the same state as before when {@code changed} and {@code revived} say so
     * @param foreign attributes that differ but belong to another system; they were left as they are
     */
    record Result(ObjectStore.Row row, Set<String> changed, Set<String> foreign, boolean revived) {
        boolean differs() {
            return !changed.isEmpty() || revived;
        }
    }

    /**
     * @param says   attribute to value; covered attributes without one are cleared
     * @param covers the attributes that the system speaks of
     */
    static Result over(
            ObjectStore.Row known,
            SystemConfig system,
            OwnershipRules ownership,
            Map<String, Object> says,
            Set<String> covers) {
        Map<String, Object> body = new LinkedHashMap<>(known.body());
        Map<String, Object> writtenBy = new LinkedHashMap<>(known.writtenBy());
        Set<String> changed = new LinkedHashSet<>();
        Set<String> foreign = new LinkedHashSet<>();
        for (String attribute : covers) {
            Object value = says.get(attribute);
            if (Objects.equals(value, body.get(attribute))) {
                continue;
            }
            if (!mayWrite(known, system, ownership, attribute, value)) {
                foreign.add(attribute);
            } else if (value == null) {
                body.remove(attribute);
                writtenBy.remove(attribute);
                changed.add(attribute);
            } else {
                body.put(attribute, value);
                writtenBy.put(attribute, system.id().value());
                changed.add(attribute);
            }
        }
        boolean revived = known.deleted();
        boolean complete = complete(known.type(), body).isPresent();
        var row = new ObjectStore.Row(
                known.id(), known.type(), known.version() + 1, false, complete, body, writtenBy, known.correlationId());
        return new Result(row, changed, foreign, revived);
    }

    /** A system that does not own an attribute may still be the first to say anything of it. */
    private static boolean mayWrite(
            ObjectStore.Row known,
            SystemConfig system,
            OwnershipRules ownership,
            String attribute,
            @org.jspecify.annotations.Nullable Object value) {
        return ownership.owns(system, known.type().typeName(), attribute)
                || (value != null && !known.body().containsKey(attribute));
    }

    /**
     * The typed object; empty while required attributes are missing.
     *
     * @throws Invalid when an attribute that is there breaks a rule of its type
     */
    static Optional<CanonicalObject> complete(CanonicalType type, Map<String, Object> body) {
        boolean missing =
                RecordShape.of(type).attributes().stream().anyMatch(a -> a.required() && !body.containsKey(a.name()));
        if (missing) {
            return Optional.empty();
        }
        try {
            return Optional.of(CanonicalJson.read(body, type.javaType()));
        } catch (IllegalArgumentException e) {
            throw new Invalid(String.valueOf(e.getMessage()));
        }
    }

    /** A value that the canonical model refuses. */
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }
}
