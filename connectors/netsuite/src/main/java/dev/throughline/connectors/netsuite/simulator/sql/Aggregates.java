package dev.throughline.connectors.netsuite.simulator.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Group functions; nulls do not count. */
final class Aggregates {
    private Aggregates() {}

    static Eval of(String name, Eval inner, boolean distinct) {
        return env -> {
            List<Object> values = values(env, inner, distinct);
            return name.equals("COUNT") ? BigDecimal.valueOf(values.size()) : fold(name, values);
        };
    }

    private static List<Object> values(Env env, Eval inner, boolean distinct) {
        List<Object> values = new ArrayList<>();
        Map<String, Object> seen = new LinkedHashMap<>();
        for (SqlTable.@Nullable Row[] rows : env.group()) {
            Object value = inner.of(Env.of(rows));
            if (value != null && (!distinct || seen.put(Values.show(value), value) == null)) {
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable Object fold(String name, List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        return switch (name) {
            case "SUM" -> sum(values);
            case "AVG" -> sum(values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
            case "MIN" -> values.stream().min(Values::compare).orElseThrow();
            default -> values.stream().max(Values::compare).orElseThrow();
        };
    }

    private static BigDecimal sum(List<Object> values) {
        return values.stream().map(Values::number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
