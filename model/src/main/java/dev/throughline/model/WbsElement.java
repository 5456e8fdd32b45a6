package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A phase or task of a project.
 *
 * @param estimate hours
 */
public record WbsElement(
        Ref<Project> project,
        String name,
        Kind kind,
        Optional<Ref<WbsElement>> parent,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn,
        Optional<BigDecimal> estimate,
        boolean billable)
        implements CanonicalObject {

    /** Phases hold tasks. */
    public enum Kind {
        PHASE,
        TASK
    }
}
