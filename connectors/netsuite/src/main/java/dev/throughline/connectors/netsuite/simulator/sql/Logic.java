package dev.throughline.connectors.netsuite.simulator.sql;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conditions with three truths. */
final class Logic {
    private Logic() {}

    static Eval and(Eval left, Eval right) {
        return env -> {
            Object a = left.of(env);
            if (Boolean.FALSE.equals(a)) {
                return false;
            }
            Object b = right.of(env);
            return Boolean.FALSE.equals(b) ? Boolean.FALSE : a == null || b == null ? null : Boolean.TRUE;
        };
    }

    static Eval or(Eval left, Eval right) {
        return env -> {
            Object a = left.of(env);
            if (Boolean.TRUE.equals(a)) {
                return true;
            }
            Object b = right.of(env);
            return Boolean.TRUE.equals(b) ? Boolean.TRUE : a == null || b == null ? null : Boolean.FALSE;
        };
    }

    static Eval not(Eval inner) {
        return env -> negate(inner.of(env));
    }

    static Eval isNull(Eval inner, boolean not) {
        return env -> (inner.of(env) == null) != not;
    }

    static Eval compare(Eval left, Eval right, IntPredicate accepts) {
        return env -> {
            Object a = left.of(env);
            Object b = a == null ? null : right.of(env);
            return a == null || b == null ? null : (Object) accepts.test(Values.compare(a, b));
        };
    }

    static Eval between(Eval value, Eval low, Eval high, boolean not) {
        Eval both = and(compare(value, low, c -> c >= 0), compare(value, high, c -> c <= 0));
        return not ? not(both) : both;
    }

    static Eval in(Eval value, List<Eval> options, boolean not) {
        return env -> {
            Object v = value.of(env);
            if (v == null) {
                return null;
            }
            boolean unknown = false;
            for (Eval option : options) {
                Object o = option.of(env);
                if (o == null) {
                    unknown = true;
                } else if (Values.compare(v, o) == 0) {
                    return !not;
                }
            }
            return unknown ? null : (Object) not;
        };
    }

    static Eval like(Eval value, Eval pattern, boolean not) {
        return env -> {
            Object v = value.of(env);
            Object p = pattern.of(env);
            return v == null || p == null
                    ? null
                    : (Object) (matcher(Values.show(p)).matcher(Values.show(v)).matches() != not);
        };
    }

    private static Pattern matcher(String like) {
        StringBuilder regex = new StringBuilder();
        for (char c : like.toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static @Nullable Object negate(@Nullable Object truth) {
        return truth == null ? null : (Object) !Boolean.TRUE.equals(truth);
    }
}
