package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A seat on a project that waits for a person.
 *
 * @param hours planned
 */
public record RolePlaceholder(
        Ref<Project> project,
        String role,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn,
        Optional<BigDecimal> hours,
        Optional<Ref<Resource>> filledBy)
        implements CanonicalObject {}
