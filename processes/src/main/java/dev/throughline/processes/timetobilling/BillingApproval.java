package dev.throughline.processes.timetobilling;

import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * When a second person has to approve a billing run that somebody asked for.
 *
 * @param above a run that comes to more than this in one of the currencies waits for approval; a currency that is not named needs none
 */
public record BillingApproval(List<Money> above) {
    public BillingApproval {
        above = List.copyOf(above);
        long currencies = above.stream().map(Money::getCurrencyUnit).distinct().count();
        if (currencies < above.size()) {
            throw new IllegalArgumentException("above names a currency twice: one limit for each");
        }
    }

    public static BillingApproval defaults() {
        return new BillingApproval(List.of());
    }

    public boolean needed(Money total) {
        return limit(total.getCurrencyUnit()).filter(total::isGreaterThan).isPresent();
    }

    private Optional<Money> limit(CurrencyUnit currency) {
        return above.stream()
                .filter(money -> money.getCurrencyUnit().equals(currency))
                .findFirst();
    }
}
