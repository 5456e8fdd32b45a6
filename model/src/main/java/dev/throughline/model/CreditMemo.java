package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * What a customer need not pay after all.
 *
 * @param total   with tax
 * @param applied to which invoices, with tax; what is left over is to the customer's credit
 * @param tax     part of the total
 */
public record CreditMemo(
        Ref<CustomerAccount> customer,
        LocalDate creditedOn,
        Money total,
        Optional<String> number,
        List<Application> applied,
        boolean voided,
        Optional<Money> tax)
        implements CanonicalObject {
    public CreditMemo {
        applied = List.copyOf(applied);
    }
}
