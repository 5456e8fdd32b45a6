package dev.throughline.hub.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double from try to try, spread so that many do not come back at once. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(5);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param attempt from 1 */
    Duration after(int attempt) {
        long doubled = FIRST.toMillis() << Math.min(Math.max(attempt - 1, 0), 20);
        return spread(Duration.ofMillis(Math.min(doubled, MOST.toMillis())));
    }

    /** At least what was asked, and up to a quarter more. */
    Duration spread(Duration wait) {
        return wait.plusMillis((long) (wait.toMillis() * 0.25 * random.nextDouble()));
    }
}
