package dev.throughline.processes.timetobilling;

import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What of one source is settled: on an invoice, or put where it is by a decision of finance.
 *
 * @param line        of the source, as it was opened
 * @param work        lines of the source itself that are settled
 * @param corrections lines of its corrections, settled or open
 */
record Settled(SourceLine line, List<OpenLine> work, List<OpenLine> corrections, CurrencyUnit currency) {
    /** Places that an invoice or a decision of finance has put a line into; edits never move it from there. */
    static final Set<Place> PLACES =
            EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID, Place.CREDITED, Place.WRITTEN_OFF);

    private static final Set<Place> OWED = EnumSet.of(Place.BILLED, Place.PAID);

    static boolean is(OpenLine line) {
        return line.balances().keySet().stream().anyMatch(PLACES::contains);
    }

    static Settled of(Desk desk, Ref<?> source, SourceLine line) {
        var work = desk.parts(source).stream()
                .flatMap(part -> desk.line(part).stream())
                .filter(Settled::is)
                .toList();
        var corrections = desk.corrections(source);
        var currency = work.stream()
                .flatMap(one -> one.balances().values().stream())
                .map(balance -> balance.amount().getCurrencyUnit())
                .findFirst()
                .orElseGet(() -> corrections.stream()
                        .flatMap(one -> one.balances().values().stream())
                        .map(balance -> balance.amount().getCurrencyUnit())
                        .findFirst()
                        .orElse(desk.judge().terms().currency()));
        return new Settled(line, work, corrections, currency);
    }

    boolean nothing() {
        return work.isEmpty() && corrections.isEmpty();
    }

    /** Whether finance has not answered yet: until it does, nobody knows what is billed. */
    boolean isPosting() {
        return all().stream().anyMatch(one -> one.balances().containsKey(Place.POSTING));
    }

    private List<OpenLine> all() {
        return java.util.stream.Stream.concat(work.stream(), corrections.stream())
                .toList();
    }

    /** Whether all of it was written off: a price that it gets later bills it no more. */
    boolean isGivenUp() {
        return work.stream().allMatch(one -> one.balances().containsKey(Place.WRITTEN_OFF));
    }

    BigDecimal quantity() {
        return work.stream()
                .flatMap(one -> one.balances().values().stream())
                .map(OpenLine.Balance::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the settled lines of the work itself come to. */
    Money ofWork() {
        return sum(work, PLACES);
    }

    /** What settled corrections add to it. */
    Money ofCorrections() {
        return sum(corrections, PLACES);
    }

    /** What the customer owes or has paid for it. */
    Money owed() {
        return sum(all(), OWED);
    }

    /** What of the correction with this number is settled. */
    Money of(int number) {
        return sum(numbered(number), PLACES);
    }

    List<OpenLine> open(int number) {
        return numbered(number).stream().filter(one -> !is(one)).toList();
    }

    List<OpenLine> open() {
        return corrections.stream()
                .filter(one -> !is(one) && !one.balances().isEmpty())
                .toList();
    }

    private List<OpenLine> numbered(int number) {
        return corrections.stream()
                .filter(one -> Corrections.number(one.line().source()) == number)
                .filter(one -> !one.balances().isEmpty())
                .toList();
    }

    /** The number of the correction that is not settled as a whole, or of the next one. */
    int next() {
        var settled = new TreeMap<Integer, BigDecimal>();
        corrections.forEach(one -> settled.merge(
                Corrections.number(one.line().source()),
                is(one)
                        ? one.balances().values().stream()
                                .map(OpenLine.Balance::quantity)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                        : BigDecimal.ZERO,
                BigDecimal::add));
        int number = 1;
        while (settled.getOrDefault(number, BigDecimal.ZERO).compareTo(BigDecimal.ONE) >= 0) {
            number++;
        }
        return number;
    }

    private Money sum(List<OpenLine> lines, Set<Place> places) {
        return lines.stream()
                .flatMap(one -> one.balances().entrySet().stream())
                .filter(entry -> places.contains(entry.getKey()))
                .map(entry -> entry.getValue().amount())
                .reduce(Money.zero(currency), Money::plus);
    }
}
