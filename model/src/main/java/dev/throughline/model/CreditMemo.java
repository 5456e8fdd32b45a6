package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * What a customer need not pay after all.
 */
public record CreditMemo(
        Ref<CustomerAccount> customer,
        LocalDate creditedOn,
        Money total,
        Optional<String> number,
        List<Application> applied,
        boolean voided)
        implements CanonicalObject {
    public CreditMemo {
        applied = List.copyOf(applied);
    }
}
