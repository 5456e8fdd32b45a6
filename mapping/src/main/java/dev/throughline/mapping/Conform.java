package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings what expressions gave into canonical JSON shape, or says why it cannot be. External ids stay where references belong, and are noted. */
final class Conform {
    private final List<Mapped.Reference> references = new ArrayList<>();
    private final List<Object> steps = new ArrayList<>();

    /** A value that does not fit. */
    static final class Misfit extends RuntimeException {
        private final String path;

        Misfit(String path, String says) {
            super(says, null, false, false);
            this.path = path;
        }

        String path() {
            return path;
        }

        String says() {
            return String.valueOf(getMessage());
        }
    }

    List<Mapped.Reference> references() {
        return references;
    }

    /** @return null when there is nothing: null, undefined or an empty text. @throws Misfit naming the path */
    @Nullable
    Object attribute(String name, Shape shape, @Nullable Object value) {
        int before = references.size();
        steps.clear();
        steps.add(name);
        try {
            return value(shape, value);
        } catch (Misfit e) {
            references.subList(before, references.size()).clear();
            throw e;
        }
    }

    private @Nullable Object value(Shape shape, @Nullable Object value) {
        if (Expression.isNull(value) || "".equals(value)) {
            return null;
        }
        return switch (shape) {
            case Shape.Text _ -> text(shape, value);
            case Shape.Flag _ -> value instanceof Boolean ? value : refuse(shape, value);
            case Shape.Whole _ -> whole(shape, value);
            case Shape.Decimal _ -> decimal(shape, value);
            case Shape.Sum _ -> money(shape, value);
            case Shape.Currency _ ->
                value instanceof String code
                        ? guarded(() -> Decimals.currency(code).getCode())
                        : refuse(shape, value);
            case Shape.Day _ -> day(shape, value);
            case Shape.Moment _ -> moment(shape, value);
            case Shape.Choice(var type) ->
                value instanceof String name && Choices.find(type, name).isPresent() ? name : refuse(shape, value);
            case Shape.Reference(var to) -> reference(shape, to.orElseThrow(), value);
            case Shape.ListOf(var element) -> list(element, value);
            case Shape.Nested(var type) -> nested(RecordShape.of(type), shape, value);
            case Shape.OneOf(var type) -> oneOf(type, shape, value);
            case Shape.Span _, Shape.SetOf _, Shape.MapOf _ -> refuse(shape, value);
        };
    }

    private Object refuse(Shape shape, @Nullable Object value) {
        throw misfit(shape, value);
    }

    private Misfit misfit(Shape shape, @Nullable Object value) {
        return new Misfit(path(), "expected %s, found %s".formatted(shape.expected(), found(value)));
    }

    private static String found(@Nullable Object value) {
        return switch (value) {
            case String text -> "\"" + Words.brief(text) + "\"";
            case Number number -> "the number " + Words.brief(number);
            case List<?> list -> "a list of " + list.size();
            case Map<?, ?> map -> "an object with " + Words.brief(map.keySet());
            case null -> "nothing";
            default -> Words.brief(value);
        };
    }

    private Object text(Shape shape, Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> guarded(() -> Decimals.canonical(Decimals.of(number)));
            default -> refuse(shape, value);
        };
    }

    /** An Integer wherever it fits, as JSON is parsed, so that a stored value and a new one are equal when they are the same number. */
    private Object whole(Shape shape, Object value) {
        long number = switch (value) {
            case Integer small -> small;
            case Long large -> large;
            case BigInteger huge when huge.bitLength() < 64 -> huge.longValue();
            case BigDecimal exact
            when exact.stripTrailingZeros().scale() <= 0 && exact.precision() - exact.scale() <= 18 ->
                exact.longValue();
            case String text when text.matches("-?\\d{1,18}") -> Long.parseLong(text);
            default -> (Long) refuse(shape, value);
        };
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private Object decimal(Shape shape, Object value) {
        return switch (value) {
            case Number number -> guarded(() -> Decimals.canonical(Decimals.of(number)));
            case String text -> guarded(() -> Decimals.canonical(Decimals.parse(text)));
            default -> refuse(shape, value);
        };
    }

    private Object money(Shape shape, Object value) {
        if (!(value instanceof Map<?, ?> map)
                || map.size() != 2
                || !(map.get("amount") instanceof String amount)
                || !(map.get("currency") instanceof String currency)) {
            return refuse(shape, value);
        }
        return guarded(() -> {
            var money = Decimals.money(Decimals.parse(amount), Decimals.currency(currency));
            Map<String, Object> canonical = LinkedHashMap.newLinkedHashMap(2);
            canonical.put("amount", money.getAmount().toPlainString());
            canonical.put("currency", money.getCurrencyUnit().getCode());
            return canonical;
        });
    }

    private Object day(Shape shape, Object value) {
        try {
            if (value instanceof String text && Dates.sensible(LocalDate.parse(text))) {
                return text;
            }
        } catch (DateTimeException e) {
            // refused below
        }
        throw new Misfit(
                path(),
                "expected %s of the years 1900 to 2199, found %s; use $date for other forms"
                        .formatted(shape.expected(), found(value)));
    }

    private Object moment(Shape shape, Object value) {
        try {
            return value instanceof String text ? Instant.parse(text).toString() : refuse(shape, value);
        } catch (DateTimeException e) {
            return refuse(shape, value);
        }
    }

    private @Nullable Object reference(Shape shape, CanonicalType to, Object value) {
        if (!(text(shape, value) instanceof String text) || text.isBlank() || text.length() > 512) {
            throw new Misfit(
                    path(), "expected the external id of a %s of 1 to 512 characters".formatted(to.typeName()));
        }
        String id = text.strip();
        references.add(new Mapped.Reference(path(), List.copyOf(steps), to, id));
        return id;
    }

    /** JSONata makes no difference between one value and a list of one; the canonical type does. */
    private List<Object> list(Shape element, Object value) {
        List<?> given = value instanceof List<?> list ? list : List.of(value);
        List<Object> all = new ArrayList<>(given.size());
        for (Object each : given) {
            steps.add(all.size());
            Object conformed = value(element, each);
            if (conformed != null) {
                all.add(conformed);
            }
            steps.removeLast();
        }
        return all;
    }

    /** An object that says in {@code type} which of the records it is. */
    private Object oneOf(Class<?> sealed, Shape shape, Object value) {
        if (!(value instanceof Map<?, ?> map) || !(map.get("type") instanceof String name)) {
            return refuse(shape, value);
        }
        var record = Sealed.of(sealed)
                .member(name)
                .orElseThrow(() -> new Misfit(
                        path() + ".type", "expected %s, found \"%s\"".formatted(shape.expected(), Words.brief(name))));
        Map<Object, Object> attributes = new LinkedHashMap<>(map);
        attributes.remove("type");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", name);
        all.putAll(nested(RecordShape.of(record), shape, attributes));
        return all;
    }

    private Map<String, Object> nested(RecordShape record, Shape shape, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw misfit(shape, value);
        }
        Map<String, Object> all = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            RecordShape.Attribute attribute = record.attribute(name)
                    .orElseThrow(() -> new Misfit(
                            path() + "." + Words.brief(name),
                            "%s has no such attribute"
                                    .formatted(record.javaType().getSimpleName())));
            steps.add(name);
            Object conformed = value(attribute.shape(), entry.getValue());
            if (conformed != null) {
                all.put(name, conformed);
            }
            steps.removeLast();
        }
        for (RecordShape.Attribute attribute : record.each()) {
            if (attribute.required() && !all.containsKey(attribute.name())) {
                throw new Misfit(
                        path() + "." + attribute.name(),
                        "is missing; expected " + attribute.shape().expected());
            }
        }
        return all;
    }

    private <T> T guarded(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new Misfit(path(), String.valueOf(e.getMessage()));
        }
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
        }
        return path.toString();
    }
}
