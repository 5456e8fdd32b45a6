package dev.throughline.processes.timetobilling;

import java.util.List;
import org.joda.money.Money;

/**
 * When a second person has to approve a write-off.
 *
 * @param above a write-off that comes to more than this in its currency waits for approval; in a currency that is not named every one does
 */
public record WriteOffPolicy(List<Money> above) {
    public WriteOffPolicy {
        above = List.copyOf(above);
        long currencies = above.stream().map(Money::getCurrencyUnit).distinct().count();
        if (currencies < above.size()) {
            throw new IllegalArgumentException("above names a currency twice: one limit for each");
        }
    }

    public static WriteOffPolicy defaults() {
        return new WriteOffPolicy(List.of());
    }

    boolean needsApproval(Money amount) {
        return above.stream()
                .filter(limit -> limit.getCurrencyUnit().equals(amount.getCurrencyUnit()))
                .findFirst()
                .map(amount::isGreaterThan)
                .orElse(true);
    }
}
