package dev.throughline.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The arguments of one call of a function. An empty text counts as nothing, as everywhere in mappings. */
final class Arguments {
    private final String function;
    private final List<?> given;

    Arguments(String function, List<?> given) {
        this.function = function;
        this.given = given;
    }

    boolean has(int index) {
        Object value = raw(index);
        return value != null && !value.equals("");
    }

    @Nullable
    Object raw(int index) {
        Object value = index < given.size() ? given.get(index) : null;
        return Expression.isNull(value) ? null : value;
    }

    Object scalar(int index) {
        Object value = raw(index);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw refusal("argument %d must be a text, number or boolean".formatted(index + 1));
    }

    /** Whole numbers count as texts, since vendors give ids as either. */
    String text(int index) {
        return switch (raw(index)) {
            case String text -> text;
            case Number number -> Decimals.canonical(Decimals.of(number));
            case null, default -> throw refusal("argument %d must be a text".formatted(index + 1));
        };
    }

    List<String> textsFrom(int index) {
        return IntStream.range(index, given.size()).mapToObj(this::text).toList();
    }

    BigDecimal decimal(int index) {
        try {
            return switch (raw(index)) {
                case Number number -> Decimals.of(number);
                case String text -> Decimals.parse(text);
                case null, default -> throw refusal("argument %d must be a number or its text".formatted(index + 1));
            };
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    MappingFailure refusal(String says) {
        return new MappingFailure(
                MappingProblem.FIELD_INVALID,
                "%s: %s".formatted(function, says),
                "mend the value in its system, or the mapping if the value is right");
    }
}
