package dev.throughline.processes.ratechange;

import dev.throughline.model.RateCard;
import dev.throughline.model.RateCard.Rate;
import dev.throughline.processes.ledger.Rates;
import dev.throughline.processes.policy.Checked;
import dev.throughline.processes.policy.Policy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * When a second person has to approve a change of a rate card.
 *
 * @param abovePercent a card on which any price rises or falls by more than this, such as {@code 10}, waits for approval, and its work is held; none does when empty. What was not
 *                     priced before is no change
 */
public record RateApproval(Optional<BigDecimal> abovePercent) implements Policy<RateApproval.Case> {
    public RateApproval {
        abovePercent.filter(percent -> percent.signum() < 0).ifPresent(percent -> {
            throw new IllegalArgumentException(
                    "abovePercent is %s, must not be negative".formatted(percent.toPlainString()));
        });
    }

    public static RateApproval defaults() {
        return new RateApproval(Optional.empty());
    }

    /** The price of one hour, before and after. */
    public record Case(Money from, Money to) {}

    /** For how many kinds of work, of those that either card names, the price of any day changed beyond the limit; empty when of none. */
    Optional<Long> beyond(RateCard before, RateCard now) {
        var days = Stream.of(before, now)
                .flatMap(card -> card.rates().stream())
                .flatMap(RateApproval::days)
                .distinct()
                .toList();
        long many = Stream.of(before, now)
                .flatMap(card -> card.rates().stream())
                .map(rate -> new Rates.Work(rate.role(), rate.legalEntity(), rate.region(), LocalDate.EPOCH))
                .distinct()
                .filter(work -> days.stream().anyMatch(day -> beyond(before, now, on(work, day))))
                .count();
        return many == 0 ? Optional.empty() : Optional.of(many);
    }

    /** Between two of these days no price changes. */
    private static Stream<LocalDate> days(Rate rate) {
        return Stream.of(Optional.of(LocalDate.EPOCH), rate.from(), rate.to().map(last -> last.plusDays(1)))
                .flatMap(Optional::stream);
    }

    private static Rates.Work on(Rates.Work work, LocalDate day) {
        return new Rates.Work(work.role(), work.legalEntity(), work.region(), day);
    }

    private boolean beyond(RateCard before, RateCard now, Rates.Work work) {
        return Rates.price(before, work) instanceof Rates.Price.PerHour(var from, var _)
                && Rates.price(now, work) instanceof Rates.Price.PerHour(var to, var _)
                && needed(from, to);
    }

    /** Another currency is another price, whatever the figures. */
    private boolean needed(Money from, Money to) {
        if (abovePercent.isEmpty() || from.equals(to)) {
            return false;
        }
        if (!from.isSameCurrency(to) || from.isZero()) {
            return true;
        }
        var change = to.minus(from).abs().getAmount().movePointRight(2);
        return change.compareTo(from.abs().getAmount().multiply(abovePercent.get())) > 0;
    }

    @Override
    public Class<Case> cases() {
        return Case.class;
    }

    @Override
    public Checked judge(Case given) {
        return Checked.of(needed(given.from(), given.to()));
    }
}
