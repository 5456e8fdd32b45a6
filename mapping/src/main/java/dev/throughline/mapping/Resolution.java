package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts canonical ids where external ones stand. */
final class Resolution {
    private Resolution() {}

    static Map<String, Object> resolve(
            Map<String, Object> attributes,
            List<Mapped.Reference> references,
            Function<Mapped.Reference, Optional<String>> ids) {
        Map<String, Object> copy = copy(attributes);
        // Backwards, so that taking an element out of a list of references does not move those still to come.
        for (Mapped.Reference reference : references.reversed()) {
            put(copy, reference.steps(), ids.apply(reference));
        }
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static void put(Object root, List<Object> steps, Optional<String> id) {
        Object at = root;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            at = step instanceof Integer index ? ((List<Object>) at).get(index) : ((Map<String, Object>) at).get(step);
        }
        Object last = steps.getLast();
        if (last instanceof Integer index) {
            List<Object> list = (List<Object>) at;
            id.ifPresentOrElse(found -> list.set(index, found), () -> list.remove(index.intValue()));
        } else {
            Map<String, Object> map = (Map<String, Object>) at;
            id.ifPresentOrElse(found -> map.put((String) last, found), () -> map.remove(last));
        }
    }

    private static Map<String, Object> copy(Map<String, Object> map) {
        Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, value) -> copy.put(name, copyOf(value)));
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Object copyOf(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy((Map<String, Object>) map);
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                list.forEach(element -> copy.add(copyOf(element)));
                yield copy;
            }
            default -> value;
        };
    }
}
