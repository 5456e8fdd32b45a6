package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Money received from a customer.
 *
 * @param reference the customer's or bank's own
 */
public record Payment(
        Ref<CustomerAccount> customer,
        LocalDate paidOn,
        Money amount,
        Optional<String> reference,
        List<Application> applied,
        boolean voided)
        implements CanonicalObject {
    public Payment {
        applied = List.copyOf(applied);
    }
}
