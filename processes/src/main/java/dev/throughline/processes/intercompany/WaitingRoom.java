package dev.throughline.processes.intercompany;

import dev.throughline.model.Approval;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.Decision;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Keeps hours of a project of which nobody can say yet whether they are between companies. Once it is known, an opening charge of nothing tells the two companies of the entry:
 * the room itself belongs to no pair and charges nothing.
 */
final class WaitingRoom {
    /** Stands where no currency is known yet; no amount but zero is ever stated in it. */
    private static final CurrencyUnit NO_CURRENCY = CurrencyUnit.of("XXX");

    private final IntercompanyState state;
    private final Facts facts;
    private final Map<Problem.Key, Problem> raised = new HashMap<>();
    private Book book;
    private Decision<IntercompanyState> decision;

    WaitingRoom(IntercompanyState state, Facts facts) {
        this.state = state;
        this.facts = facts;
        this.book = state.book();
        this.decision = Decision.to(state);
    }

    void lookAtAll() {
        book.waitingEntries().stream().sorted().forEach(entry -> look(new Ref<TimeEntry>(entry)));
    }

    void look(Ref<?> entryRef) {
        var ref = new Ref<TimeEntry>(entryRef.id());
        var delivery = facts.get(ref)
                .filter(entry -> entry.approval() == Approval.APPROVED)
                .map(entry -> Delivery.of(ref, entry, facts));
        if (delivery.filter(one -> !one.isKnown()).isPresent()) {
            var problem = problem(delivery.get());
            raised.put(problem.key(), problem);
            book = book.waits(ref.id(), problem.key());
            return;
        }
        if (book.waitsFor(ref.id()).isPresent()) {
            delivery.flatMap(Delivery::pair)
                    .ifPresent(pair -> open(ref, delivery.get().entry(), pair));
        }
        book = book.goes(ref.id());
    }

    private static Problem problem(Delivery delivery) {
        return delivery.provider().isEmpty()
                ? IntercompanyProblems.personWithoutCompany(delivery.entry().resource())
                : IntercompanyProblems.projectWithoutCompany(delivery.entry().project());
    }

    private void open(Ref<TimeEntry> ref, TimeEntry entry, Pair pair) {
        var currency = facts.get(pair.provider()).map(LegalEntity::currency).orElse(NO_CURRENCY);
        Ref<IntercompanyCharge> charge = DerivedRef.of(
                IntercompanyCharge.class,
                ref.id(),
                pair.provider().id(),
                pair.receiver().id(),
                "0");
        decision = decision.store(
                charge,
                new IntercompanyCharge(
                        ref,
                        0,
                        pair.provider(),
                        pair.receiver(),
                        entry.project(),
                        entry.resource(),
                        entry.workedOn(),
                        entry.workedOn().withDayOfMonth(1),
                        BigDecimal.ZERO,
                        Money.zero(currency),
                        "the companies have become known"));
    }

    Decision<IntercompanyState> decision() {
        var before = state.book();
        for (var waiting : before.waiting()) {
            if (!book.waitsFor(waiting.problem())) {
                decision = decision.resolve(waiting.problem());
            }
        }
        raised.forEach((key, problem) -> {
            if (!before.waitsFor(key)) {
                decision = decision.raise(problem);
            }
        });
        return book.equals(before)
                ? Decision.ignore(state, "nothing here waits for it")
                : decision.leading(IntercompanyState.of(book));
    }
}
