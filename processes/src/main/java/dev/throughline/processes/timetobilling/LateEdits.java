package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.ledger.LineKind.CHARGE;
import static dev.throughline.processes.ledger.LineKind.CORRECTION;
import static dev.throughline.processes.ledger.LineKind.INSTALMENT;
import static dev.throughline.processes.ledger.LineKind.TIME;

import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.Verdict.Detail;
import dev.throughline.processes.timetobilling.Verdict.Nowhere;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/**
 * Work that is edited, reopened, rejected, deleted or priced anew after it was billed: what was billed stands, and the difference is a correction, a line of its own that follows
 * every further change until it is billed itself. So what stands billed of a source, with its corrections, always comes to what the source comes to. Lives for one call.
 */
final class LateEdits {
    private static final String APPROVED = "; approved by ";
    private static final Set<LineKind> WORK = EnumSet.of(TIME, LineKind.EXPENSE, LineKind.MILESTONE, LineKind.USAGE);

    private final Desk desk;
    private final Intake intake;
    private final LateEdit policy;
    private boolean moved;
    private int blocked;

    LateEdits(Desk desk, Intake intake) {
        this.desk = desk;
        this.intake = intake;
        this.policy = desk.facts().policy(CorrectionPolicy.class).lateEdit();
    }

    /** Whether this decision moved a correction. */
    boolean moved() {
        return moved;
    }

    /** Brings the correction of a source in line with what the source comes to by now. */
    void follow(Ref<?> source, Verdict verdict) {
        var line = desk.line(source).map(OpenLine::line);
        if (line.isEmpty() || line.get().kind() == CHARGE) {
            return;
        }
        var settled = Settled.of(desk, source, line.get());
        if (settled.isPosting()) {
            return;
        }
        var worth = settled.nothing() ? new Worth.Stands() : Worth.of(settled, verdict, desk.split(source));
        switch (worth) {
            case Worth.Stands _ -> agreed(settled);
            case Worth.Told(var words) -> {
                agreed(settled);
                desk.raise(BillingProblems.changedAfterBilling(source, words, settled.owed()));
            }
            case Worth.Unclear unclear -> correct(settled, verdict, nothing(settled), unclear);
            case Worth.Open _, Worth.Known _ -> {
                var difference = difference(settled, worth);
                if (difference.isZero()) {
                    agreed(settled);
                } else {
                    correct(settled, verdict, difference, worth);
                }
            }
        }
    }

    /** Those that the lines are of, or correct. */
    void follow(List<OpenLine> lines) {
        lines.stream()
                .map(line -> Corrections.source(line.line().source()))
                .distinct()
                .forEach(source -> desk.line(source).ifPresent(line -> follow(source, intake.judge(line))));
    }

    private static Money nothing(Settled settled) {
        return Money.zero(settled.currency());
    }

    private static Money difference(Settled settled, Worth worth) {
        return switch (worth) {
            case Worth.Known(var amount, var _, var _) -> difference(settled, amount);
            case Worth.Open _ -> settled.ofCorrections().negated();
            case Worth.Unclear _, Worth.Told _, Worth.Stands _ -> nothing(settled);
        };
    }

    /** What is missing or too much. What finance wrote off or credited lowers no bill further: a reduction goes no deeper than what the work comes to. */
    private static Money difference(Settled settled, Money worth) {
        var difference = worth.minus(settled.ofWork()).minus(settled.ofCorrections());
        if (!difference.isNegative()) {
            return difference;
        }
        var tooMuch = worth.minus(settled.owed());
        var most = tooMuch.isNegative() ? tooMuch : nothing(settled);
        return difference.isLessThan(most) ? most : difference;
    }

    private void agreed(Settled settled) {
        withdraw(settled.open());
        BillingProblems.keysOfLateEdit(settled.line().source()).forEach(desk::resolve);
    }

    private void withdraw(List<OpenLine> lines) {
        for (var line : lines) {
            intake.dismiss(line.line().source());
            moved |= intake.move(line.line().source(), new Nowhere("what is billed agrees with the work"));
        }
    }

    private void correct(Settled settled, Verdict verdict, Money difference, Worth worth) {
        if (policy == LateEdit.BLOCK && !(worth instanceof Worth.Open)) {
            withdraw(settled.open());
            block(settled, verdict, worth);
            return;
        }
        int number = settled.next();
        var target = target(settled, verdict, difference, worth, number);
        var open = settled.open(number);
        boolean refused =
                open.stream().anyMatch(line -> desk.refused(line.line().source()));
        if (refused && amount(open, difference).equals(difference)) {
            return;
        }
        withdraw(settled.open().stream()
                .filter(line -> Corrections.number(line.line().source()) != number)
                .toList());
        lay(target);
        if (target.place() == Place.UNBILLED || isRepriced(target)) {
            desk.resolve(BillingProblems.changedKey(settled.line().source()));
        }
    }

    private void lay(Placed target) {
        if (intake.apply(target.line().source(), target)) {
            moved = true;
            target.problem().ifPresent(desk::tellAnew);
        }
    }

    private void block(Settled settled, Verdict verdict, Worth worth) {
        var source = settled.line().source();
        if (isPrice(settled, verdict)) {
            blocked++;
            desk.raise(BillingProblems.repricedButBlocked(desk.project(), 1));
        } else {
            desk.tellAnew(BillingProblems.lockedAfterBilling(source, words(worth), settled.owed()));
        }
    }

    private static String words(Worth worth) {
        return switch (worth) {
            case Worth.Known(var _, var _, var words) -> words;
            case Worth.Unclear(var _, var words) -> words;
            case Worth.Told(var words) -> words;
            case Worth.Open _ -> "it is billed anew";
            case Worth.Stands _ -> "";
        };
    }

    /** What the correction should be, with what of it a cap has let through before. */
    private Placed target(Settled settled, Verdict verdict, Money difference, Worth worth, int number) {
        var source = settled.line().source();
        var pricing = "correction of what was billed: " + words(worth);
        var open = settled.open(number);
        boolean approved = !open.isEmpty()
                && amount(open, difference).equals(difference)
                && open.stream().allMatch(line -> line.line().pricing().contains(APPROVED));
        var problem = problem(settled, verdict, difference, worth, approved);
        var line = approved ? open.getFirst().line() : settled.line();
        var named = new SourceLine(
                Corrections.ref(source, number),
                CORRECTION,
                settled.line().project(),
                settled.line().contract(),
                settled.line().customer(),
                settled.line().legalEntity(),
                settled.line().workedOn(),
                LineDraft.text(Optional.of("Correction: " + settled.line().description()), Optional.empty()),
                approved ? line.pricing() : pricing,
                settled.line().phase(),
                settled.line().role());
        var amount = settled.of(number).plus(difference);
        var place = problem.isPresent() ? Place.HELD : Place.UNBILLED;
        var cause = problem.map(Problem::code).orElse(pricing);
        return new Placed(named, place, BigDecimal.ONE, amount, cause, detail(settled, verdict, amount), problem);
    }

    private static Money amount(List<OpenLine> lines, Money like) {
        return lines.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(OpenLine.Balance::amount)
                .reduce(Money.zero(like.getCurrencyUnit()), Money::plus);
    }

    private Optional<Problem> problem(
            Settled settled, Verdict verdict, Money difference, Worth worth, boolean approved) {
        if (worth instanceof Worth.Unclear(var problem, var _)) {
            return Optional.of(problem);
        }
        var held = worth instanceof Worth.Known(var _, var why, var _) ? why : Optional.<Problem>empty();
        if (held.isPresent() || approved || policy == LateEdit.ADJUST || worth instanceof Worth.Open) {
            return held;
        }
        return Optional.of(
                isPrice(settled, verdict)
                        ? BillingProblems.repriced(desk.project(), 1, difference)
                        : BillingProblems.changedAfterBilling(settled.line().source(), words(worth), settled.owed()));
    }

    private static Detail detail(Settled settled, Verdict verdict, Money amount) {
        var person = verdict instanceof Placed placed ? placed.detail().person() : "";
        var department = verdict instanceof Placed placed ? placed.detail().department() : Optional.<String>empty();
        return new Detail(
                amount, person, settled.line().role(), "", settled.line().kind().name(), department);
    }

    /** Whether the work is as it was, and only its price or its terms are not. */
    private static boolean isPrice(Settled settled, Verdict verdict) {
        var kind = settled.line().kind();
        return verdict instanceof Placed placed
                && (kind == TIME || kind == INSTALMENT)
                && placed.quantity().compareTo(settled.quantity()) == 0
                && !placed.cause().equals(Judge.NOT_BILLABLE);
    }

    private static boolean isRepriced(Placed target) {
        return target.problem()
                .filter(problem -> problem.code().equals(BillingProblems.REPRICED))
                .isPresent();
    }

    /** Where an open correction belongs by now. */
    Verdict judge(OpenLine correction) {
        var ref = Parts.source(correction.line().source());
        var source = Corrections.source(ref);
        var line = desk.line(source);
        if (line.isEmpty()) {
            return new Nowhere("the work that it corrects is not in the ledger");
        }
        var settled = Settled.of(desk, source, line.get().line());
        if (settled.isPosting() && !correction.balances().isEmpty()) {
            return standing(correction);
        }
        var verdict = intake.judge(line.get());
        var worth = Worth.of(settled, verdict, desk.split(source));
        var difference = difference(settled, worth);
        boolean differs = worth instanceof Worth.Unclear || !difference.isZero();
        int number = settled.next();
        boolean blocked = policy == LateEdit.BLOCK && !(worth instanceof Worth.Open);
        return differs && !blocked && number == Corrections.number(ref)
                ? target(settled, verdict, difference, worth, number)
                : new Nowhere("what is billed agrees with the work");
    }

    private static Verdict standing(OpenLine line) {
        var place = line.balances().keySet().iterator().next();
        var balance = line.balances().get(place);
        var detail = new Detail(balance.amount(), "", line.line().role(), "", TIME.name(), Optional.empty());
        return new Placed(
                line.line(),
                place,
                balance.quantity(),
                balance.amount(),
                "finance has not answered",
                detail,
                Optional.empty());
    }

    /** Prices or terms of days since then are others: what was billed is corrected as policy says. */
    void reprice(LocalDate since) {
        var billed = new LinkedHashMap<String, OpenLine>();
        desk.facts().billedLines(desk.project(), since).stream()
                .filter(line -> WORK.contains(line.line().kind()))
                .forEach(line ->
                        billed.putIfAbsent(Parts.source(line.line().source()).id(), line));
        billed.values().forEach(line -> follow(Parts.source(line.line().source()), intake.judge(line)));
        if (policy == LateEdit.BLOCK) {
            tellBlocked();
        }
        intake.share();
        tell();
    }

    private void tellBlocked() {
        if (blocked > 0) {
            desk.tellAnew(BillingProblems.repricedButBlocked(desk.project(), blocked));
        } else {
            desk.resolve(BillingProblems.blockedKey(desk.project()));
        }
    }

    /** Says anew what all that is priced anew comes to: one question for finance, whatever the number of lines. */
    void tell() {
        if (!moved || policy != LateEdit.REVIEW) {
            return;
        }
        var waiting = waiting().stream()
                .filter(line -> intake.judge(line) instanceof Placed placed && isRepriced(placed))
                .toList();
        if (waiting.isEmpty()) {
            desk.resolve(BillingProblems.repricedKey(desk.project()));
        } else {
            var first = waiting.getFirst().balances().get(Place.HELD).amount();
            desk.tellAnew(BillingProblems.repriced(desk.project(), waiting.size(), amount(waiting, first)));
        }
    }

    private List<OpenLine> waiting() {
        return intake.open().stream()
                .filter(line ->
                        line.line().kind() == CORRECTION && line.balances().containsKey(Place.HELD))
                .filter(line -> !desk.refused(line.line().source()))
                .toList();
    }

    /**
     * Finance decided what waits for it.
     *
     * @param source one piece of work; all of the project when empty
     * @param adjust whether the difference is billed; otherwise what was billed is kept, and the difference is written off
     */
    void decided(Optional<Ref<?>> source, boolean adjust, String by, String reason) {
        for (var line : waiting()) {
            var of = Corrections.source(line.line().source());
            boolean meant =
                    source.map(Ref::id).filter(id -> !id.equals(of.id())).isEmpty();
            if (meant && intake.judge(line) instanceof Placed placed && waitsForFinance(placed)) {
                if (adjust) {
                    lay(placed.approved(APPROVED + by));
                } else {
                    keep(line, "kept as billed by %s: %s".formatted(by, reason));
                }
                desk.resolve(BillingProblems.changedKey(of));
            }
        }
        intake.share();
        tell();
        intake.forgetCausesWithoutLines();
    }

    private static boolean waitsForFinance(Placed placed) {
        return placed.problem()
                .map(Problem::code)
                .filter(code ->
                        code.equals(BillingProblems.CHANGED_AFTER_BILLING) || code.equals(BillingProblems.REPRICED))
                .isPresent();
    }

    private void keep(OpenLine line, String cause) {
        moved = true;
        desk.post(line.line(), Place.HELD, Place.WRITTEN_OFF, line.balances().get(Place.HELD), cause, Optional.empty());
    }
}
