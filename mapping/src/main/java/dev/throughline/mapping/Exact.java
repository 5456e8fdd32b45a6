package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an expression gave, as plain JSON: numbers as exact decimals, and nothing that JSON does not have, such as a function. */
final class Exact {
    private Exact() {}

    /** @throws MappingFailure when it is no JSON */
    static @Nullable Object of(@Nullable Object value) {
        if (Expression.isNull(value)) {
            return null;
        }
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Double number -> Decimals.of(number);
            case Number number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((name, inner) -> all.put(String.valueOf(name), of(inner)));
                yield all;
            }
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>(list.size());
                list.forEach(inner -> all.add(of(inner)));
                yield all;
            }
            default ->
                throw new MappingFailure(
                        MappingProblem.EXPRESSION_FAILED,
                        "an expression gave a function or something else that JSON does not have",
                        "mend the mapping");
        };
    }
}
