package dev.throughline.processes.ledger;

import dev.throughline.model.CostRate;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.joda.money.Money;

/** Finds what an hour of a person cost on a day: the rate that took effect last before it or on it. */
public final class CostRates {
    private CostRates() {}

    /** What is known of the cost of an hour. */
    public sealed interface Cost {}

    public record PerHour(Money money) implements Cost {}

    /** None was in force on the day; never guessed from a later one. */
    public record None() implements Cost {}

    /** Two took effect on one day and differ. */
    public record Ambiguous() implements Cost {}

    /** @param rates of one person */
    public static Cost onDay(Collection<CostRate> rates, LocalDate day) {
        List<CostRate> inForce = rates.stream()
                .filter(rate -> !rate.effectiveFrom().isAfter(day))
                .sorted(Comparator.comparing(CostRate::effectiveFrom).reversed())
                .toList();
        if (inForce.isEmpty()) {
            return new None();
        }
        var latest = inForce.getFirst();
        boolean disputed = inForce.stream()
                .filter(rate -> rate.effectiveFrom().equals(latest.effectiveFrom()))
                .anyMatch(rate -> !rate.perHour().equals(latest.perHour()));
        return disputed ? new Ambiguous() : new PerHour(latest.perHour());
    }
}
