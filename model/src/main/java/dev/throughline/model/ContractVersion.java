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
 * @param notToExceed cap over all billing of the contract, where one was agreed
 * @param terms what is billed beside or instead of the work, whatever the billing model says of the work
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
