package dev.throughline.processes.comparison;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.joda.money.Money;

/**
 * Finds which lines of two sides bill the same work. Greedy: one rule after the other, the surest first, and within a rule our lines in the order of day, amount and id; a line that
 * has found its like is out of the game, so none is ever used twice. The same lines in any order give the same pairs.
 */
final class Pairing {
    /** One of ours with one of theirs, or several of one side with one of the other that sums them up. */
    record Pair(List<BilledLine> ours, List<BilledLine> theirs) {
        Pair {
            ours = List.copyOf(ours);
            theirs = List.copyOf(theirs);
        }
    }

    private static final Comparator<BilledLine> ORDER = Comparator.comparing(BilledLine::day)
            .thenComparing(line -> line.currency().getCode())
            .thenComparing(line -> line.amount().getAmount())
            .thenComparing(BilledLine::id);

    private final Map<String, BilledLine> ours = new LinkedHashMap<>();
    private final Map<String, BilledLine> theirs = new LinkedHashMap<>();
    private final List<Pair> pairs = new ArrayList<>();

    private Pairing(List<BilledLine> ours, List<BilledLine> theirs) {
        ours.stream().sorted(ORDER).forEach(line -> this.ours.put(line.id(), line));
        theirs.stream().sorted(ORDER).forEach(line -> this.theirs.put(line.id(), line));
    }

    /** @return every line of both sides exactly once; those without their like alone */
    static List<Pair> of(List<BilledLine> ours, List<BilledLine> theirs) {
        var pairing = new Pairing(ours, theirs);
        pairing.byRules();
        pairing.ours.values().forEach(line -> pairing.pairs.add(new Pair(List.of(line), List.of())));
        pairing.theirs.values().forEach(line -> pairing.pairs.add(new Pair(List.of(), List.of(line))));
        return List.copyOf(pairing.pairs);
    }

    private void byRules() {
        any(Pairing::named);
        priced((a, b) -> place(a, b) && period(a, b) && quantity(a, b) && rate(a, b));
        priced((a, b) -> place(a, b) && period(a, b));
        sums((a, b) -> place(a, b) && period(a, b) && rate(a, b));
        sums((a, b) -> place(a, b) && period(a, b));
        priced(Pairing::place);
        any((a, b) -> place(a, b) && period(a, b) && said(a, b) && (quantity(a, b) || rate(a, b)));
        any((a, b) -> place(a, b) && period(a, b) && quantity(a, b));
        any((a, b) -> place(a, b) && period(a, b) && rate(a, b));
        priced((a, b) -> customer(a, b) && period(a, b) && quantity(a, b));
        priced((a, b) -> project(a, b) && period(a, b));
        priced((a, b) -> period(a, b) && quantity(a, b) && rate(a, b) && said(a, b));
        any(this::alone);
    }

    /** When all else is paired, the one line left of a project and month is set against the one line left of the other side. */
    private boolean alone(BilledLine our, BilledLine their) {
        return place(our, their)
                && period(our, their)
                && ours.values().stream().filter(one -> ofOnePlace(one, our)).count() == 1
                && theirs.values().stream().filter(one -> ofOnePlace(one, our)).count() == 1;
    }

    private static boolean ofOnePlace(BilledLine one, BilledLine other) {
        return one.currency().equals(other.currency()) && place(one, other) && period(one, other);
    }

    /** By a rule among lines of one amount. */
    private void priced(BiPredicate<BilledLine, BilledLine> rule) {
        Map<Money, List<BilledLine>> byAmount = new HashMap<>();
        theirs.values()
                .forEach(line -> byAmount.computeIfAbsent(line.amount(), _ -> new ArrayList<>())
                        .add(line));
        each(our -> byAmount.getOrDefault(our.amount(), List.of()), rule);
    }

    private void any(BiPredicate<BilledLine, BilledLine> rule) {
        each(_ -> List.copyOf(theirs.values()), rule);
    }

    /** Each of ours with the nearest of theirs that the rule lets it have. */
    private void each(Function<BilledLine, List<BilledLine>> among, BiPredicate<BilledLine, BilledLine> rule) {
        for (BilledLine our : List.copyOf(ours.values())) {
            among.apply(our).stream()
                    .filter(their -> theirs.containsKey(their.id()))
                    .filter(their -> their.currency().equals(our.currency()))
                    .filter(their -> rule.test(our, their))
                    .min(nearest(our))
                    .ifPresent(their -> pair(List.of(our), List.of(their)));
        }
    }

    private static Comparator<BilledLine> nearest(BilledLine our) {
        return Comparator.<BilledLine, Boolean>comparing(their -> !said(our, their))
                .thenComparing(their -> Math.abs(ChronoUnit.DAYS.between(our.day(), their.day())))
                .thenComparing(ORDER);
    }

    /** People sum up more than the hub, or less: one line of either side may stand for all that is left of the other at one place. */
    private void sums(BiPredicate<BilledLine, BilledLine> alike) {
        sums(ours, theirs, alike, (one, many) -> pair(List.of(one), many));
        sums(theirs, ours, alike, (one, many) -> pair(many, List.of(one)));
    }

    private interface Found {
        void take(BilledLine one, List<BilledLine> many);
    }

    private static void sums(
            Map<String, BilledLine> ones,
            Map<String, BilledLine> others,
            BiPredicate<BilledLine, BilledLine> alike,
            Found found) {
        for (BilledLine one : List.copyOf(ones.values())) {
            var many = others.values().stream()
                    .filter(other -> other.currency().equals(one.currency()) && alike.test(one, other))
                    .toList();
            if (many.size() > 1
                    && Money.total(many.stream().map(BilledLine::amount).toList())
                            .equals(one.amount())) {
                found.take(one, many);
            }
        }
    }

    private void pair(List<BilledLine> our, List<BilledLine> their) {
        our.forEach(line -> ours.remove(line.id()));
        their.forEach(line -> theirs.remove(line.id()));
        pairs.add(new Pair(our, their));
    }

    private static boolean named(BilledLine our, BilledLine their) {
        return their.references().stream().anyMatch(our.references()::contains);
    }

    /** One customer, and one project as far as both say which. */
    private static boolean place(BilledLine a, BilledLine b) {
        return customer(a, b) && (a.project().isEmpty() || b.project().isEmpty() || project(a, b));
    }

    private static boolean customer(BilledLine a, BilledLine b) {
        return a.customer().same(b.customer());
    }

    private static boolean project(BilledLine a, BilledLine b) {
        return a.project().flatMap(one -> b.project().map(one::same)).orElse(false);
    }

    private static boolean period(BilledLine a, BilledLine b) {
        return a.period().equals(b.period());
    }

    private static boolean quantity(BilledLine a, BilledLine b) {
        return same(a, b, BilledLine::quantity);
    }

    private static boolean rate(BilledLine a, BilledLine b) {
        return same(a, b, BilledLine::rate);
    }

    private static boolean same(BilledLine a, BilledLine b, Function<BilledLine, Optional<BigDecimal>> figure) {
        return figure.apply(a)
                .flatMap(one -> figure.apply(b).map(other -> one.compareTo(other) == 0))
                .orElse(false);
    }

    private static boolean said(BilledLine a, BilledLine b) {
        return a.description().strip().equalsIgnoreCase(b.description().strip());
    }
}
