package dev.throughline.mapping;

import dev.throughline.model.Ref;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** The model to maps, lists and scalars. */
final class Encoder {
    private Encoder() {}

    static Object encode(Object value, Shape shape) {
        return switch (shape) {
            case Shape.Text(var type) -> type == String.class ? value : named((Record) value);
            case Shape.Flag _, Shape.Whole _ -> value;
            case Shape.Decimal _ -> Decimals.bounded((BigDecimal) value).toPlainString();
            case Shape.Sum _ -> money((Money) value);
            case Shape.Currency _ -> ((CurrencyUnit) value).getCode();
            case Shape.Day _, Shape.Moment _, Shape.Span _ -> value.toString();
            case Shape.Choice _ -> Choices.name((Enum<?>) value);
            case Shape.Reference _ -> ((Ref<?>) value).id();
            case Shape.ListOf(var element) -> list((Collection<?>) value, element);
            case Shape.SetOf(var element) -> sorted(list((Collection<?>) value, element));
            case Shape.MapOf(var key, var element) -> map((Map<?, ?>) value, key, element);
            case Shape.Nested _ ->
                object(
                        (Record) value,
                        RecordShape.of(((Record) value).getClass()).discriminated());
            case Shape.OneOf _ -> object((Record) value, true);
        };
    }

    private static Object named(Record value) {
        return RecordShape.of(value.getClass()).each().iterator().next().of(value);
    }

    private static Map<String, Object> money(Money money) {
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(2);
        map.put("amount", money.getAmount().toPlainString());
        map.put("currency", money.getCurrencyUnit().getCode());
        return map;
    }

    private static Map<String, Object> object(Record value, boolean typed) {
        RecordShape shape = RecordShape.of(value.getClass());
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(shape.size() + 1);
        if (typed) {
            map.put("type", value.getClass().getSimpleName());
        }
        for (RecordShape.Attribute attribute : shape.each()) {
            Object found = attribute.of(value);
            if (attribute.optional()) {
                ((Optional<?>) found).ifPresent(inner -> map.put(attribute.name(), encode(inner, attribute.shape())));
            } else {
                map.put(attribute.name(), encode(found, attribute.shape()));
            }
        }
        return map;
    }

    private static List<Object> list(Collection<?> values, Shape element) {
        List<Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(encode(value, element)));
        return list;
    }

    /** Sets have no order of their own; the same set must always be the same text. */
    private static List<Object> sorted(List<Object> list) {
        list.sort((a, b) -> a.toString().compareTo(b.toString()));
        return list;
    }

    private static Map<String, Object> map(Map<?, ?> values, Shape key, Shape element) {
        Map<String, Object> map = new java.util.TreeMap<>();
        values.forEach((k, v) -> map.put(encode(k, key).toString(), encode(v, element)));
        return map;
    }
}
