package dev.throughline.hub.storage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Says of what goes wrong again and again whether it is time to say so again: a log must not grow with every failure, least of all on a disk that is full. Thread-safe. */
public final class Seldom {
    private final Duration every;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(long at, long silent) {}

    public Seldom(Duration every) {
        this.every = every;
    }

    /** @return empty: keep silent; else how often there was silence since it was last said */
    public synchronized OptionalLong now(String what) {
        long now = System.nanoTime();
        Told last = told.get(what);
        if (last == null || now - last.at >= every.toNanos()) {
            told.put(what, new Told(now, 0));
            return OptionalLong.of(last == null ? 0 : last.silent);
        }
        told.put(what, new Told(last.at, last.silent + 1));
        return OptionalLong.empty();
    }
}
