package dev.throughline.processes.timetobilling;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Verdict.Nowhere;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Brings the ledger in line with what delivery says and contracts agree, by compensating postings only. */
final class Intake {
    static final String INSTALMENTS = "instalments";
    private static final Nowhere MOVED = new Nowhere("it moved to another project", true);
    static final LocalDate EVER = LocalDate.of(9999, 12, 31);

    private final Desk desk;
    private final CapDesk caps;
    private final Charges charges;
    private final LateEdits late;

    Intake(Desk desk) {
        this.desk = desk;
        this.caps = new CapDesk(desk, this);
        this.charges = new Charges(desk, this);
        this.late = new LateEdits(desk, this);
    }

    LateEdits late() {
        return late;
    }

    /** A source came, changed or went. @param now empty when it was deleted */
    void workChanged(Ref<?> ref, Optional<Source> now) {
        var standing = desk.line(ref).filter(line -> !line.balances().isEmpty());
        boolean here = now.map(Source::project).filter(desk.project()::equals).isPresent();
        if (!here && standsElsewhere(ref)) {
            // Another project of the contract; what changed there may have made room under its cap.
            if (caps.holds() && caps.hasRoom() && caps.share()) {
                forgetCausesWithoutLines();
            }
            return;
        }
        var verdict = here
                ? now.map(desk.judge()::judge).orElseThrow()
                : now.isPresent() ? MOVED : new Nowhere("it was deleted");
        boolean wasHeld =
                standing.filter(line -> line.balances().containsKey(Place.HELD)).isPresent();
        if (verdict instanceof Placed) {
            now.flatMap(new BadWork(desk.facts())::costWarning).ifPresent(desk::raise);
        }
        verdict = desk.periods().late(ref, verdict);
        boolean moved = apply(ref, verdict);
        desk.periods().keepForReview(ref, verdict);
        if (moved && (isCovered(standing) || isCovered(desk.line(ref)))) {
            charges.openSince(earliest(standing, desk.line(ref)));
        }
        moved |= caps.share();
        late.tell();
        if (late.moved() || (moved && (wasHeld || caps.holds()))) {
            forgetCausesWithoutLines();
        }
    }

    /** Whoever was told to have no cost rate may have one by now. */
    private void costsKnown() {
        var bad = new BadWork(desk.facts());
        desk.causes().stream()
                .filter(cause -> cause.code().equals(BadWork.UNCOSTED))
                .filter(cause -> bad.costKnown(new Ref<>(cause.subject()), desk.today()))
                .forEach(desk::resolve);
    }

    private static boolean isCovered(Optional<OpenLine> line) {
        return line.filter(one -> one.balances().containsKey(Place.COVERED)).isPresent();
    }

    private static LocalDate earliest(Optional<OpenLine> one, Optional<OpenLine> other) {
        return Stream.concat(one.stream(), other.stream())
                .map(line -> line.line().workedOn())
                .min(LocalDate::compareTo)
                .orElseThrow();
    }

    boolean standsElsewhere(Ref<?> ref) {
        return desk.line(ref)
                .filter(line -> !line.balances().isEmpty())
                .filter(line -> !line.line().project().equals(desk.project()))
                .isPresent();
    }

    /** Moves the line to where it belongs. @return whether anything moved */
    boolean apply(Ref<?> line, Verdict verdict) {
        var ref = Parts.source(line);
        var standing = desk.line(ref).filter(one -> !one.balances().isEmpty());
        if (!desk.split(ref) && standing.filter(Settled::is).isPresent()) {
            follow(ref, verdict);
            return false;
        }
        boolean wasRefused = desk.parts(ref).stream().anyMatch(desk::refused);
        boolean moved = false;
        if (caps.concerns(ref) && verdict instanceof Placed placed && placed.place() == Place.UNBILLED) {
            caps.want(ref, placed);
        } else {
            caps.dismiss(ref);
            moved = desk.split(ref) ? applyToParts(ref, verdict) : move(ref, verdict);
        }
        if (wasRefused) {
            // It may have been billed before, and corrected since.
            follow(ref, verdict);
        }
        return moved;
    }

    /** What is billed stands, whatever delivery says afterwards; policy says what follows. */
    void follow(Ref<?> source, Verdict verdict) {
        if (!Corrections.is(source)) {
            late.follow(source, verdict);
        }
    }

    void dismiss(Ref<?> line) {
        caps.dismiss(Parts.source(line));
    }

    /** Lays ready work into the ledger as far as a cap lets it. @return whether anything moved */
    boolean share() {
        return caps.share();
    }

    /** Work that no longer bills, or cannot yet: what of it is settled stands, the rest goes where the verdict says. */
    private boolean applyToParts(Ref<?> ref, Verdict verdict) {
        var settled = desk.parts(ref).stream()
                .flatMap(part -> desk.line(part).stream())
                .filter(Settled::is)
                .map(Intake::settled)
                .reduce(Intake::sum);
        settled.ifPresent(_ -> follow(ref, verdict));
        var rest = settled.map(billed -> less(verdict, billed)).orElse(verdict);
        boolean moved = false;
        for (var part : desk.parts(ref)) {
            if (desk.line(part).filter(Settled::is).isEmpty()) {
                moved |= move(part, rest instanceof Placed placed ? placed.of(part) : rest);
                rest = new Nowhere("the rest was joined to the part before it");
            }
        }
        return moved;
    }

    private static Verdict less(Verdict verdict, Balance settled) {
        return switch (verdict) {
            case Nowhere nowhere -> nowhere;
            case Placed placed -> {
                var quantity = placed.quantity().subtract(settled.quantity());
                // What is left of money that has no rate cannot be told before there is one.
                boolean told = placed.amount().isSameCurrency(settled.amount());
                var nothing = Money.zero(placed.amount().getCurrencyUnit());
                var amount = placed.amount().isZero() || !told
                        ? nothing
                        : placed.amount().minus(settled.amount());
                yield quantity.signum() > 0
                        ? new Placed(
                                placed.line(),
                                placed.place(),
                                quantity,
                                amount,
                                placed.cause(),
                                placed.detail(),
                                placed.problem())
                        : new Nowhere("all of it is settled");
            }
        };
    }

    /** Moves one line of the ledger. @return whether it moved */
    boolean move(Ref<?> ref, Verdict verdict) {
        var standing = desk.line(ref).filter(line -> !line.balances().isEmpty());
        if (same(standing, verdict)) {
            problem(verdict).filter(_ -> !desk.refused(ref)).ifPresent(desk::raise);
            return false;
        }
        desk.noLongerRefused(ref);
        charges.forget();
        standing.ifPresent(line -> withdraw(line, cause(verdict)));
        if (verdict instanceof Placed placed) {
            desk.post(
                    placed.line(),
                    Place.OUTSIDE,
                    placed.place(),
                    new Balance(placed.quantity(), placed.amount()),
                    placed.cause(),
                    Optional.empty());
        }
        problem(verdict).ifPresent(desk::raise);
        return true;
    }

    private static Optional<Problem> problem(Verdict verdict) {
        return switch (verdict) {
            case Nowhere _ -> Optional.empty();
            case Placed placed -> placed.problem();
        };
    }

    private void withdraw(OpenLine line, String cause) {
        line.balances()
                .forEach((place, balance) ->
                        desk.post(line.line(), place, Place.OUTSIDE, balance, cause, Optional.empty()));
    }

    private static String cause(Verdict verdict) {
        return switch (verdict) {
            case Nowhere(var because, var _) -> "withdrawn: " + because;
            case Placed placed -> "judged again: " + placed.cause();
        };
    }

    private static boolean same(Optional<OpenLine> standing, Verdict verdict) {
        return switch (verdict) {
            case Nowhere _ -> standing.isEmpty();
            case Placed placed ->
                standing.filter(line -> line.balances().keySet().equals(Set.of(placed.place())))
                        .filter(line -> sameBalance(line.balances().get(placed.place()), placed))
                        .filter(line ->
                                line.line().workedOn().equals(placed.line().workedOn()))
                        .filter(line ->
                                line.line().contract().equals(placed.line().contract()))
                        .filter(line ->
                                line.line().customer().equals(placed.line().customer()))
                        .filter(line ->
                                line.line().legalEntity().equals(placed.line().legalEntity()))
                        .filter(line ->
                                line.line().converted().equals(placed.line().converted()))
                        .filter(line -> line.line().phase().equals(placed.line().phase())
                                && line.line().role().equals(placed.line().role()))
                        .isPresent();
        };
    }

    private static boolean sameBalance(Balance balance, Placed placed) {
        return balance.quantity().compareTo(placed.quantity()) == 0
                && balance.amount().equals(placed.amount());
    }

    private static Balance settled(OpenLine line) {
        return line.balances().values().stream().reduce(Intake::sum).orElseThrow();
    }

    private static Balance sum(Balance one, Balance other) {
        return new Balance(one.quantity().add(other.quantity()), one.amount().plus(other.amount()));
    }

    /** Terms changed: held lines whose cause is mended go on, and instalments are planned anew. */
    void termsChanged() {
        costsKnown();
        instalments();
        cutOver();
        stop();
        review();
        caps.share();
    }

    /** What people billed by hand is not billed again, and what nobody billed is. */
    void cutOver() {
        new CutOver(desk, this).settle();
    }

    /** Work that is ready on a project that was stopped meanwhile is ready no longer. */
    private void stop() {
        var terms = desk.judge().terms();
        boolean ready = terms.stopped().isPresent()
                && desk.totals(terms.currency()).stream()
                        .anyMatch(total -> total.place() == Place.UNBILLED
                                && !total.amount().isZero());
        if (ready) {
            open().stream()
                    .filter(line -> line.balances().containsKey(Place.UNBILLED))
                    .forEach(line -> apply(line.line().source(), judge(line)));
        }
    }

    /** Prices changed: what is ready follows at once, as what is held does. */
    void pricesChanged() {
        instalments();
        judgeAnew(open());
    }

    /** Judges every held line again, except those that wait for a retry. */
    void review() {
        if (!desk.causes().isEmpty()) {
            judgeAnew(open().stream()
                    .filter(line -> line.balances().containsKey(Place.HELD))
                    .toList());
        }
    }

    private void judgeAnew(List<OpenLine> lines) {
        for (var line : lines) {
            if (!desk.refused(line.line().source())) {
                apply(line.line().source(), judge(line));
            }
        }
        caps.share();
        forgetCausesWithoutLines();
    }

    Verdict judge(OpenLine line) {
        if (line.line().kind() == LineKind.CORRECTION) {
            return late.judge(line);
        }
        var source = source(line);
        if (source.isEmpty()) {
            return new Nowhere("it is no longer there");
        }
        return source.get().project().equals(desk.project()) ? desk.judge().judge(source.get()) : MOVED;
    }

    private Optional<Source> source(OpenLine line) {
        var ref = Parts.source(line.line().source());
        return switch (line.line().kind()) {
            case TIME, EXPENSE, MILESTONE, USAGE -> desk.facts().get(ref).flatMap(object -> Source.of(ref, object));
            case CHARGE -> charges.of(ref);
            case CORRECTION -> Optional.empty();
            case INSTALMENT ->
                dueInstalments().stream()
                        .filter(due -> due.ref().id().equals(ref.id()))
                        .findFirst()
                        .map(due -> due);
        };
    }

    /** An amendment may have covered work that was ready: it must be, before its period is charged. */
    void cover() {
        if (desk.judge().terms().covers()) {
            open().stream()
                    .filter(line -> line.balances().containsKey(Place.UNBILLED))
                    .filter(line -> judge(line) instanceof Placed placed && placed.place() == Place.COVERED)
                    .forEach(line -> apply(line.line().source(), judge(line)));
        }
    }

    /** Opens the instalments whose day has come and asks to be woken for the next. */
    void instalments() {
        var terms = desk.judge().terms();
        dueInstalments().stream()
                .filter(due -> !due.dueOn().isAfter(desk.today()))
                .filter(due -> !desk.refused(due.ref()) && !standsElsewhere(due.ref()))
                .filter(due -> !over(due))
                .forEach(due -> apply(due.ref(), desk.judge().judge(due)));
        charges.open();
        desk.wakeForInstalments(
                Stream.of(dueInstalments().stream().map(Source.Due::dueOn), terms.capDays(), charges.nextDay())
                        .flatMap(days -> days)
                        .filter(day -> day.isAfter(desk.today()))
                        .min(LocalDate::compareTo));
    }

    /**
     * A period that begins after the contract was closed is not billed; payments of a schedule are held, for somebody agreed their days. What falls due after the project was
     * cancelled or closed is not billed at all.
     */
    private boolean over(Source.Due due) {
        var terms = desk.judge().terms();
        boolean over = terms.recurs(due.instalment()) && terms.over() || new Stopped(terms, desk.facts()).ended(due);
        return over && desk.line(due.ref()).isEmpty();
    }

    /** The payments of recurring terms and the instalments of the version in force today, or of the first that will be. */
    private List<Source.Due> dueInstalments() {
        var terms = desk.judge().terms();
        if (terms.contract().isEmpty()) {
            return List.of();
        }
        var contract = terms.contract().get().ref();
        var scheduled = terms.inForce(desk.today()).or(() -> terms.inForce(EVER)).stream()
                .flatMap(version -> version.schedule().stream())
                .filter(part -> part.dueOn().isPresent());
        return Stream.concat(
                        scheduled,
                        new Recurrence(terms.versionsHere(), terms.project().flatMap(Project::lifecycle))
                                .payments(desk.today()).stream())
                .map(part -> due(contract, part))
                .toList();
    }

    private Source.Due due(Ref<Contract> contract, Instalment part) {
        return new Source.Due(desk.project(), contract, part, part.dueOn().orElseThrow());
    }

    /** Closes problems for which no line is held any more. */
    void forgetCausesWithoutLines() {
        var standing = new HashSet<Problem.Key>();
        for (var line : held()) {
            if (judge(line) instanceof Placed placed) {
                placed.problem().map(Problem::key).ifPresent(standing::add);
                // Ready work that is held all the same waits for its contract's cap.
                line.line()
                        .contract()
                        .filter(_ -> placed.place() == Place.UNBILLED)
                        .map(BillingProblems::capKey)
                        .ifPresent(standing::add);
            }
        }
        desk.refusals().forEach(refusal -> standing.add(refusal.problem()));
        desk.causes().stream()
                .filter(cause -> !BillingProblems.WITHOUT_LINES.contains(cause.code()))
                .filter(cause -> !standing.contains(cause))
                .forEach(desk::resolve);
    }

    private Collection<OpenLine> held() {
        return open().stream()
                .filter(line -> line.balances().containsKey(Place.HELD))
                .filter(line -> !desk.refused(line.line().source()))
                .toList();
    }

    /** Lines that stand ready or held, with what this decision has moved. */
    List<OpenLine> open() {
        var lines = new LinkedHashMap<String, OpenLine>();
        desk.facts()
                .openLines(desk.project(), EVER)
                .forEach(line -> lines.put(line.line().source().id(), line));
        desk.touched().forEach(line -> lines.put(line.line().source().id(), line));
        return lines.values().stream()
                .filter(line -> line.balances().containsKey(Place.HELD)
                        || line.balances().containsKey(Place.UNBILLED))
                .toList();
    }
}
