package dev.throughline.processes.comparison;

import dev.throughline.processes.comparison.Difference.Kind;
import dev.throughline.processes.comparison.Pairing.Pair;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * What the hub would have billed, beside what people did bill.
 *
 * @param alike       pairs without any difference
 * @param differences by their kind, then period, then line
 */
public record BillComparison(int alike, List<Difference> differences, List<Total> totals) {
    /**
     * What the lines of one period and currency come to.
     *
     * @param ours   what the hub would have billed
     * @param theirs what people billed
     * @param kinds  what the differences of each kind add up to, theirs less ours
     */
    public record Total(YearMonth period, Money ours, Money theirs, Map<Kind, Sum> kinds) {}

    /** @param stake money of all lines that differ so */
    public record Sum(int lines, Money value, Money stake) {
        Sum plus(Sum other) {
            return new Sum(lines + other.lines, value.plus(other.value), stake.plus(other.stake));
        }
    }

    /** @param periods of which it is told; lines of other months only help to find the like of a line */
    public static BillComparison of(List<BilledLine> ours, List<BilledLine> theirs, Set<YearMonth> periods) {
        var alike = 0;
        var differences = new ArrayList<Difference>();
        var totals = new Totals();
        for (Pair pair : Pairing.of(ours, theirs)) {
            if (!periods.contains(period(pair))) {
                continue;
            }
            totals.add(pair);
            var difference = difference(pair);
            difference.ifPresent(differences::add);
            difference.ifPresent(totals::add);
            alike += difference.isEmpty() ? 1 : 0;
        }
        differences.sort(Comparator.comparing(Difference::period)
                .thenComparing(Difference::kind)
                .thenComparing(one -> one.line().id()));
        return new BillComparison(alike, List.copyOf(differences), totals.all());
    }

    private static YearMonth period(Pair pair) {
        return (pair.ours().isEmpty() ? pair.theirs() : pair.ours()).getFirst().period();
    }

    private static Optional<Difference> difference(Pair pair) {
        var kinds = kinds(pair);
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        var zero = Money.zero(
                (pair.ours().isEmpty() ? pair.theirs() : pair.ours()).getFirst().currency());
        var ours = sum(pair.ours(), zero);
        var theirs = sum(pair.theirs(), zero);
        return Optional.of(new Difference(
                List.copyOf(kinds),
                period(pair),
                pair.ours(),
                pair.theirs(),
                theirs.minus(ours),
                pair.theirs().isEmpty() ? ours : theirs,
                Wording.of(kinds, pair, ours, theirs)));
    }

    private static Set<Kind> kinds(Pair pair) {
        if (pair.theirs().isEmpty()) {
            return EnumSet.of(Kind.MISSING);
        }
        if (pair.ours().isEmpty()) {
            return EnumSet.of(Kind.EXTRA);
        }
        var kinds = EnumSet.noneOf(Kind.class);
        var our = pair.ours().getFirst();
        var their = pair.theirs().getFirst();
        if (!our.customer().same(their.customer())) {
            kinds.add(Kind.CUSTOMER);
        }
        var zero = Money.zero(our.currency());
        if (!sum(pair.ours(), zero).equals(sum(pair.theirs(), zero))) {
            kinds.add(sameQuantity(our, their) && !sameRate(our, their) ? Kind.RATE : Kind.AMOUNT);
        }
        if (our.regime()
                .flatMap(one -> their.regime().map(other -> !one.equals(other)))
                .orElse(false)) {
            kinds.add(Kind.TAX);
        }
        if (pair.theirs().stream().anyMatch(one -> !one.period().equals(our.period()))) {
            kinds.add(Kind.DATE);
        }
        return kinds;
    }

    private static boolean sameQuantity(BilledLine a, BilledLine b) {
        return same(a.quantity(), b.quantity());
    }

    private static boolean sameRate(BilledLine a, BilledLine b) {
        return same(a.rate(), b.rate());
    }

    private static boolean same(Optional<BigDecimal> a, Optional<BigDecimal> b) {
        return a.flatMap(one -> b.map(other -> one.compareTo(other) == 0)).orElse(false);
    }

    private static Money sum(List<BilledLine> lines, Money zero) {
        return lines.stream().map(BilledLine::amount).reduce(zero, Money::plus);
    }

    /** Adds up by period and currency. */
    private static final class Totals {
        private final Map<String, Total> all = new TreeMap<>();

        void add(Pair pair) {
            var first = (pair.ours().isEmpty() ? pair.theirs() : pair.ours()).getFirst();
            var zero = Money.zero(first.currency());
            plus(period(pair), sum(pair.ours(), zero), sum(pair.theirs(), zero), Map.of());
        }

        void add(Difference difference) {
            var zero = Money.zero(difference.value().getCurrencyUnit());
            var sum = new Sum(1, difference.value(), difference.stake());
            plus(difference.period(), zero, zero, Map.of(difference.kind(), sum));
        }

        private void plus(YearMonth period, Money ours, Money theirs, Map<Kind, Sum> kinds) {
            all.merge(
                    period + " " + ours.getCurrencyUnit().getCode(),
                    new Total(period, ours, theirs, new TreeMap<>(kinds)),
                    (one, other) -> {
                        var both = new TreeMap<>(one.kinds());
                        other.kinds().forEach((kind, sum) -> both.merge(kind, sum, Sum::plus));
                        return new Total(
                                period,
                                one.ours().plus(other.ours()),
                                one.theirs().plus(other.theirs()),
                                both);
                    });
        }

        List<Total> all() {
            return List.copyOf(all.values());
        }
    }
}
