package dev.throughline.processes.ledger;

import dev.throughline.model.LegalEntity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * Finds the price of an hour on a rate card. A rate fits when each condition that it states is met; of those that fit, the one with more of role, entity and region stated goes
 * first, then the one that came into force later.
 */
public final class Rates {
    private static final Comparator<RateCard.Rate> PRECEDENCE = Comparator.<RateCard.Rate>comparingLong(
                    Rates::conditions)
            .reversed()
            .thenComparing(rate -> rate.from().orElse(LocalDate.MIN), Comparator.reverseOrder());

    private Rates() {}

    /** @param region where the person works; empty when not known */
    public record Work(
            Optional<String> role, Optional<Ref<LegalEntity>> legalEntity, Optional<String> region, LocalDate day) {}

    /** What the card says of a piece of work. */
    public sealed interface Price {
        /** @param by the rate that went before all others */
        record PerHour(Money money, RateCard.Rate by) implements Price {}

        record None() implements Price {}

        /** Two rates have equal right and differ. */
        record Ambiguous(Money one, Money other) implements Price {}
    }

    public static Price price(RateCard card, Work work) {
        List<RateCard.Rate> fitting = card.rates().stream()
                .filter(rate -> fits(rate, work))
                .sorted(PRECEDENCE)
                .toList();
        if (fitting.isEmpty()) {
            return new Price.None();
        }
        var first = fitting.getFirst();
        return fitting.stream()
                .skip(1)
                .takeWhile(rate -> PRECEDENCE.compare(rate, first) == 0)
                .filter(rate -> !rate.perHour().equals(first.perHour()))
                .<Price>map(rate -> new Price.Ambiguous(first.perHour(), rate.perHour()))
                .findFirst()
                .orElseGet(() -> new Price.PerHour(first.perHour(), first));
    }

    /** The conditions by which a rate went before others, in words: {@code for role and region from 2026-01-01}; never its price. */
    public static String words(RateCard.Rate rate) {
        var stated = Stream.of(
                        rate.role().map(_ -> "role"),
                        rate.legalEntity().map(_ -> "entity"),
                        rate.region().map(_ -> "region"))
                .flatMap(Optional::stream)
                .toList();
        return "for " + (stated.isEmpty() ? "everybody" : String.join(" and ", stated))
                + rate.from().map(day -> " from " + day).orElse("");
    }

    /** Whether anybody in the role has a price on the day, wherever the person works. */
    public static boolean covers(RateCard card, String role, Optional<Ref<LegalEntity>> entity, LocalDate day) {
        return card.rates().stream()
                .anyMatch(rate ->
                        inForce(rate, day) && met(rate.role(), Optional.of(role)) && met(rate.legalEntity(), entity));
    }

    public static boolean inForce(RateCard.Rate rate, LocalDate day) {
        return rate.from().stream().noneMatch(day::isBefore)
                && rate.to().stream().noneMatch(day::isAfter);
    }

    private static boolean fits(RateCard.Rate rate, Work work) {
        return inForce(rate, work.day())
                && met(rate.role(), work.role())
                && met(rate.legalEntity(), work.legalEntity())
                && met(rate.region(), work.region());
    }

    private static <T> boolean met(Optional<T> condition, Optional<T> actual) {
        return condition.isEmpty() || condition.equals(actual);
    }

    private static long conditions(RateCard.Rate rate) {
        return Stream.of(rate.role(), rate.legalEntity(), rate.region())
                .filter(Optional::isPresent)
                .count();
    }
}
