package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** One decision in the making: what stands in the ledger with what was posted so far, and the book as it will be. Lives for one call. */
final class Desk {
    private final Ref<Project> project;
    private final BillingState state;
    private final Instant at;
    private final Facts facts;
    private final Judge judge;
    private final Periods periods;

    private final Map<String, OpenLine> touched = new LinkedHashMap<>();
    private final List<Posting> postings = new ArrayList<>();
    private final Set<Problem.Key> causes;
    private final List<Book.Refusal> refusals;
    private final List<Book.InFlight> inFlight;
    private int runs;
    private Optional<LocalDate> nextInstalment;
    private Optional<LocalDate> nextRun;
    private Optional<LocalDate> through = Optional.empty();
    private final Map<String, Integer> parts;
    private final List<Book.Charged> charges;
    private Decision<BillingState> effects;

    Desk(Ref<Project> project, BillingState state, Instant at, Facts facts) {
        this.project = project;
        this.state = state;
        this.at = at;
        this.facts = facts;
        var book = state.book();
        this.causes = new LinkedHashSet<>(book.causes());
        this.refusals = new ArrayList<>(book.refusals());
        this.inFlight = new ArrayList<>(book.inFlight());
        this.runs = book.runs();
        this.nextInstalment = book.nextInstalment();
        this.nextRun = book.nextRun();
        this.parts = new LinkedHashMap<>(book.parts());
        this.charges = new ArrayList<>(book.charges());
        this.effects = Decision.to(state);
        this.periods = new Periods(this);
        this.judge = new Judge(project, facts, today(), this::standing, this::invoiceDay);
    }

    Ref<Project> project() {
        return project;
    }

    Facts facts() {
        return facts;
    }

    Judge judge() {
        return judge;
    }

    Periods periods() {
        return periods;
    }

    /** Invoices written from now on are of a run that bills through this day. */
    void billThrough(LocalDate day) {
        through = Optional.of(day);
    }

    /** The day that an invoice written now would bear. */
    private LocalDate invoiceDay() {
        return periods.dated(through.orElseGet(this::today)) instanceof Periods.On(var day) ? day : today();
    }

    BillingPolicy policy() {
        return facts.policy(BillingPolicy.class);
    }

    /** The day of the event, in UTC. */
    LocalDate today() {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    boolean stopped() {
        return state instanceof BillingState.Stopped;
    }

    /** What the project's lines add up to, with what this decision has moved. */
    List<Facts.Total> totals(CurrencyUnit currency) {
        var totals = new ArrayList<>(facts.totals(project, currency));
        for (var posting : postings) {
            if (posting.amount().getCurrencyUnit().equals(currency)) {
                var line = posting.line();
                totals.add(new Facts.Total(
                        line.phase(),
                        line.role(),
                        posting.from(),
                        posting.amount().negated()));
                totals.add(new Facts.Total(line.phase(), line.role(), posting.to(), posting.amount()));
            }
        }
        return totals;
    }

    /** Lines that stand covered, with what this decision has moved, by their days. */
    List<OpenLine> covered() {
        var lines = new LinkedHashMap<String, OpenLine>();
        facts.covered(project).forEach(line -> lines.put(line.line().source().id(), line));
        touched.values().forEach(line -> lines.put(line.line().source().id(), line));
        return lines.values().stream()
                .filter(line -> line.balances().containsKey(Place.COVERED))
                .toList();
    }

    List<Book.Charged> charges() {
        return List.copyOf(charges);
    }

    /** How many charges of its period were opened so far. */
    int charges(Source.Charge charge) {
        return charges.stream()
                .filter(known -> known.isOf(charge))
                .mapToInt(Book.Charged::numbers)
                .findFirst()
                .orElse(0);
    }

    void charged(Source.Charge charge) {
        int numbers = Math.max(charges(charge), charge.number());
        charges.removeIf(known -> known.isOf(charge));
        charges.add(new Book.Charged(charge.contract().id(), charge.term(), charge.period(), numbers));
    }

    boolean split(Ref<?> source) {
        return parts.containsKey(source.id());
    }

    /** The lines of a source in the ledger: one, unless a cap has split it. */
    List<Ref<?>> parts(Ref<?> source) {
        return IntStream.rangeClosed(1, parts.getOrDefault(source.id(), 1))
                .<Ref<?>>mapToObj(number -> Parts.ref(source, number))
                .toList();
    }

    /** A source as it stands in the ledger, in as many lines as it was split into. */
    List<OpenLine> standing(Ref<?> source) {
        return parts(source).stream().flatMap(part -> line(part).stream()).toList();
    }

    Ref<?> nextPart(Ref<?> source) {
        return Parts.ref(source, parts.merge(source.id(), 2, (now, _) -> now + 1));
    }

    Optional<OpenLine> line(Ref<?> source) {
        var seen = touched.get(source.id());
        return seen == null ? facts.line(source) : Optional.of(seen);
    }

    /** Lines that this decision has moved. */
    Collection<OpenLine> touched() {
        return List.copyOf(touched.values());
    }

    void post(SourceLine line, Place from, Place to, Balance what, String cause, Optional<Ref<Invoice>> invoice) {
        postings.add(new Posting(line, from, to, what.quantity(), what.amount(), cause, invoice));
        var balances = new EnumMap<Place, Balance>(Place.class);
        line(line.source()).ifPresent(standing -> balances.putAll(standing.balances()));
        add(balances, from, what.quantity().negate(), what.amount().negated());
        add(balances, to, what.quantity(), what.amount());
        touched.put(line.source().id(), new OpenLine(line, balances));
    }

    private static void add(Map<Place, Balance> balances, Place place, BigDecimal quantity, Money amount) {
        if (place == Place.OUTSIDE) {
            return;
        }
        var now = balances.merge(
                place,
                new Balance(quantity, amount),
                (one, other) -> new Balance(
                        one.quantity().add(other.quantity()), one.amount().plus(other.amount())));
        if (now.quantity().signum() == 0 && now.amount().isZero()) {
            balances.remove(place);
        }
    }

    /** Raises the problem unless it is open already: a hundred lines held for one reason are one problem. */
    void raise(Problem problem) {
        if (causes.add(problem.key())) {
            effects = effects.raise(problem);
        }
    }

    /** Raises it even when it is open: its words have changed. */
    void tellAnew(Problem problem) {
        causes.add(problem.key());
        effects = effects.raise(problem);
    }

    void resolve(Problem.Key key) {
        if (causes.remove(key)) {
            effects = effects.resolve(key);
        }
    }

    Set<Problem.Key> causes() {
        return Set.copyOf(causes);
    }

    List<Book.Refusal> refusals() {
        return List.copyOf(refusals);
    }

    boolean refused(Ref<?> source) {
        return refusals.stream().anyMatch(refusal -> refusal.lines().contains(source.id()));
    }

    /** Lines that finance refused wait for a person's retry. One more refusal for the same cause joins the first. */
    void refuse(Problem problem, Set<String> lines, LocalDate through) {
        var all = new LinkedHashSet<>(lines);
        var last = through;
        for (var before : refusals.stream().filter(isAbout(problem.key())).toList()) {
            all.addAll(before.lines());
            last = before.through().isAfter(last) ? before.through() : last;
        }
        refusals.removeIf(isAbout(problem.key()));
        refusals.add(new Book.Refusal(problem.key(), all, last));
        raise(problem);
    }

    private static Predicate<Book.Refusal> isAbout(Problem.Key key) {
        return refusal -> refusal.problem().equals(key);
    }

    /** The line no longer waits for a retry; with the last line of a refusal its problem goes. */
    void noLongerRefused(Ref<?> source) {
        for (var refusal : List.copyOf(refusals)) {
            if (refusal.lines().contains(source.id())) {
                refusals.remove(refusal);
                var left = refusal.lines().stream()
                        .filter(id -> !id.equals(source.id()))
                        .collect(Collectors.toSet());
                if (left.isEmpty()) {
                    resolve(refusal.problem());
                } else {
                    refusals.add(new Book.Refusal(refusal.problem(), left, refusal.through()));
                }
            }
        }
    }

    void forget(Book.Refusal refusal) {
        refusals.remove(refusal);
        resolve(refusal.problem());
    }

    int nextRunNumber() {
        return ++runs;
    }

    void send(String step, Ref<Invoice> invoice, LocalDate through, Command command) {
        inFlight.add(new Book.InFlight(step, invoice.id(), through));
        effects = effects.send(step, command);
    }

    void answered(Book.InFlight sent) {
        inFlight.remove(sent);
    }

    <T extends CanonicalObject> void store(Ref<T> ref, T object) {
        effects = effects.store(ref, object);
    }

    /** Wakes at the start of the day, in UTC. */
    void wakeForInstalments(Optional<LocalDate> day) {
        if (day.isPresent() && !day.equals(nextInstalment)) {
            effects = effects.wakeAt(Intake.INSTALMENTS, start(day.get()));
        }
        nextInstalment = day;
    }

    void wakeForRun(Optional<LocalDate> day) {
        if (day.isPresent() && !day.equals(nextRun)) {
            effects = effects.wakeAt(BillingRun.TIMER, start(day.get()));
        }
        nextRun = day;
    }

    void wakeAtStartOf(String timer, LocalDate day) {
        effects = effects.wakeAt(timer, start(day));
    }

    boolean runPlanned() {
        return nextRun.isPresent();
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Book book() {
        return new Book(runs, causes, refusals, inFlight, nextInstalment, nextRun, parts, charges);
    }

    /** @param otherwise why nothing follows, should nothing follow */
    Decision<BillingState> decision(String otherwise) {
        return decision(state.with(book()), otherwise);
    }

    Decision<BillingState> decision(BillingState next, String otherwise) {
        var all = effects.post(postings).leading(next);
        return all.equals(Decision.to(state)) ? Decision.ignore(state, otherwise) : all;
    }

    /** The state in which a stopped billing goes on. */
    BillingState going() {
        return BillingState.of(book());
    }

    BillingState stopped(String by, String reason) {
        return new BillingState.Stopped(book(), by, reason);
    }
}
