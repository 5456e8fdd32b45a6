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
 * @param lifecycle where it stands for finance, as the hub decided; empty while nothing was decided, which is open
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
        Optional<LocalDate> endsOn,
        Optional<Lifecycle> lifecycle)
        implements CanonicalObject {
    /** One of which nothing was decided yet. */
    public Project(
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
            Optional<LocalDate> endsOn) {
        this(
                name,
                status,
                code,
                contract,
                opportunity,
                customer,
                legalEntity,
                billingModel,
                currency,
                budget,
                template,
                serviceLine,
                startsOn,
                endsOn,
                Optional.empty());
    }

    /** The same with another budget and other dates. */
    public Project planned(Optional<Money> money, Optional<LocalDate> from, Optional<LocalDate> to) {
        return new Project(
                name,
                status,
                code,
                contract,
                opportunity,
                customer,
                legalEntity,
                billingModel,
                currency,
                money,
                template,
                serviceLine,
                from,
                to,
                lifecycle);
    }

    /** The same, standing elsewhere for finance. */
    public Project standing(Lifecycle now) {
        return new Project(
                name,
                status,
                code,
                contract,
                opportunity,
                customer,
                legalEntity,
                billingModel,
                currency,
                budget,
                template,
                serviceLine,
                startsOn,
                endsOn,
                Optional.of(now));
    }

    /** The same with another word of delivery. */
    public Project saying(Status other) {
        return new Project(
                name,
                other,
                code,
                contract,
                opportunity,
                customer,
                legalEntity,
                billingModel,
                currency,
                budget,
                template,
                serviceLine,
                startsOn,
                endsOn,
                lifecycle);
    }

    /** Whether nothing more is begun on it, by the word of delivery or of finance. */
    public boolean ended() {
        return status == Status.CANCELLED || stage() == Lifecycle.Stage.CANCELLED || stage() == Lifecycle.Stage.CLOSED;
    }

    /** What of it bills. */
    public Lifecycle.Stage stage() {
        return lifecycle.map(Lifecycle::stage).orElse(Lifecycle.Stage.OPEN);
    }

    /** Where delivery stands. */
    public enum Status {
        PLANNED,
        ACTIVE,
        ON_HOLD,
        COMPLETED,
        CANCELLED
    }
}
