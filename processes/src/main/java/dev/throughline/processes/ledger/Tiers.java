package dev.throughline.processes.ledger;

import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Prices metered use. Tiers are added up exactly and rounded once, half up: no price of a unit is ever rounded. */
public final class Tiers {
    /** Decimals of the free units of a part of a period. */
    private static final int UNITS_SCALE = 2;

    private Tiers() {}

    /**
     * A share of a period, by its days.
     *
     * @param days  that are billed, at least one
     * @param whole days of the whole period
     */
    public record Share(int days, int whole) {
        /** Rounded half up to hundredths. */
        public BigDecimal of(BigDecimal units) {
            return days == whole
                    ? units
                    : units.multiply(BigDecimal.valueOf(days))
                            .divide(BigDecimal.valueOf(whole), UNITS_SCALE, RoundingMode.HALF_UP);
        }

        /** Rounded as all money that is split, so that the shares of a period at one price add up to it. */
        public Money of(Money amount) {
            return days == whole
                    ? amount
                    : Allocation.split(amount, List.of(BigDecimal.valueOf(days), BigDecimal.valueOf(whole - days)))
                            .getFirst();
        }
    }

    /**
     * @param free  units taken off
     * @param units in each tier, the first first; tiers with none are left out at the end
     * @param atMinimum whether the minimum is more than the units came to
     */
    public record Priced(Money amount, BigDecimal free, List<BigDecimal> units, boolean atMinimum) {
        public Priced {
            units = List.copyOf(units);
        }
    }

    /** @param quantity used in that share of a period, not negative */
    public static Priced price(Usage term, BigDecimal quantity, Share share) {
        var free = quantity.min(share.of(term.free()));
        var units = units(term.tiers(), quantity.subtract(free));
        var amount = amount(term, units);
        var minimum = term.minimum().map(share::of).orElse(Money.zero(term.currency()));
        return new Priced(amount.isLessThan(minimum) ? minimum : amount, free, units, amount.isLessThan(minimum));
    }

    private static List<BigDecimal> units(List<Tier> tiers, BigDecimal quantity) {
        var units = new ArrayList<BigDecimal>();
        var left = quantity;
        var below = BigDecimal.ZERO;
        for (var tier : tiers) {
            if (left.signum() <= 0) {
                break;
            }
            var from = below;
            var in = tier.upTo().map(to -> to.subtract(from)).map(left::min).orElse(left);
            units.add(in);
            left = left.subtract(in);
            below = tier.upTo().orElse(below);
        }
        return units;
    }

    private static Money amount(Usage term, List<BigDecimal> units) {
        var exact = switch (term.tariff()) {
            case GRADUATED -> graduated(term.tiers(), units);
            case VOLUME ->
                units.isEmpty()
                        ? BigDecimal.ZERO
                        : units.stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .multiply(term.tiers().get(units.size() - 1).price());
        };
        return rounded(term.currency(), exact);
    }

    private static BigDecimal graduated(List<Tier> tiers, List<BigDecimal> units) {
        var exact = BigDecimal.ZERO;
        for (int i = 0; i < units.size(); i++) {
            exact = exact.add(units.get(i).multiply(tiers.get(i).price()));
        }
        return exact;
    }

    private static Money rounded(CurrencyUnit currency, BigDecimal exact) {
        return Money.of(currency, exact, RoundingMode.HALF_UP);
    }
}
