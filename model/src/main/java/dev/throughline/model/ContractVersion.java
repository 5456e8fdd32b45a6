package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * The terms of a contract from a date on.
 *
 * @param number 1 for what was first agreed, then counting up
 * @param effectiveFrom first day on which work is billed by it
 * @param value of the whole contract as of this version
 * @param notToExceed cap over all billing of the contract, where one was agreed; caps of a part of it are among the terms
 * @param terms what is agreed beside the billing model, which says how work is billed that no term covers
 */
public record ContractVersion(
        Ref<Contract> contract,
        int number,
        Status status,
        BillingModel billingModel,
        LocalDate effectiveFrom,
        Money value,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn,
        Optional<String> rateCard,
        Optional<Money> notToExceed,
        List<Instalment> schedule,
        List<BillingTerm> terms)
        implements CanonicalObject {
    public ContractVersion {
        schedule = List.copyOf(schedule);
        terms = List.copyOf(terms);
        if (terms.stream().map(BillingTerm::name).distinct().count() < terms.size()) {
            throw new IllegalArgumentException(
                    "two terms of version %d of contract %s have one name".formatted(number, contract));
        }
    }

    /** The same with other terms. */
    public ContractVersion with(List<BillingTerm> others) {
        return new ContractVersion(
                contract,
                number,
                status,
                billingModel,
                effectiveFrom,
                value,
                startsOn,
                endsOn,
                rateCard,
                notToExceed,
                schedule,
                others);
    }

    /** Only approved versions bill. */
    public enum Status {
        DRAFT,
        APPROVED,
        REJECTED,
        SUPERSEDED
    }

    /** One agreed payment. @param dueOn empty when it is due on completion of the milestone of that name */
    public record Instalment(String name, Money amount, Optional<LocalDate> dueOn) {}
}
