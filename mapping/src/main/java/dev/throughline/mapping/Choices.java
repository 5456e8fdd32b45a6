package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of enumerations in canonical JSON: lower snake case, except canonical types, which keep the names that mappings and schemas know. */
final class Choices {
    private static final ClassValue<Map<String, Enum<?>>> BY_NAME = new ClassValue<>() {
        @Override
        protected Map<String, Enum<?>> computeValue(Class<?> type) {
            Map<String, Enum<?>> all = new LinkedHashMap<>();
            for (Object constant : type.getEnumConstants()) {
                all.put(name((Enum<?>) constant), (Enum<?>) constant);
            }
            return all;
        }
    };

    private Choices() {}

    static String name(Enum<?> constant) {
        return constant instanceof CanonicalType type
                ? type.typeName()
                : constant.name().toLowerCase(Locale.ROOT);
    }

    static List<String> names(Class<? extends Enum<?>> type) {
        return List.copyOf(BY_NAME.get(type).keySet());
    }

    static Optional<Enum<?>> find(Class<? extends Enum<?>> type, String name) {
        return Optional.ofNullable(BY_NAME.get(type).get(name));
    }
}
