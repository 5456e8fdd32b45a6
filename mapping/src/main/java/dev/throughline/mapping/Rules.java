package dev.throughline.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A template with its expressions compiled. */
sealed interface Rules {
    /** @return null when it gives nothing */
    @Nullable
    Object evaluate(Object input, Trouble trouble);

    /** Where failures of single expressions go, so that one look shows them all. */
    interface Trouble {
        void note(String path, String expression, MappingFailure failure);
    }

    /** One expression. */
    record Leaf(String path, Expression expression) implements Rules {
        @Override
        public @Nullable Object evaluate(Object input, Trouble trouble) {
            try {
                return expression.evaluate(input);
            } catch (MappingFailure failure) {
                trouble.note(path, expression.text(), failure);
                return null;
            }
        }
    }

    record Constant(@Nullable Object value) implements Rules {
        @Override
        public @Nullable Object evaluate(Object input, Trouble trouble) {
            return value;
        }
    }

    /** A map; entries that give nothing are left out, and so is the map when none gives anything. */
    record Branch(Map<String, Rules> fields) implements Rules {
        @Override
        public @Nullable Object evaluate(Object input, Trouble trouble) {
            Map<String, Object> all = LinkedHashMap.newLinkedHashMap(fields.size());
            fields.forEach((name, rules) -> {
                Object value = rules.evaluate(input, trouble);
                if (value != null) {
                    all.put(name, value);
                }
            });
            return all.isEmpty() ? null : all;
        }
    }

    record Row(List<Rules> items) implements Rules {
        @Override
        public @Nullable Object evaluate(Object input, Trouble trouble) {
            return items.stream()
                    .map(item -> item.evaluate(input, trouble))
                    .filter(value -> value != null)
                    .collect(Collectors.toList());
        }
    }

    /** The expressions as written, for messages. */
    default String written() {
        return switch (this) {
            case Leaf(var _, var expression) -> expression.text();
            case Constant(var value) -> String.valueOf(value);
            case Branch _, Row _ -> "";
        };
    }

    /** Every expression within, as written. */
    default List<String> expressions() {
        return switch (this) {
            case Leaf(var _, var expression) -> List.of(expression.text());
            case Constant _ -> List.of();
            case Branch(var fields) ->
                fields.values().stream()
                        .flatMap(rules -> rules.expressions().stream())
                        .toList();
            case Row(var items) ->
                items.stream().flatMap(rules -> rules.expressions().stream()).toList();
        };
    }
}
