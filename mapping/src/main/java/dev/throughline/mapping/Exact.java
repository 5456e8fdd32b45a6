package dev.throughline.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
            case Double number -> plain(Decimals.of(number));
            case BigDecimal number -> plain(guarded(number));
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

    /** Vendors read {@code 100000}, but not all of them {@code 1E+5}. */
    private static BigDecimal plain(BigDecimal number) {
        return number.scale() < 0 ? number.setScale(0, RoundingMode.UNNECESSARY) : number;
    }

    private static BigDecimal guarded(BigDecimal number) {
        try {
            return Decimals.bounded(number);
        } catch (IllegalArgumentException e) {
            throw new MappingFailure(
                    MappingProblem.FIELD_INVALID, String.valueOf(e.getMessage()), "mend the value at its source");
        }
    }
}
