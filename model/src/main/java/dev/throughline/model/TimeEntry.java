package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Work of one person on one day.
 *
 * @param workedOn the day in the person's own zone, never an instant
 * @param hours more than zero and at most 24, exact
 * @param role under which it is billed, empty for the person's own
 * @param rate price of an hour that the delivery tool already fixed; the contract's rate card goes first
 * @param note for the customer's eyes
 */
public record TimeEntry(
        Ref<Project> project,
        Ref<Resource> resource,
        LocalDate workedOn,
        BigDecimal hours,
        boolean billable,
        Approval approval,
        Optional<Ref<WbsElement>> task,
        Optional<String> role,
        Optional<Money> rate,
        Optional<String> note)
        implements CanonicalObject {
    private static final BigDecimal DAY = new BigDecimal(24);

    public TimeEntry {
        if (hours.signum() <= 0 || hours.compareTo(DAY) > 0) {
            throw new IllegalArgumentException(
                    "hours are %s, must be above 0 and at most 24".formatted(hours.toPlainString()));
        }
    }
}
