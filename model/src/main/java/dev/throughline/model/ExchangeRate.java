package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * The price of one unit of a currency in another from a day on, until the next of the pair.
 *
 * @param rate   units of {@code to} for one unit of {@code from}
 * @param source who states it, such as {@code ECB}; where a firm keeps several, policy says which one counts
 */
public record ExchangeRate(CurrencyUnit from, CurrencyUnit to, LocalDate on, BigDecimal rate, Optional<String> source)
        implements CanonicalObject {}
