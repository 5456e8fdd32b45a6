package dev.throughline.connectors.netsuite.simulator.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;

/** Sums and texts; a null in gives a null out, except where texts are joined. */
final class Arithmetic {
    private static final BigDecimal SECONDS_OF_DAY = BigDecimal.valueOf(86_400);

    private Arithmetic() {}

    /** A number added to a date counts days. */
    static Eval plus(Eval left, Eval right, int sign) {
        return env -> {
            Object a = left.of(env);
            Object b = right.of(env);
            if (a == null || b == null) {
                return null;
            }
            BigDecimal signed = BigDecimal.valueOf(sign);
            if (a instanceof LocalDateTime date) {
                BigDecimal seconds = Values.number(b).multiply(SECONDS_OF_DAY).multiply(signed);
                return date.plusSeconds(seconds.longValue());
            }
            return Values.number(a).add(Values.number(b).multiply(signed));
        };
    }

    static Eval times(Eval left, Eval right) {
        return env -> {
            Object a = left.of(env);
            Object b = right.of(env);
            return a == null || b == null ? null : Values.number(a).multiply(Values.number(b));
        };
    }

    static Eval divide(Eval left, Eval right) {
        return env -> {
            Object a = left.of(env);
            Object b = right.of(env);
            if (a == null || b == null) {
                return null;
            }
            if (Values.number(b).signum() == 0) {
                throw new SqlProblem("divisor is equal to zero");
            }
            return Values.number(a).divide(Values.number(b), MathContext.DECIMAL64);
        };
    }

    static Eval concat(Eval left, Eval right) {
        return env -> {
            Object a = left.of(env);
            Object b = right.of(env);
            return a == null && b == null
                    ? null
                    : (a == null ? "" : Values.show(a)) + (b == null ? "" : Values.show(b));
        };
    }
}
