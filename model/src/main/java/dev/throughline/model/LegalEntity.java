package dev.throughline.model;

import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * A company of the firm that contracts, invoices and keeps books.
 *
 * @param code the firm's own short code, such as {@code US}
 * @param country ISO 3166 alpha-2
 * @param currency in which its books are kept
 */
public record LegalEntity(
        String code,
        String name,
        String country,
        CurrencyUnit currency,
        Optional<Ref<LegalEntity>> parent,
        Optional<String> taxRegistration,
        boolean active)
        implements CanonicalObject {}
