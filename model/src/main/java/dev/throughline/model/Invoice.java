package dev.throughline.model;

import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A bill to a customer, as the ERP keeps it.
 *
 * @param number given by the ERP
 * @param total with tax
 * @param tax part of the total
 * @param outstanding not yet paid or credited
 */
public record Invoice(
        Ref<CustomerAccount> customer,
        Status status,
        LocalDate invoicedOn,
        Money total,
        Optional<String> number,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<Ref<Project>> project,
        Optional<LocalDate> dueOn,
        Optional<Money> tax,
        Optional<Money> outstanding)
        implements CanonicalObject {

    /** Where it stands, whatever each ERP calls it. */
    public enum Status {
        DRAFT,
        PENDING_APPROVAL,
        OPEN,
        PAID,
        REJECTED,
        VOIDED
    }
}
