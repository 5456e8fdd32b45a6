package dev.throughline.processes.financialfeedback;

import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.RevenueSchedule.Kind;
import dev.throughline.model.RevenueSchedule.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What finance has recognised and still defers of all that was billed, less what was credited, in one currency; schedules in another are not in it.
 *
 * @param billed recognised and deferred together
 */
public record RevenueSums(Status status, Money billed, Money recognised, Money deferred) {
    /** @return empty where nothing is in that currency */
    public static Optional<RevenueSums> of(Collection<RevenueSchedule> all, CurrencyUnit currency) {
        var counted = all.stream()
                .filter(one -> one.recognised().getCurrencyUnit().equals(currency)
                        && one.deferred().getCurrencyUnit().equals(currency))
                .toList();
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        var zero = Money.zero(currency);
        var recognised =
                counted.stream().map(one -> signed(one, one.recognised())).reduce(zero, Money::plus);
        var deferred = counted.stream().map(one -> signed(one, one.deferred())).reduce(zero, Money::plus);
        return Optional.of(new RevenueSums(status(counted), recognised.plus(deferred), recognised, deferred));
    }

    private static Money signed(RevenueSchedule schedule, Money amount) {
        return schedule.kind() == Kind.CREDIT ? amount.negated() : amount;
    }

    private static Status status(List<RevenueSchedule> all) {
        if (all.stream().allMatch(one -> one.status() == Status.COMPLETED)) {
            return Status.COMPLETED;
        }
        return all.stream().allMatch(one -> one.status() == Status.NOT_STARTED)
                ? Status.NOT_STARTED
                : Status.IN_PROGRESS;
    }
}
