package dev.throughline.connectors.netsuite.simulator.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The row functions that are known here. */
final class Functions {
    static final Set<String> WITHOUT_ARGUMENTS = Set.of("SYSDATE", "CURRENT_DATE", "CURRENT_TIMESTAMP", "SYSTIMESTAMP");

    private final LocalDateTime now;

    Functions(LocalDateTime now) {
        this.now = now;
    }

    Eval now(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replace("()", "");
        if (!WITHOUT_ARGUMENTS.contains(plain)) {
            throw SqlProblem.unsupported("function", name);
        }
        LocalDateTime value = plain.equals("CURRENT_DATE") ? now.toLocalDate().atStartOfDay() : now;
        return _ -> value;
    }

    Eval call(String name, List<Eval> args, Object shown) {
        return switch (name) {
            case "TO_CHAR" -> toChar(args, shown);
            case "TO_DATE", "TO_TIMESTAMP" -> toDate(args, shown);
            case "TO_NUMBER" -> on(args, 1, shown, Values::number);
            case "UPPER" -> on(args, 1, shown, v -> Values.show(v).toUpperCase(Locale.ROOT));
            case "LOWER" -> on(args, 1, shown, v -> Values.show(v).toLowerCase(Locale.ROOT));
            case "TRIM" -> on(args, 1, shown, v -> Values.show(v).strip());
            case "LENGTH" ->
                on(args, 1, shown, v -> BigDecimal.valueOf(Values.show(v).length()));
            case "ABS" -> on(args, 1, shown, v -> Values.number(v).abs());
            case "NVL", "COALESCE" -> firstOf(args);
            case "ROUND" -> round(args, shown);
            case "TRUNC" -> on(args, 1, shown, v -> Values.date(v).toLocalDate().atStartOfDay());
            case "SUBSTR" -> substr(args, shown);
            case "CONCAT" -> {
                require(args, 2, shown);
                yield Arithmetic.concat(args.get(0), args.get(1));
            }
            default -> throw SqlProblem.unsupported("function " + name, shown);
        };
    }

    private interface One {
        @Nullable
        Object of(Object value);
    }

    private static Eval on(List<Eval> args, int count, Object shown, One one) {
        require(args, count, shown);
        return env -> {
            Object value = args.getFirst().of(env);
            return value == null ? null : one.of(value);
        };
    }

    private static void require(List<Eval> args, int count, Object shown) {
        if (args.size() != count) {
            throw new SqlProblem("invalid number of arguments: " + shown);
        }
    }

    private static Eval firstOf(List<Eval> args) {
        return env -> {
            for (Eval arg : args) {
                Object value = arg.of(env);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private static Eval toChar(List<Eval> args, Object shown) {
        if (args.size() == 1) {
            return on(args, 1, shown, Values::show);
        }
        require(args, 2, shown);
        return env -> {
            Object value = args.get(0).of(env);
            Object model = args.get(1).of(env);
            return value == null || model == null ? null : DateFormats.format(Values.date(value), Values.show(model));
        };
    }

    private static Eval toDate(List<Eval> args, Object shown) {
        require(args, 2, shown);
        return env -> {
            Object value = args.get(0).of(env);
            Object model = args.get(1).of(env);
            return value == null || model == null ? null : DateFormats.parse(Values.show(value), Values.show(model));
        };
    }

    private static Eval round(List<Eval> args, Object shown) {
        if (args.isEmpty() || args.size() > 2) {
            throw new SqlProblem("invalid number of arguments: " + shown);
        }
        return env -> {
            Object value = args.getFirst().of(env);
            Object digits = args.size() == 2 ? args.get(1).of(env) : BigDecimal.ZERO;
            return value == null || digits == null
                    ? null
                    : Values.number(value).setScale(Values.number(digits).intValue(), RoundingMode.HALF_UP);
        };
    }

    private static Eval substr(List<Eval> args, Object shown) {
        if (args.size() < 2 || args.size() > 3) {
            throw new SqlProblem("invalid number of arguments: " + shown);
        }
        return env -> {
            Object value = args.getFirst().of(env);
            if (value == null) {
                return null;
            }
            String text = Values.show(value);
            int from = Math.clamp(Values.number(required(args.get(1), env)).intValue() - 1, 0, text.length());
            int length =
                    args.size() == 3 ? Values.number(required(args.get(2), env)).intValue() : text.length();
            return text.substring(from, Math.clamp((long) from + length, from, text.length()));
        };
    }

    private static Object required(Eval eval, Env env) {
        Object value = eval.of(env);
        if (value == null) {
            throw new SqlProblem("a null where a number is needed");
        }
        return value;
    }
}
