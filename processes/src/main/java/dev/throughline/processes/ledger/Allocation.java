package dev.throughline.processes.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.money.Money;

/** Splits money so that the parts sum to the whole, to the minor unit. */
public final class Allocation {
    private Allocation() {}

    /**
     * Gives each weight its share, rounded towards zero, and the minor units that are left one by one to the largest remainders; among equals the first goes first.
     *
     * @param whole   of any sign
     * @param weights not negative, at least one above zero
     * @return as many parts as weights, in their order
     */
    public static List<Money> split(Money whole, List<BigDecimal> weights) {
        var scaled = integers(weights);
        BigInteger sum = scaled.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() <= 0 || scaled.stream().anyMatch(weight -> weight.signum() < 0)) {
            throw new IllegalArgumentException(
                    "weights are %s: none may be negative, one must be above zero".formatted(weights));
        }
        BigInteger minor = whole.getAmount().unscaledValue();
        var shares = new ArrayList<BigInteger>();
        var remainders = new ArrayList<BigInteger>();
        for (BigInteger weight : scaled) {
            BigInteger[] part = minor.abs().multiply(weight).divideAndRemainder(sum);
            shares.add(part[0]);
            remainders.add(part[1]);
        }
        int left = minor.abs()
                .subtract(shares.stream().reduce(BigInteger.ZERO, BigInteger::add))
                .intValueExact();
        IntStream.range(0, scaled.size())
                .boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.<BigInteger>reverseOrder()))
                .limit(left)
                .forEach(i -> shares.set(i, shares.get(i).add(BigInteger.ONE)));
        return shares.stream().map(share -> money(whole, share, minor.signum())).toList();
    }

    private static Money money(Money whole, BigInteger minor, int sign) {
        var signed = sign < 0 ? minor.negate() : minor;
        return Money.of(whole.getCurrencyUnit(), new BigDecimal(signed, whole.getScale()));
    }

    private static List<BigInteger> integers(List<BigDecimal> weights) {
        int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        return weights.stream()
                .map(weight -> weight.setScale(Math.max(scale, 0)).unscaledValue())
                .toList();
    }
}
