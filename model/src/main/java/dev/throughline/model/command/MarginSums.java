package dev.throughline.model.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Revenue against cost, in one currency.
 *
 * @param margin  revenue less cost
 * @param percent of revenue, to a tenth, rounded half up; empty without revenue
 */
public record MarginSums(Money revenue, Money cost, Money margin, Optional<BigDecimal> percent) {
    private static final int PERCENT_SCALE = 1;

    public static MarginSums of(Money revenue, Money cost) {
        var margin = revenue.minus(cost);
        Optional<BigDecimal> percent = revenue.isZero()
                ? Optional.empty()
                : Optional.of(margin.getAmount()
                        .movePointRight(2)
                        .divide(revenue.getAmount(), PERCENT_SCALE, RoundingMode.HALF_UP));
        return new MarginSums(revenue, cost, margin, percent);
    }
}
