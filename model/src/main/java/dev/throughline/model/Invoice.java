package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A bill to a customer, as the ERP keeps it.
 *
 * @param number given by the ERP
 * @param total with tax
 * @param tax part of the total
 * @param outstanding not yet paid or credited
 * @param lines what it bills, in its order; empty where the ERP's record does not tell, and on the hub's own drafts
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
        Optional<Money> outstanding,
        List<Line> lines)
        implements CanonicalObject {
    public Invoice {
        lines = List.copyOf(lines);
    }

    /** One whose lines are not known. */
    public Invoice(
            Ref<CustomerAccount> customer,
            Status status,
            LocalDate invoicedOn,
            Money total,
            Optional<String> number,
            Optional<Ref<LegalEntity>> legalEntity,
            Optional<Ref<Project>> project,
            Optional<LocalDate> dueOn,
            Optional<Money> tax,
            Optional<Money> outstanding) {
        this(customer, status, invoicedOn, total, number, legalEntity, project, dueOn, tax, outstanding, List.of());
    }

    /**
     * What one line bills.
     *
     * @param item      what the ERP calls it
     * @param amount    without tax
     * @param taxRegime by which it is taxed, as contracts name it; empty where that is not known
     * @param reference what somebody wrote there to name the work behind it: any id of it
     */
    public record Line(
            Optional<String> item,
            Optional<String> description,
            Optional<BigDecimal> quantity,
            Optional<Money> rate,
            Money amount,
            Optional<Money> tax,
            Optional<String> taxRegime,
            Optional<LocalDate> servedFrom,
            Optional<LocalDate> servedTo,
            Optional<String> reference) {}

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
