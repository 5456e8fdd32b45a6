package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What was used of a metered service on one day. Records of one meter and day add up.
 *
 * @param meter    names what is counted, as the contract's terms name it
 * @param usedOn   the day in the customer's own zone
 * @param quantity in the meter's unit, exact, not negative; a correction is the same record with another quantity
 */
public record UsageRecord(
        Ref<Project> project, String meter, LocalDate usedOn, BigDecimal quantity, Optional<String> note)
        implements CanonicalObject {
    public UsageRecord {
        if (quantity.signum() < 0) {
            throw new IllegalArgumentException("quantity of meter '%s' on %s is %s, must not be negative"
                    .formatted(meter, usedOn, quantity.toPlainString()));
        }
    }
}
