package dev.throughline.model;

import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A point of delivery that bills an agreed amount.
 *
 * @param completedOn the day delivery says it was reached
 */
public record Milestone(
        Ref<Project> project,
        String name,
        Money amount,
        Status status,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> completedOn)
        implements CanonicalObject {

    /** Only completed or approved milestones bill, as policy says. */
    public enum Status {
        PLANNED,
        COMPLETED,
        APPROVED,
        CANCELLED
    }
}
