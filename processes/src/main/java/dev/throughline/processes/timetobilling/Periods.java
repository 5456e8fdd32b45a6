package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;

import dev.throughline.model.AccountingPeriod;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.joda.money.Money;

/** Keeps invoices and late work out of closed accounting periods, as policy says. Lives for one call. */
final class Periods {
    /** The same whether the hub saw it or finance said it. */
    static final String CLOSED = "PERIOD_CLOSED";

    static final String LATE = "WORK_IN_CLOSED_PERIOD";
    /** Finance closed a period that the hub takes for open: it is asked again when nothing is heard of it. */
    static final String TIMER = "periods";

    private static final Set<Place> LATE_PLACES = Set.of(Place.UNBILLED, Place.COVERED, Place.HELD);

    private final Desk desk;
    private boolean released;

    Periods(Desk desk) {
        this.desk = desk;
    }

    /** Where an invoice would be dated. */
    sealed interface Dated {}

    record On(LocalDate day) implements Dated {}

    /** @param period that has to be opened again */
    record Barred(Stored<AccountingPeriod> period, LocalDate day) implements Dated {}

    private PeriodPolicy policy() {
        return desk.facts().policy(PeriodPolicy.class);
    }

    private Books books() {
        return Books.of(desk.judge().terms().legalEntity(), desk.facts());
    }

    /** A person has let go what waited for review: it goes into the first open period. */
    void release() {
        released = true;
    }

    /** @param through the last day that the run bills */
    Dated dated(LocalDate through) {
        var wanted = wanted(through);
        var books = books();
        var closed = books.closedOn(wanted);
        if (closed.isEmpty()) {
            return new On(wanted);
        }
        var review = policy().onClosed() == PeriodPolicy.OnClosed.REVIEW && !released;
        return books.firstOpen(wanted)
                .filter(_ -> !review)
                .<Dated>map(On::new)
                .orElseGet(() -> new Barred(closed.get(), wanted));
    }

    private LocalDate wanted(LocalDate through) {
        return switch (policy().dated()) {
            case RUN -> desk.today();
            case LAST_DAY_BILLED -> through.isBefore(desk.today()) ? through : desk.today();
        };
    }

    /** Holds ready work until the period is open. */
    void hold(List<Placed> ready, Barred barred, LocalDate through) {
        for (var placed : ready) {
            desk.post(
                    placed.line(),
                    Place.UNBILLED,
                    Place.HELD,
                    new Balance(placed.quantity(), placed.amount()),
                    CLOSED,
                    Optional.empty());
        }
        var total = Money.total(ready.stream().map(Placed::amount).toList());
        desk.refuse(closed(barred, total), ids(ready), through);
    }

    private static Set<String> ids(List<Placed> placed) {
        return placed.stream().map(one -> one.line().source().id()).collect(Collectors.toSet());
    }

    private static Problem closed(Barred barred, Money total) {
        var period = barred.period();
        return Problem.of(
                        CLOSED,
                        FINANCE_OPS,
                        period.ref(),
                        "An invoice over %s would be dated %s, in accounting period %s, which is closed"
                                .formatted(total, barred.day(), period.body().name()),
                        "Open the period again, or a later one, and the work is billed by itself; or retry to date it into the first open period")
                .atStake(total);
    }

    /** Finance said that the period is closed; by what is known here it may be open. */
    Problem refused(PostInvoice invoice, Outcome.Refused said, Money total) {
        var holding = Books.of(Optional.of(invoice.entity()), desk.facts()).holding(invoice.invoicedOn());
        if (holding.filter(period -> period.body().closed()).isEmpty()) {
            desk.wakeAtStartOf(TIMER, desk.today().plusDays(1));
        }
        Ref<?> subject = holding.<Ref<?>>map(Stored::ref).orElse(invoice.entity());
        return Problem.of(
                        CLOSED,
                        FINANCE_OPS,
                        subject,
                        "%s refused to invoice %s of it on %s: %s"
                                .formatted(said.system().value(), total, invoice.invoicedOn(), said.says()),
                        "Nothing, where policy dates into the next open period: it goes on when the closing is known here, or tomorrow. Else open the period again, or retry")
                .atStake(total);
    }

    /** Work that came, was approved or was changed after its period was closed. @return where it belongs, which may be before a reviewer */
    Verdict late(Ref<?> source, Verdict verdict) {
        if (policy().lateEntries() == PeriodPolicy.LateEntries.BILL
                || !(verdict instanceof Placed placed)
                || !LATE_PLACES.contains(placed.place())) {
            return verdict;
        }
        var standing = desk.standing(source);
        boolean known =
                standing.stream().anyMatch(Intake::isOnInvoice) || (alike(standing, placed) && !waitsForReview(source));
        return known
                ? verdict
                : books().closedOn(placed.line().workedOn())
                        .<Verdict>map(period -> placed.heldBecause(late(placed, period)))
                        .orElse(verdict);
    }

    private static boolean alike(List<OpenLine> standing, Placed placed) {
        var quantity = standing.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(Balance::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return quantity.compareTo(placed.quantity()) == 0
                && standing.stream()
                        .allMatch(line ->
                                line.line().workedOn().equals(placed.line().workedOn()));
    }

    private boolean waitsForReview(Ref<?> source) {
        return desk.refusals().stream()
                .filter(refusal -> refusal.problem().code().equals(LATE))
                .anyMatch(refusal -> refusal.lines().contains(source.id()));
    }

    private static Problem late(Placed placed, Stored<AccountingPeriod> period) {
        return Problem.of(
                        LATE,
                        FINANCE_OPS,
                        period.ref(),
                        "Work of %s came or was changed after accounting period %s, in which it lies, was closed"
                                .formatted(
                                        placed.line().workedOn(), period.body().name()),
                        "Look at it, then retry: it is billed into the first open period. Or open the period again, or have the work corrected")
                .atStake(placed.amount());
    }

    /** Keeps what was put before a reviewer from going on by itself. */
    void keepForReview(Ref<?> source, Verdict verdict) {
        if (verdict instanceof Placed placed
                && placed.problem()
                        .filter(problem -> problem.code().equals(LATE))
                        .isPresent()) {
            var held = desk.standing(source).stream()
                    .filter(line -> line.balances().containsKey(Place.HELD))
                    .map(line -> line.line().source().id())
                    .collect(Collectors.toSet());
            desk.refuse(placed.problem().get(), held, desk.today());
        }
    }

    /** Refusals that wait for a period and no longer need to. */
    List<Book.Refusal> over() {
        return desk.refusals().stream().filter(this::isOver).toList();
    }

    private boolean isOver(Book.Refusal refusal) {
        return switch (refusal.problem().code()) {
            case CLOSED -> dated(refusal.through()) instanceof On;
            case LATE -> !closedStill(refusal.problem().subject());
            default -> false;
        };
    }

    private boolean closedStill(String period) {
        return desk.facts()
                .get(new Ref<AccountingPeriod>(period))
                .filter(AccountingPeriod::closed)
                .isPresent();
    }
}
