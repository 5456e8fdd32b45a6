package dev.throughline.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting, and seconds of nanoseconds. */
final class Clock {
    private Clock() {}

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    static void until(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    static long perSecond(long count, Duration time) {
        return count * 1_000_000_000L / Math.max(1, time.toNanos());
    }
}
