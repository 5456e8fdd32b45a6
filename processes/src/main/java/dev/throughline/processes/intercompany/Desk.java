package dev.throughline.processes.intercompany;

import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.Decision;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Brings the charges of entries in line with what they come to now. The same judgement serves arrival, edit, deletion and mended causes: what an entry was charged is compared
 * with what it is worth, and the difference is its next charge.
 */
final class Desk {
    /** Goes before the month in the name of a timer. */
    static final String TIMER = "post ";

    private static final LocalTime MORNING = LocalTime.of(6, 0);

    private final Pair pair;
    private final IntercompanyState state;
    private final Instant at;
    private final Facts facts;
    private final IntercompanyPolicy policy;
    private final Map<Problem.Key, Problem> raised = new HashMap<>();
    private Book book;
    private Decision<IntercompanyState> decision;

    Desk(Pair pair, IntercompanyState state, Instant at, Facts facts) {
        this.pair = pair;
        this.state = state;
        this.at = at;
        this.facts = facts;
        this.policy = facts.policy(IntercompanyPolicy.class);
        this.book = state.book();
        this.decision = Decision.to(state);
    }

    /** Where charges of one kind are added up: an edit may move them from one to another. */
    private record Slot(Ref<Project> project, YearMonth month, CurrencyUnit currency) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Sum(BigDecimal hours, Money amount, LocalDate workedOn, Ref<Resource> person) {
        Sum plus(Sum later) {
            return new Sum(hours.add(later.hours), amount.plus(later.amount), later.workedOn, later.person);
        }

        Sum minus(Sum other) {
            return new Sum(hours.subtract(other.hours), amount.minus(other.amount), workedOn, person);
        }

        Sum negated() {
            return new Sum(hours.negate(), amount.negated(), workedOn, person);
        }

        boolean isNothing() {
            return hours.signum() == 0 && amount.isZero();
        }
    }

    void look(Ref<?> entryRef) {
        var ref = new Ref<TimeEntry>(entryRef.id());
        var charges = Delivery.charges(ref, facts).stream().filter(pair::isOf).toList();
        var delivery = facts.get(ref).map(entry -> Delivery.of(ref, entry, facts));
        switch (delivery.map(this::worth).orElse(new Worth.Nothing("the entry was deleted"))) {
            case Worth.Unknown(var problem) -> waits(ref, problem);
            case Worth.Nothing(var because) -> bring(ref, charges, new TreeMap<>(), "taken back: " + because);
            case Worth.Charged(var hours, var amount, var basis) -> {
                var entry = delivery.orElseThrow().entry();
                var wanted = new TreeMap<Slot, Sum>();
                wanted.put(
                        new Slot(entry.project(), YearMonth.from(entry.workedOn()), amount.getCurrencyUnit()),
                        new Sum(hours, amount, entry.workedOn(), entry.resource()));
                bring(ref, charges, wanted, basis);
            }
        }
    }

    private Worth worth(Delivery delivery) {
        return delivery.pair().filter(pair::equals).isPresent()
                ? new TransferPrice(pair, facts, policy).of(delivery)
                : new Worth.Nothing("the work is not between these companies");
    }

    private void waits(Ref<TimeEntry> entry, Problem problem) {
        raised.put(problem.key(), problem);
        book = book.waits(entry.id(), problem.key());
    }

    private void bring(Ref<TimeEntry> entry, List<IntercompanyCharge> charges, Map<Slot, Sum> wanted, String basis) {
        book = book.goes(entry.id());
        var differences = new TreeMap<Slot, Sum>(wanted);
        have(charges).forEach((slot, sum) -> differences.merge(slot, sum.negated(), (want, _) -> want.minus(sum)));
        int number = charges.stream().mapToInt(IntercompanyCharge::number).max().orElse(0);
        for (var one : differences.entrySet()) {
            if (!one.getValue().isNothing()) {
                number++;
                charge(
                        entry,
                        number,
                        one.getKey(),
                        one.getValue(),
                        wanted.containsKey(one.getKey()) ? basis : "moved away or taken back: " + basis);
            }
        }
    }

    private static Map<Slot, Sum> have(List<IntercompanyCharge> charges) {
        var have = new TreeMap<Slot, Sum>();
        for (var charge : charges) {
            var slot = new Slot(
                    charge.project(),
                    YearMonth.from(charge.workedOn()),
                    charge.amount().getCurrencyUnit());
            have.merge(slot, new Sum(charge.hours(), charge.amount(), charge.workedOn(), charge.resource()), Sum::plus);
        }
        return have;
    }

    private void charge(Ref<TimeEntry> entry, int number, Slot slot, Sum sum, String basis) {
        var month = book.monthFor(sum.workedOn());
        wake(month);
        book = book.plus(month, slot.project(), sum.hours(), sum.amount());
        Ref<IntercompanyCharge> ref = DerivedRef.of(
                IntercompanyCharge.class,
                entry.id(),
                pair.provider().id(),
                pair.receiver().id(),
                Integer.toString(number));
        decision = decision.store(
                ref,
                new IntercompanyCharge(
                        entry,
                        number,
                        pair.provider(),
                        pair.receiver(),
                        slot.project(),
                        sum.person(),
                        sum.workedOn(),
                        month,
                        sum.hours(),
                        sum.amount(),
                        basis));
    }

    /** A month is posted when policy says so; one whose day is past, at once. */
    private void wake(LocalDate month) {
        if (policy.postsOnDay() > 0 && !book.isOpen(month)) {
            var due = month.plusMonths(1)
                    .withDayOfMonth(policy.postsOnDay())
                    .atTime(MORNING)
                    .toInstant(ZoneOffset.UTC);
            decision = decision.wakeAt(TIMER + month, due.isBefore(at) ? at : due);
        }
    }

    /** What an hour of the person costs may be another from the day on. */
    void lookAtPerson(Ref<Resource> person, LocalDate from) {
        var charged = facts.find(IntercompanyCharge.class, "IntercompanyCharge.resource", person.id()).stream()
                .map(Stored::body)
                .filter(charge -> pair.isOf(charge) && !charge.workedOn().isBefore(from))
                .map(charge -> charge.entry().id());
        lookAt(Stream.concat(charged, book.waitingEntries().stream())
                .distinct()
                .sorted()
                .toList());
    }

    void lookAtWaiting() {
        lookAt(book.waitingEntries().stream().sorted().toList());
    }

    private void lookAt(Collection<String> entries) {
        entries.forEach(entry -> look(new Ref<TimeEntry>(entry)));
    }

    /** @param month the last that goes to finance */
    boolean post(LocalDate month) {
        if (!month.plusMonths(1).isAfter(today())) {
            var postings = new Postings(pair, facts, today());
            for (var batch : postings.ready(book, month)) {
                var sent = batch.again();
                decision = postings.send(decision, sent);
                book = postings.isEmpty(sent) ? book.without(batch) : book.with(batch, _ -> sent);
            }
            book = book.sentThrough(month);
            return true;
        }
        return false;
    }

    void posted(Book.Batch batch, Optional<String> number) {
        decision = new Postings(pair, facts, today()).posted(decision, batch, number);
        book = book.without(batch);
    }

    void abandoned(Book.Batch batch) {
        decision = new Postings(pair, facts, today()).abandoned(decision, batch);
        book = book.without(batch);
    }

    void refused(Book.Batch batch, String system, String code, String says) {
        decision = new Postings(pair, facts, today()).refused(decision, batch, system, code, says);
        book = book.with(batch, one -> one.refused(code));
    }

    /** Sends what finance refused once more, and looks again at what waits. */
    void retry() {
        var postings = new Postings(pair, facts, today());
        for (var batch : postings.refused(book)) {
            var sent = batch.again();
            decision = postings.send(postings.mended(decision, batch), sent);
            book = book.with(batch, _ -> sent);
        }
        lookAtWaiting();
    }

    /** A person decided that what finance refused is not posted by the hub. */
    void giveUp() {
        var postings = new Postings(pair, facts, today());
        for (var batch : postings.refused(book)) {
            decision = postings.abandoned(postings.mended(decision, batch), batch);
            book = book.without(batch);
        }
    }

    private LocalDate today() {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Decision<IntercompanyState> decision(String because) {
        var before = state.book();
        before.waiting().stream()
                .map(Book.Waiting::problem)
                .filter(key -> !book.waitsFor(key))
                .forEach(key -> decision = decision.resolve(key));
        raised.forEach((key, problem) -> {
            if (book.waitsFor(key) && !before.waitsFor(key)) {
                decision = decision.raise(problem);
            }
        });
        var next = decision.leading(IntercompanyState.of(book));
        return book.equals(before) && decision.equals(Decision.to(state)) ? Decision.ignore(state, because) : next;
    }
}
