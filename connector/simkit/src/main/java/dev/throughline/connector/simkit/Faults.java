package dev.throughline.connector.simkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Faults ordered from a simulator: so many times, or by chance from a seeded generator. The simulator asks {@link #strikes} at each place where a fault of that
 * kind could show. Thread-safe.
 */
public final class Faults {
    private record Order(Fault fault, Predicate<String> where, int[] left, double chance) {}

    private final Set<Fault> supported;
    private final RandomGenerator random;
    private final List<Order> orders = new ArrayList<>();
    private final Map<Fault, Integer> shown = new EnumMap<>(Fault.class);
    private Duration retryAfter = Duration.ofSeconds(1);

    public Faults(Set<Fault> supported, RandomGenerator random) {
        this.supported = Set.copyOf(supported);
        this.random = random;
    }

    public Set<Fault> supported() {
        return supported;
    }

    /** The next {@code times} opportunities show the fault. @param where a part of the operation's name ("POST /record/v1/invoice"), or empty for any */
    public synchronized void next(Fault fault, int times, String where) {
        requireSupported(fault);
        orders.add(new Order(fault, op -> op.contains(where), new int[] {times}, 1));
    }

    /** From now on each opportunity shows the fault with this chance. */
    public synchronized void chance(Fault fault, double chance, String where) {
        requireSupported(fault);
        orders.add(new Order(fault, op -> op.contains(where), new int[] {Integer.MAX_VALUE}, chance));
    }

    /** No more faults; what was ordered and not yet shown is forgotten. */
    public synchronized void heal() {
        orders.clear();
    }

    /** What {@link Fault#THROTTLE} and {@link Fault#UNAVAILABLE} ask the client to wait, where the vendor's protocol can say so. */
    public synchronized void retryAfter(Duration wait) {
        retryAfter = wait;
    }

    public synchronized Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the fault shows here and now; counts it when it does. */
    public synchronized boolean strikes(Fault fault, String operation) {
        for (Order order : orders) {
            if (order.fault == fault
                    && order.left[0] > 0
                    && order.where.test(operation)
                    && (order.chance >= 1 || random.nextDouble() < order.chance)) {
                order.left[0]--;
                shown.merge(fault, 1, Integer::sum);
                return true;
            }
        }
        return false;
    }

    /** How often each fault was shown so far. */
    public synchronized Map<Fault, Integer> shown() {
        return Map.copyOf(shown);
    }

    private void requireSupported(Fault fault) {
        if (!supported.contains(fault)) {
            throw new IllegalArgumentException(
                    "this simulator does not show %s; it shows %s".formatted(fault, supported));
        }
    }
}
