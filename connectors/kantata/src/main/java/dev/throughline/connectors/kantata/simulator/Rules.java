package dev.throughline.connectors.kantata.simulator;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a resource does beyond keeping its attributes. Checks come before anything is changed, so that a refusal leaves no trace. */
interface Rules {
    /** Nothing special. */
    Rules NONE = new Rules() {};

    /**
     * A write under way.
     *
     * @param values what will be kept, typed; rules may add to it
     * @param raw    what the client sent, under the resource's wrapper
     * @param byHand done on the vendor's own screen, where people may do more than the API allows
     */
    record Draft(Kind kind, Map<String, @Nullable Object> values, Map<String, Object> raw, boolean byHand) {
        Optional<Object> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        boolean names(String name) {
            return values.containsKey(name);
        }

        Optional<Object> sent(String name) {
            return Optional.ofNullable(raw.get(name));
        }

        long number(String name) {
            return values.get(name) instanceof Long n ? n : 0;
        }

        String text(String name) {
            return value(name).map(Object::toString).orElse("");
        }

        void otherwise(String name, @Nullable Object value) {
            if (values.get(name) == null && value != null) {
                values.put(name, value);
            }
        }
    }

    default void beforeCreate(Draft draft) {}

    /** The row that takes in what would be created, where the vendor joins the two; empty where a row of its own is made. */
    default Optional<Row> joined(Draft draft) {
        return Optional.empty();
    }

    default void created(Row row, Draft draft) {}

    default void beforeUpdate(Row row, Draft draft) {}

    default void updated(Row row, Draft draft) {}

    default void beforeDelete(Row row, boolean byHand) {}

    default void deleted(Row row) {}
}
