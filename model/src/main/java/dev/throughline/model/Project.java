package dev.throughline.model;

import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Work under a contract.
 *
 * @param code the firm's own project number
 * @param template delivery template that its structure came from
 * @param budget baseline agreed at sale
 */
public record Project(
        String name,
        Status status,
        Optional<String> code,
        Optional<Ref<Contract>> contract,
        Optional<Ref<Opportunity>> opportunity,
        Optional<Ref<CustomerAccount>> customer,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<BillingModel> billingModel,
        Optional<CurrencyUnit> currency,
        Optional<Money> budget,
        Optional<String> template,
        Optional<String> serviceLine,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn)
        implements CanonicalObject {

    /** Where delivery stands. */
    public enum Status {
        PLANNED,
        ACTIVE,
        ON_HOLD,
        COMPLETED,
        CANCELLED
    }
}
