package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Maps, lists and scalars to the model; every refusal names the path and what was expected there. */
final class Decoder {
    private Decoder() {}

    static Object decode(@Nullable Object plain, Shape shape, String path) {
        return switch (shape) {
            case Shape.Text(var type) -> text(type, plain, shape, path);
            case Shape.Flag _ -> plain instanceof Boolean flag ? flag : refuse(plain, shape, path);
            case Shape.Whole(var type) -> whole(type, plain, shape, path);
            case Shape.Decimal _ -> parsed(plain, shape, path, Decimals::parse);
            case Shape.Sum _ -> money(plain, shape, path);
            case Shape.Currency _ -> parsed(plain, shape, path, Decimals::currency);
            case Shape.Day _ -> parsed(plain, shape, path, LocalDate::parse);
            case Shape.Moment _ -> parsed(plain, shape, path, Instant::parse);
            case Shape.Span _ -> parsed(plain, shape, path, Duration::parse);
            case Shape.Choice(var type) -> choice(type, plain, shape, path);
            case Shape.Reference(var to) -> parsed(plain, shape, path, id -> reference(id, to));
            case Shape.ListOf(var element) -> list(plain, element, shape, path);
            case Shape.SetOf(var element) -> set(plain, element, shape, path);
            case Shape.MapOf(var key, var value) -> map(plain, key, value, shape, path);
            case Shape.Nested(var type) -> object(RecordShape.of(type), plain, shape, path);
            case Shape.OneOf(var type) -> member(type, plain, shape, path);
        };
    }

    private static Object refuse(@Nullable Object plain, Shape shape, String path) {
        throw new CanonicalJsonException(path, "expected %s, found %s".formatted(shape.expected(), describe(plain)));
    }

    private static String describe(@Nullable Object plain) {
        return switch (plain) {
            case null -> "nothing";
            case String text -> "\"" + Words.brief(text) + "\"";
            case Map<?, ?> _ -> "an object";
            case List<?> list -> "a list of " + list.size();
            case Number _ -> "a number";
            default -> Words.brief(plain);
        };
    }

    private static Object text(Class<?> type, @Nullable Object plain, Shape shape, String path) {
        if (!(plain instanceof String text)) {
            return refuse(plain, shape, path);
        }
        if (type == String.class) {
            return text;
        }
        try {
            return RecordShape.of(type.asSubclass(Record.class)).create(new Object[] {text});
        } catch (IllegalArgumentException e) {
            throw new CanonicalJsonException(path, Words.brief(e.getMessage()));
        }
    }

    private static Object whole(Class<?> type, @Nullable Object plain, Shape shape, String path) {
        if (!(plain instanceof Integer || plain instanceof Long || plain instanceof BigInteger)) {
            return refuse(plain, shape, path);
        }
        try {
            long value = new BigDecimal(plain.toString()).longValueExact();
            if (type == long.class) {
                return value;
            }
            return Math.toIntExact(value);
        } catch (ArithmeticException e) {
            throw new CanonicalJsonException(path, "expected a whole number that fits, found a larger one");
        }
    }

    private static Object parsed(@Nullable Object plain, Shape shape, String path, Function<String, Object> parser) {
        if (!(plain instanceof String text)) {
            return refuse(plain, shape, path);
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new CanonicalJsonException(
                    path,
                    "expected %s, found %s: %s"
                            .formatted(shape.expected(), describe(plain), Words.brief(e.getMessage())));
        }
    }

    private static Ref<?> reference(String id, Optional<CanonicalType> to) {
        if (to.isPresent() && CanonicalType.ofId(id) != to.get()) {
            throw new IllegalArgumentException(
                    "it is an id of " + CanonicalType.ofId(id).typeName());
        }
        return new Ref<>(id);
    }

    private static Money money(@Nullable Object plain, Shape shape, String path) {
        if (!(plain instanceof Map<?, ?> map)
                || map.size() != 2
                || !(map.get("amount") instanceof String amount)
                || !(map.get("currency") instanceof String currency)) {
            return (Money) refuse(plain, shape, path);
        }
        try {
            return Decimals.money(Decimals.parse(amount), Decimals.currency(currency));
        } catch (IllegalArgumentException e) {
            throw new CanonicalJsonException(path, Words.brief(e.getMessage()));
        }
    }

    private static Object choice(Class<? extends Enum<?>> type, @Nullable Object plain, Shape shape, String path) {
        Optional<Enum<?>> found = plain instanceof String name ? Choices.find(type, name) : Optional.empty();
        return found.isPresent() ? found.get() : refuse(plain, shape, path);
    }

    private static List<Object> elements(@Nullable Object plain, Shape element, Shape shape, String path) {
        if (!(plain instanceof List<?> list)) {
            refuse(plain, shape, path);
            return List.of();
        }
        List<Object> all = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            all.add(decode(list.get(i), element, "%s[%d]".formatted(path, i)));
        }
        return all;
    }

    private static Object list(@Nullable Object plain, Shape element, Shape shape, String path) {
        return elements(plain, element, shape, path);
    }

    private static Object set(@Nullable Object plain, Shape element, Shape shape, String path) {
        List<Object> all = elements(plain, element, shape, path);
        Set<Object> set = new LinkedHashSet<>(all);
        return set.size() == all.size() ? set : refuse(plain, shape, path);
    }

    private static Object map(@Nullable Object plain, Shape key, Shape value, Shape shape, String path) {
        if (!(plain instanceof Map<?, ?> map)) {
            return refuse(plain, shape, path);
        }
        Map<Object, Object> all = new LinkedHashMap<>();
        map.forEach((k, v) -> {
            String at = join(path, String.valueOf(k));
            all.put(decode(k, key, at), decode(v, value, at));
        });
        return all;
    }

    private static Object member(Class<?> type, @Nullable Object plain, Shape shape, String path) {
        if (!(plain instanceof Map<?, ?> map) || !(map.get("type") instanceof String name)) {
            return refuse(plain, shape, path);
        }
        Class<? extends Record> member = Sealed.of(type)
                .member(name)
                .orElseThrow(() -> new CanonicalJsonException(
                        join(path, "type"),
                        "expected %s, found \"%s\"".formatted(shape.expected(), Words.brief(name))));
        return object(RecordShape.of(member), plain, shape, path);
    }

    private static Object object(RecordShape record, @Nullable Object plain, Shape shape, String path) {
        if (!(plain instanceof Map<?, ?> map)) {
            return refuse(plain, shape, path);
        }
        refuseUnknown(record, map, shape, path);
        Object[] arguments = new Object[record.size()];
        int at = 0;
        for (RecordShape.Attribute attribute : record.each()) {
            arguments[at++] = argument(attribute, map.get(attribute.name()), join(path, attribute.name()));
        }
        try {
            return record.create(arguments);
        } catch (IllegalArgumentException e) {
            throw new CanonicalJsonException(path, Words.brief(e.getMessage()));
        }
    }

    private static Object argument(RecordShape.Attribute attribute, @Nullable Object plain, String path) {
        if (plain != null) {
            Object value = decode(plain, attribute.shape(), path);
            return attribute.optional() ? Optional.of(value) : value;
        }
        if (attribute.optional()) {
            return Optional.empty();
        }
        return switch (attribute.shape()) {
            case Shape.ListOf _ -> List.of();
            case Shape.SetOf _ -> Set.of();
            case Shape.MapOf _ -> Map.of();
            default ->
                throw new CanonicalJsonException(
                        path, "is missing; expected " + attribute.shape().expected());
        };
    }

    private static void refuseUnknown(RecordShape record, Map<?, ?> map, Shape shape, String path) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            boolean type = name.equals("type") && (record.discriminated() || shape instanceof Shape.OneOf);
            if (record.attribute(name).isEmpty() && !type) {
                throw new CanonicalJsonException(
                        join(path, Words.brief(name)),
                        "is unknown; %s has %s"
                                .formatted(
                                        record.javaType().getSimpleName(),
                                        record.attributes().stream()
                                                .map(RecordShape.Attribute::name)
                                                .toList()));
            }
            if (type && !record.javaType().getSimpleName().equals(map.get("type"))) {
                throw new CanonicalJsonException(
                        join(path, "type"),
                        "expected \"%s\"".formatted(record.javaType().getSimpleName()));
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
