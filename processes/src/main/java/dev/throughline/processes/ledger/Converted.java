package dev.throughline.processes.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * How an amount of another currency became one of the contract's.
 *
 * @param original as it was spent, agreed or priced
 * @param quote    by which it was converted
 */
public record Converted(Money original, Quote quote) {
    public Money amount() {
        return quote.convert(original);
    }

    /** What people read of it, without the amount: {@code converted from EUR at 0.8563 of 2026-03-02 (EUR/GBP)}. */
    public String words() {
        return "converted from %s at %s of %s (%s)"
                .formatted(quote.from(), quote.rate().toPlainString(), quote.on(), quote.by());
    }

    /**
     * A price of one currency in another.
     *
     * @param rate units of {@code to} for one unit of {@code from}; what is kept is what was reckoned with
     * @param on   the day of the rate, which may be earlier than the day asked for
     * @param by    the rates that it is made of and who states them, as people read it: {@code EUR/USD by ECB, GBP/USD by ECB}
     * @param pairs the pairs of those rates, each in the order of the alphabet
     */
    public record Quote(
            CurrencyUnit from, CurrencyUnit to, BigDecimal rate, LocalDate on, String by, List<String> pairs) {
        public Quote {
            pairs = List.copyOf(pairs);
            rate = plain(rate);
            if (rate.signum() <= 0) {
                throw new IllegalArgumentException(
                        "the rate of %s in %s is %s, must be above zero".formatted(from, to, rate));
            }
        }

        /**
         * Rounds once, half up, to the minor unit.
         *
         * @throws IllegalArgumentException when it is not money of {@link #from}
         */
        public Money convert(Money money) {
            if (!money.getCurrencyUnit().equals(from)) {
                throw new IllegalArgumentException("%s is not in %s".formatted(money, from));
            }
            return Money.of(to, money.getAmount().multiply(rate), RoundingMode.HALF_UP);
        }

        /** The way over the currency in which the other begins. */
        Quote over(Quote other) {
            return new Quote(
                    from,
                    other.to,
                    rate.multiply(other.rate).round(Conversion.DIGITS),
                    on.isBefore(other.on) ? on : other.on,
                    by + ", " + other.by,
                    Stream.concat(pairs.stream(), other.pairs.stream()).toList());
        }

        private static BigDecimal plain(BigDecimal rate) {
            var stripped = rate.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
