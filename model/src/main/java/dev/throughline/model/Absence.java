package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Days on which a person cannot be staffed.
 *
 * @param hours a day absent, empty for whole days
 */
public record Absence(
        Ref<Resource> resource, LocalDate from, LocalDate to, String reason, Status status, Optional<BigDecimal> hours)
        implements CanonicalObject {

    /** Only approved absences lower availability. */
    public enum Status {
        REQUESTED,
        APPROVED,
        DENIED,
        CANCELLED
    }
}
