package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Where a project stands for finance. Delivery's own status is another matter: it says what people do on the project, this says what of it bills.
 *
 * @param since  the first day on which it stands so
 * @param reason in the words of who decided it
 * @param pauses days on which recurring terms did not go on, because the project was on hold and policy pauses them
 */
public record Lifecycle(Stage stage, LocalDate since, String reason, List<Pause> pauses) {
    public Lifecycle {
        pauses = List.copyOf(pauses);
    }

    /** What of the project bills. */
    public enum Stage {
        OPEN,
        /** Nothing, until it is released. */
        ON_HOLD,
        /** What was done before, as policy says, and nothing else. */
        CANCELLED,
        /** Nothing more. */
        CLOSED
    }

    /** @param until the first day after it; empty while it lasts */
    public record Pause(LocalDate from, Optional<LocalDate> until) {
        public boolean holds(LocalDate day) {
            return !day.isBefore(from) && until.stream().noneMatch(end -> !day.isBefore(end));
        }
    }

    /** Whether a period of a recurring term that begins on the day is not billed. */
    public boolean paused(LocalDate day) {
        return pauses.stream().anyMatch(pause -> pause.holds(day));
    }
}
