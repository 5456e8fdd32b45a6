package dev.throughline.model;

import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * A client of the firm, or a part of one.
 *
 * @param number the firm's own customer number, where one was given
 * @param parent the account above it in the customer's hierarchy
 * @param country ISO 3166 alpha-2, which decides the tax rules
 * @param taxRegistration such as a VAT number; empty where none is known
 * @param paymentTerms canonical code, such as {@code net_30}
 * @param creditHold true: finance has stopped new work and invoices for it
 */
public record CustomerAccount(
        String name,
        Status status,
        Optional<String> number,
        Optional<Ref<CustomerAccount>> parent,
        Optional<Ref<LegalEntity>> legalEntity,
        Optional<String> country,
        Optional<CurrencyUnit> currency,
        Optional<String> taxRegistration,
        Optional<String> paymentTerms,
        Optional<Address> address,
        Optional<String> email,
        boolean creditHold)
        implements CanonicalObject {

    /** Where the relation stands. */
    public enum Status {
        PROSPECT,
        ACTIVE,
        INACTIVE
    }
}
