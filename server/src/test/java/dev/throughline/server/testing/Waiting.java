package dev.throughline.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what will be so, and says what did not come. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(20);

    private Waiting() {}

    public static void until(String what, BooleanSupplier seen) {
        until(what, PATIENCE, seen);
    }

    public static void until(String what, Duration patience, BooleanSupplier seen) {
        if (!comes(patience, seen)) {
            throw new AssertionError("%s: not within %s".formatted(what, patience));
        }
    }

    /** Until the two are the same; if they do not become so, both are told. */
    public static void untilSame(String what, String wanted, Supplier<String> seen) {
        if (!comes(PATIENCE, () -> seen.get().equals(wanted))) {
            assertThat(seen.get()).as("%s, after %s", what, PATIENCE).isEqualTo(wanted);
        }
    }

    private static boolean comes(Duration patience, BooleanSupplier seen) {
        long end = System.nanoTime() + patience.toNanos();
        while (!seen.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }
}
