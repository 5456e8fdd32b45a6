package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.timetobilling.Statements.Statement;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Opens what periods that are over come to by the work and use that their terms cover. A period is computed anew from all of it whenever some of it changes: while its charge is
 * not billed it follows, and once it is, the difference is the next charge of the period, so that what is billed always adds up to what the period comes to. Lives for one call.
 */
final class Charges {
    private final Desk desk;
    private final Intake intake;
    private @Nullable Map<String, Source.Charge> known;

    Charges(Desk desk, Intake intake) {
        this.desk = desk;
        this.intake = intake;
    }

    /** Something moved: what is known of the periods may no longer hold. */
    void forget() {
        known = null;
    }

    /** The charge under this id. */
    Optional<Source> of(Ref<?> ref) {
        return Optional.ofNullable(all().get(ref.id()));
    }

    /** Work of the day changed. */
    void openSince(LocalDate day) {
        boolean running = Calendar.next(day, Every.MONTH).isAfter(desk.today());
        if (!running || ended()) {
            open();
        }
    }

    private boolean ended() {
        return new Calendar(desk.judge().terms().versions())
                .inForce(desk.today())
                .isEmpty();
    }

    /** Brings the charges of all periods that are over in line with their work. */
    void open() {
        boolean nothing = !desk.judge().terms().covers()
                && desk.charges().isEmpty()
                && desk.covered().isEmpty();
        if (nothing) {
            return;
        }
        for (var charge : List.copyOf(all().values())) {
            var ref = charge.ref();
            boolean waits = desk.refused(ref) || intake.standsElsewhere(ref);
            // No minimum is asked for a period of a contract that was closed before it began to be billed.
            boolean pointless = !charge.earned()
                    && charge.amount().isPositive()
                    && desk.judge().terms().over()
                    && desk.line(ref).isEmpty();
            if (!waits && !pointless) {
                var verdict = desk.judge().judge(charge);
                intake.apply(ref, verdict);
                if (verdict instanceof Placed) {
                    desk.charged(charge);
                }
            }
        }
    }

    /** Days on which the next period is over. */
    Stream<LocalDate> nextDay() {
        return statements(List.of()).nextDays();
    }

    private Map<String, Source.Charge> all() {
        if (known == null) {
            var charges = new LinkedHashMap<String, Source.Charge>();
            var statements = work().all();
            Stream.concat(statements.stream(), gone(statements).stream())
                    .flatMap(statement -> numbered(statement).stream())
                    .forEach(charge -> charges.put(charge.ref().id(), charge));
            known = charges;
        }
        return known;
    }

    /** Work that is covered no longer leaves its period. */
    private Statements work() {
        var covered = new ArrayList<Statements.Covered>();
        for (var line : desk.covered()) {
            if (intake.judge(line) instanceof Placed placed
                    && placed.detail().coveredBy().isPresent()) {
                covered.add(Statements.Covered.of(line, placed));
            } else {
                intake.apply(line.line().source(), intake.judge(line));
            }
        }
        return statements(covered);
    }

    private Statements statements(List<Statements.Covered> covered) {
        var terms = desk.judge().terms();
        return new Statements(new Calendar(terms.versionsHere()), terms.currency(), covered, desk.today());
    }

    /** Periods that were charged by a term that no version agrees for them any more: nothing is due for them. */
    private List<Statement> gone(List<Statement> statements) {
        var contract = desk.judge().terms().contractRef();
        return desk.charges().stream()
                .filter(known -> contract.filter(ref -> ref.id().equals(known.contract()))
                        .isPresent())
                .filter(known -> statements.stream().map(this::first).noneMatch(known::isOf))
                .map(known -> new Statement(
                        known.term(),
                        known.period(),
                        Calendar.last(known.period()),
                        Money.zero(desk.judge().terms().currency()),
                        true,
                        "%s, %s: no longer agreed".formatted(known.term(), known.period()),
                        "%s, %s, which no version agrees any more".formatted(known.term(), known.period())))
                .toList();
    }

    /** Those that are billed as they stand, and the one that makes the period whole. */
    private List<Source.Charge> numbered(Statement statement) {
        var first = first(statement);
        var charges = new ArrayList<Source.Charge>();
        var billed = Money.zero(statement.amount().getCurrencyUnit());
        var free = new ArrayList<Integer>();
        int last = desk.charges(first);
        for (int number : IntStream.rangeClosed(1, last).toArray()) {
            var standing = standing(first.as(number, billed).ref());
            if (standing.stream().anyMatch(intake::isSettled)) {
                var amount = amount(standing, billed);
                billed = billed.plus(amount);
                charges.add(first.as(number, amount));
            } else {
                free.add(number);
            }
        }
        int next = free.isEmpty() ? last + 1 : free.getFirst();
        charges.add(first.as(next, statement.amount().minus(billed)));
        var nothing = Money.zero(billed.getCurrencyUnit());
        free.stream().filter(number -> number != next).forEach(number -> charges.add(first.as(number, nothing)));
        return charges;
    }

    private Source.Charge first(Statement statement) {
        return new Source.Charge(
                desk.project(),
                desk.judge().terms().contractRef().orElseThrow(),
                statement.term(),
                statement.period(),
                1,
                statement.last(),
                statement.amount(),
                statement.earned(),
                statement.description(),
                statement.words());
    }

    private List<OpenLine> standing(Ref<?> charge) {
        return desk.standing(charge);
    }

    private static Money amount(List<OpenLine> lines, Money like) {
        return lines.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(Balance::amount)
                .reduce(Money.zero(like.getCurrencyUnit()), Money::plus);
    }
}
