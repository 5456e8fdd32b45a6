package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A deal in the making, won or lost.
 *
 * @param amount the deal's value in its own currency
 * @param closesOn the day it was or will be decided
 * @param serviceLine canonical code, which picks delivery template and items
 * @param probability that it is won, in percent from 0 to 100, as sales sees it
 * @param rateCard code of the rate card agreed, for time and materials
 */
public record Opportunity(
        String name,
        Stage stage,
        Optional<Ref<CustomerAccount>> account,
        Optional<Money> amount,
        Optional<LocalDate> closesOn,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<BillingModel> billingModel,
        Optional<String> serviceLine,
        Optional<String> rateCard,
        Optional<String> paymentTerms,
        Optional<String> deliveryTemplate,
        SowStatus sow,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn,
        Optional<String> owner,
        Optional<BigDecimal> probability,
        List<Line> lines)
        implements CanonicalObject {
    public Opportunity {
        lines = List.copyOf(lines);
    }

    /** Where the deal stands, whatever each CRM calls it. */
    public enum Stage {
        OPEN,
        WON,
        LOST
    }

    /** Where its statement of work stands. */
    public enum SowStatus {
        NONE,
        DRAFT,
        IN_REVIEW,
        APPROVED,
        REJECTED
    }

    /** @param item absent when the product could not be matched to a service item */
    public record Line(Optional<Ref<ServiceItem>> item, String description, BigDecimal quantity, Money unitPrice) {}
}
