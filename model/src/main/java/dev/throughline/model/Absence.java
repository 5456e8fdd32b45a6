package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Days on which a person cannot be staffed.
 *
 * @param hours a day absent, empty for whole days
 * @param days  how much of each day, where the source says so: then these count, and neither {@code hours} nor the days between; empty for every working day from first to last
 */
public record Absence(
        Ref<Resource> resource,
        LocalDate from,
        LocalDate to,
        String reason,
        Status status,
        Optional<BigDecimal> hours,
        List<Day> days)
        implements CanonicalObject {
    public Absence {
        days = List.copyOf(days);
    }

    /** @param amount of this day, in {@code unit}; zero for a day that is no absence, such as a Sunday in the midst */
    public record Day(LocalDate on, BigDecimal amount, Unit unit) {}

    /** What an amount of a day counts. */
    public enum Unit {
        HOURS,
        /** Parts of that day's working time. */
        DAYS
    }

    /** Only approved absences lower availability. */
    public enum Status {
        REQUESTED,
        APPROVED,
        DENIED,
        CANCELLED
    }

    /** The same absence, no longer approved. */
    public Absence cancelled() {
        return new Absence(resource, from, to, reason, Status.CANCELLED, hours, days);
    }
}
