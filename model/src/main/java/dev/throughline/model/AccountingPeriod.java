package dev.throughline.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A span of days in an entity's books.
 *
 * @param legalEntity empty when the period is that of all entities
 */
public record AccountingPeriod(
        String name, LocalDate from, LocalDate to, boolean closed, Optional<Ref<LegalEntity>> legalEntity)
        implements CanonicalObject {}
