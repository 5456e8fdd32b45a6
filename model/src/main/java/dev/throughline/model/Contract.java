package dev.throughline.model;

import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * What was agreed with a customer. Its terms are in its versions: each approved change is the next version, and work is billed by the version in force on its date.
 *
 * @param number the firm's own contract number
 */
public record Contract(
        String number,
        String name,
        Ref<CustomerAccount> customer,
        Ref<LegalEntity> legalEntity,
        CurrencyUnit currency,
        Status status,
        Optional<Ref<Opportunity>> opportunity,
        Optional<String> paymentTerms,
        Optional<String> serviceLine)
        implements CanonicalObject {

    /** Where it stands. */
    public enum Status {
        DRAFT,
        APPROVED,
        ACTIVE,
        CLOSED,
        CANCELLED
    }
}
