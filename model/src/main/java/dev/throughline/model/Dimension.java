package dev.throughline.model;

import java.util.Optional;

/**
 * A value of an accounting dimension.
 */
public record Dimension(
        Kind kind,
        String code,
        String name,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<Ref<Dimension>> parent,
        boolean active)
        implements CanonicalObject {

    /** Which dimension. */
    public enum Kind {
        DEPARTMENT,
        PRACTICE,
        COST_CENTRE,
        CLASS,
        LOCATION
    }
}
