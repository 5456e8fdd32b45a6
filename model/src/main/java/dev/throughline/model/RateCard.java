package dev.throughline.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Agreed prices of an hour.
 *
 * @param code as contracts name it
 */
public record RateCard(String code, CurrencyUnit currency, List<Rate> rates) implements CanonicalObject {
    public RateCard {
        rates = List.copyOf(rates);
    }

    /**
     * Price of an hour in a span of days. A rate with more of its conditions stated goes before one with fewer.
     *
     * @param from first day, empty for always; @param to last day, empty for open end
     */
    public record Rate(
            Optional<String> role,
            Optional<Ref<LegalEntity>> legalEntity,
            Optional<String> region,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            Money perHour) {}
}
