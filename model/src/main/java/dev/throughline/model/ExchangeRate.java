package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.CurrencyUnit;

/**
 * The price of one unit of a currency in another on a day.
 *
 * @param rate units of {@code to} for one unit of {@code from}
 */
public record ExchangeRate(CurrencyUnit from, CurrencyUnit to, LocalDate on, BigDecimal rate)
        implements CanonicalObject {}
