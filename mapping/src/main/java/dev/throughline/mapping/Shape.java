package dev.throughline.mapping;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What a value of the model looks like in canonical JSON, read off its Java type. Closed: a component of any other type is refused by name. */
public sealed interface Shape {
    /** What a reader is told was expected. */
    String expected();

    /** @param javaType {@code String}, or a record of one text such as {@code SystemId}, which is written as that text */
    record Text(Class<?> javaType) implements Shape {
        @Override
        public String expected() {
            return "a text";
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** @param javaType {@code int} or {@code long} or their boxes */
    record Whole(Class<?> javaType) implements Shape {
        @Override
        public String expected() {
            return "a whole number";
        }
    }

    /** An exact decimal, written as text. */
    record Decimal() implements Shape {
        @Override
        public String expected() {
            return "an exact decimal as text, such as \"7.5\"";
        }
    }

    /** Money, written as an object of amount and currency. */
    record Sum() implements Shape {
        @Override
        public String expected() {
            return "money, such as {\"amount\": \"12.50\", \"currency\": \"USD\"}";
        }
    }

    /** A currency by its ISO 4217 code. */
    record Currency() implements Shape {
        @Override
        public String expected() {
            return "a currency's ISO 4217 code, such as \"EUR\"";
        }
    }

    /** A day without zone. */
    record Day() implements Shape {
        @Override
        public String expected() {
            return "a day, such as \"2026-03-31\"";
        }
    }

    /** A moment in UTC. */
    record Moment() implements Shape {
        @Override
        public String expected() {
            return "a moment in UTC, such as \"2026-03-31T09:30:00Z\"";
        }
    }

    /** A length of time. */
    record Span() implements Shape {
        @Override
        public String expected() {
            return "an ISO 8601 duration, such as \"PT15M\"";
        }
    }

    /** One constant of an enumeration, in lower snake case; a canonical type goes by its type name. */
    record Choice(Class<? extends Enum<?>> javaType) implements Shape {
        @Override
        public String expected() {
            return "one of " + String.join(", ", Choices.names(javaType));
        }
    }

    /** @param to empty where the model lets it point at any type */
    record Reference(Optional<CanonicalType> to) implements Shape {
        @Override
        public String expected() {
            return "an id of " + to.map(CanonicalType::typeName).orElse("a canonical object");
        }
    }

    /** A list, in order. */
    record ListOf(Shape element) implements Shape {
        @Override
        public String expected() {
            return "a list";
        }
    }

    /** A set, written as a list. */
    record SetOf(Shape element) implements Shape {
        @Override
        public String expected() {
            return "a list without repeats";
        }
    }

    /** @param key written as text */
    record MapOf(Shape key, Shape value) implements Shape {
        @Override
        public String expected() {
            return "an object";
        }
    }

    /** A record; its attributes are found by {@link RecordShape#of}, at need, since states may nest themselves. */
    record Nested(Class<? extends Record> javaType) implements Shape {
        @Override
        public String expected() {
            return "an object of " + javaType.getSimpleName();
        }
    }

    /** One record of a sealed interface, which says in {@code type} which. */
    record OneOf(Class<?> javaType) implements Shape {
        @Override
        public String expected() {
            return "an object whose type is one of "
                    + String.join(", ", Sealed.of(javaType).names());
        }
    }

    /**
     * @throws IllegalArgumentException naming the type, when canonical JSON has no form for it
     */
    static Shape of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case Class<?> plain -> ofClass(plain);
            default -> throw unknown(type);
        };
    }

    private static Shape ofGeneric(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        Class<?> raw = (Class<?>) generic.getRawType();
        if (raw == Ref.class) {
            return new Reference(
                    arguments[0] instanceof Class<?> target && target != CanonicalObject.class
                            ? Optional.of(CanonicalType.of(target.asSubclass(CanonicalObject.class)))
                            : Optional.empty());
        }
        if (raw == List.class) {
            return new ListOf(of(arguments[0]));
        }
        if (raw == Set.class) {
            return new SetOf(of(arguments[0]));
        }
        if (raw == Map.class) {
            return new MapOf(of(arguments[0]), of(arguments[1]));
        }
        return ofClass(raw);
    }

    private static Shape ofClass(Class<?> type) {
        Shape simple = Scalars.of(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return new Choice(asEnum(type));
        }
        if (type.isRecord()) {
            return Scalars.isText(type) ? new Text(type) : new Nested(type.asSubclass(Record.class));
        }
        if (type.isInterface() && type.isSealed()) {
            return new OneOf(type);
        }
        throw unknown(type);
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Enum<?>> asEnum(Class<?> type) {
        return (Class<? extends Enum<?>>) type;
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException(
                "canonical JSON has no form for %s; use the types of the model, lists, sets, maps, Optional, records and sealed interfaces"
                        .formatted(type.getTypeName()));
    }

    /** The shapes of single Java types. */
    final class Scalars {
        private static final Map<Class<?>, Shape> SHAPES = Map.ofEntries(
                Map.entry(String.class, new Text(String.class)),
                Map.entry(boolean.class, new Flag()),
                Map.entry(Boolean.class, new Flag()),
                Map.entry(int.class, new Whole(int.class)),
                Map.entry(Integer.class, new Whole(int.class)),
                Map.entry(long.class, new Whole(long.class)),
                Map.entry(Long.class, new Whole(long.class)),
                Map.entry(BigDecimal.class, new Decimal()),
                Map.entry(Money.class, new Sum()),
                Map.entry(CurrencyUnit.class, new Currency()),
                Map.entry(LocalDate.class, new Day()),
                Map.entry(Instant.class, new Moment()),
                Map.entry(Duration.class, new Span()),
                Map.entry(Ref.class, new Reference(Optional.empty())));

        private Scalars() {}

        static @org.jspecify.annotations.Nullable Shape of(Class<?> type) {
            return SHAPES.get(type);
        }

        /** Whether a record is nothing but a named text. */
        static boolean isText(Class<?> type) {
            var components = type.getRecordComponents();
            return components.length == 1
                    && components[0].getType() == String.class
                    && components[0].getName().equals("value");
        }
    }
}
