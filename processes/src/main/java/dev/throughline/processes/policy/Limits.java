package dev.throughline.processes.policy;

import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Amounts above which something holds, one for each currency; it never holds in a currency that is not named. */
public final class Limits {
    private Limits() {}

    /** @throws IllegalArgumentException when two are of one currency, or one is below zero */
    public static List<Money> checked(String name, List<Money> limits) {
        long currencies = limits.stream().map(Money::getCurrencyUnit).distinct().count();
        if (currencies < limits.size()) {
            throw new IllegalArgumentException(name + " names a currency twice: one limit for each");
        }
        limits.stream().filter(Money::isNegative).findFirst().ifPresent(limit -> {
            throw new IllegalArgumentException("%s names %s, must not be negative".formatted(name, limit));
        });
        return List.copyOf(limits);
    }

    public static boolean above(List<Money> limits, Money amount) {
        return in(limits, amount.getCurrencyUnit())
                .filter(amount::isGreaterThan)
                .isPresent();
    }

    public static Optional<Money> in(List<Money> limits, CurrencyUnit currency) {
        return limits.stream()
                .filter(limit -> limit.getCurrencyUnit().equals(currency))
                .findFirst();
    }
}
