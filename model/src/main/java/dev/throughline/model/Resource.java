package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A person who delivers: employee or contractor.
 *
 * @param number employee number; free text in some systems, never a key
 * @param role canonical role code, which picks the rate
 * @param weeklyHours contracted
 */
public record Resource(
        String name,
        Kind kind,
        Status status,
        Optional<String> number,
        Optional<String> email,
        Optional<String> role,
        Optional<String> department,
        Optional<String> practice,
        Optional<String> location,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<Ref<Resource>> manager,
        Optional<BigDecimal> weeklyHours,
        Optional<LocalDate> hiredOn,
        Optional<LocalDate> leftOn,
        List<String> skills)
        implements CanonicalObject {
    public Resource {
        skills = List.copyOf(skills);
    }

    /** How the person is engaged. */
    public enum Kind {
        EMPLOYEE,
        CONTRACTOR
    }

    /** Whether the person can be staffed. */
    public enum Status {
        ACTIVE,
        INACTIVE
    }
}
