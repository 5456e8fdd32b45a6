package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's planned work on a project.
 *
 * @param hours planned over the whole span
 */
public record Assignment(
        Ref<Project> project,
        Ref<Resource> resource,
        Optional<String> role,
        LocalDate startsOn,
        LocalDate endsOn,
        BigDecimal hours,
        boolean firm)
        implements CanonicalObject {}
