package dev.throughline.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** @param count of how many */
record Percentiles(int count, Duration p50, Duration p99, Duration max) {
    /** Nearest rank. */
    static Percentiles of(Collection<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return new Percentiles(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
        return new Percentiles(sorted.size(), rank(sorted, 50), rank(sorted, 99), sorted.getLast());
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int index = (sorted.size() * percent + 99) / 100 - 1;
        return sorted.get(Math.max(0, index));
    }
}
