package dev.throughline.mapping;

import dev.throughline.model.Ref;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a value points at. */
final class References {
    private References() {}

    static void collect(@Nullable Object value, Set<Ref<?>> found) {
        switch (value) {
            case Ref<?> ref -> found.add(ref);
            case Optional<?> optional -> optional.ifPresent(inner -> collect(inner, found));
            case Iterable<?> many -> many.forEach(inner -> collect(inner, found));
            case Map<?, ?> map -> map.values().forEach(inner -> collect(inner, found));
            case Record owner -> RecordShape.of(owner.getClass()).each().forEach(a -> collect(a.of(owner), found));
            case null, default -> {
                // scalars point at nothing
            }
        }
    }
}
