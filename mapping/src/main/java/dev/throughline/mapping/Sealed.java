package dev.throughline.mapping;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The records of a sealed interface by simple name, found through the interface itself, so that a process's states need no registration. */
final class Sealed {
    private static final ClassValue<Sealed> KNOWN = new ClassValue<>() {
        @Override
        protected Sealed computeValue(Class<?> type) {
            Map<String, Class<? extends Record>> members = new LinkedHashMap<>();
            collect(type, members);
            return new Sealed(members);
        }
    };

    private final Map<String, Class<? extends Record>> members;

    private Sealed(Map<String, Class<? extends Record>> members) {
        this.members = members;
    }

    static Sealed of(Class<?> type) {
        return KNOWN.get(type);
    }

    Collection<String> names() {
        return members.keySet();
    }

    Optional<Class<? extends Record>> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    private static void collect(Class<?> type, Map<String, Class<? extends Record>> members) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                Class<?> earlier = members.put(permitted.getSimpleName(), permitted.asSubclass(Record.class));
                if (earlier != null && earlier != permitted) {
                    throw new IllegalArgumentException(
                            "%s and %s have one simple name, which their JSON could not tell apart"
                                    .formatted(earlier.getName(), permitted.getName()));
                }
            } else if (permitted.isSealed()) {
                collect(permitted, members);
            } else {
                throw new IllegalArgumentException(
                        "%s is neither a record nor sealed; canonical JSON cannot write it".formatted(permitted));
            }
        }
    }
}
