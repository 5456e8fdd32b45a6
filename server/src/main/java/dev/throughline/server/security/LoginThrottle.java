package dev.throughline.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Slows guessing: after five failures the name, and after twenty the address, waits; each further failure doubles the wait up to a quarter of an hour. Thread-safe. */
public final class LoginThrottle {
    private static final int NAME_FREE = 5;
    private static final int ADDRESS_FREE = 20;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int KEPT_MAX = 20_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    private record Failures(int count, Instant last, Instant openAt) {}

    public LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long to wait before another try is even looked at; zero when it may be made now. */
    public Duration wait(String name, String address) {
        Duration byName = waitFor("n:" + name);
        Duration byAddress = waitFor("a:" + address);
        return byName.compareTo(byAddress) > 0 ? byName : byAddress;
    }

    public void failed(String name, String address) {
        if (failures.size() > KEPT_MAX) {
            forgetOld();
        }
        count("n:" + name, NAME_FREE);
        count("a:" + address, ADDRESS_FREE);
    }

    public void succeeded(String name, String address) {
        failures.remove("n:" + name);
        failures.remove("a:" + address);
    }

    private Duration waitFor(String key) {
        Failures known = failures.get(key);
        if (known == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), known.openAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void count(String key, int free) {
        Instant now = clock.instant();
        failures.compute(key, (_, known) -> {
            int count = known == null || known.last.plus(FORGET).isBefore(now) ? 1 : known.count + 1;
            return new Failures(count, now, now.plus(penalty(count - free)));
        });
    }

    private static Duration penalty(int over) {
        if (over < 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(over, 10));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private void forgetOld() {
        Instant before = clock.instant().minus(FORGET);
        failures.values().removeIf(f -> f.last.isBefore(before));
        if (failures.size() > KEPT_MAX) {
            failures.clear();
        }
    }
}
