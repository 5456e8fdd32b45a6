package dev.throughline.mapping;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record of the model as canonical JSON shows it. Immutable, found once per class. */
public final class RecordShape {
    private static final ClassValue<RecordShape> KNOWN = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type.asSubclass(Record.class));
        }
    };

    private final Class<? extends Record> javaType;
    private final Constructor<? extends Record> constructor;
    private final boolean discriminated;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();

    private RecordShape(Class<? extends Record> javaType) {
        this.javaType = javaType;
        this.discriminated = memberOfClosedSet(javaType);
        RecordComponent[] components = javaType.getRecordComponents();
        try {
            constructor = javaType.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(javaType + " has no canonical constructor", e);
        }
        constructor.setAccessible(true);
        for (RecordComponent component : components) {
            Attribute attribute = attribute(component);
            attributes.put(attribute.name(), attribute);
        }
    }

    public static RecordShape of(Class<? extends Record> javaType) {
        return KNOWN.get(javaType);
    }

    public static RecordShape of(CanonicalType type) {
        return KNOWN.get(type.javaType());
    }

    public Class<? extends Record> javaType() {
        return javaType;
    }

    /** In the order of the record's components. */
    public List<Attribute> attributes() {
        return List.copyOf(attributes.values());
    }

    public Optional<Attribute> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Whether its JSON carries {@code type}: a member of a sealed interface other than that of canonical objects, whose place always says what they are. */
    public boolean discriminated() {
        return discriminated;
    }

    Iterable<Attribute> each() {
        return attributes.values();
    }

    int size() {
        return attributes.size();
    }

    /** @throws IllegalArgumentException what the record's own constructor refuses */
    Object create(Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Attribute attribute(RecordComponent component) {
        Type type = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Shape shape = Shape.of(optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type);
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        boolean clash = discriminated && component.getName().equals("type");
        return new Attribute(clash ? "ofType" : component.getName(), shape, optional, accessor);
    }

    private static boolean memberOfClosedSet(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(i -> i != CanonicalObject.class && i.isSealed());
    }

    /**
     * One attribute.
     *
     * @param name     in JSON; a component called {@code type} of a record that carries its own {@code type} is {@code ofType}
     * @param optional left out when there is no value
     */
    public record Attribute(String name, Shape shape, boolean optional, Method accessor) {
        /** Whether an object cannot be made without it. Lists, sets and maps are empty when absent. */
        public boolean required() {
            return !optional
                    && !(shape instanceof Shape.ListOf)
                    && !(shape instanceof Shape.SetOf)
                    && !(shape instanceof Shape.MapOf);
        }

        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read %s of %s".formatted(name, owner.getClass()), e);
            }
        }
    }
}
