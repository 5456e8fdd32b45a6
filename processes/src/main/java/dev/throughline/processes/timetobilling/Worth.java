package dev.throughline.processes.timetobilling;

import dev.throughline.processes.Problem;
import dev.throughline.processes.timetobilling.Verdict.Nowhere;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.util.Optional;
import org.joda.money.Money;

/** What work that was billed comes to by now. */
sealed interface Worth {
    /**
     * @param held  why what it adds cannot be billed yet
     * @param words what became of it
     */
    record Known(Money amount, Optional<Problem> held, String words) implements Worth {}

    /** It changed, and what it comes to is known when this is mended. */
    record Unclear(Problem problem, String words) implements Worth {}

    /** Only people can tell. */
    record Told(String words) implements Worth {}

    /** Open lines of the work itself hold what is not settled of it: what corrections add is undone. */
    record Open() implements Worth {}

    /** Nothing says that it should be other than it was billed. */
    record Stands() implements Worth {}

    /** @param split whether the work has several lines of its own, of which one may hold what is not settled */
    static Worth of(Settled settled, Verdict verdict, boolean split) {
        var nothing = Money.zero(settled.currency());
        return switch (verdict) {
            case Nowhere(var because, var elsewhere) ->
                settled.work().isEmpty()
                        ? new Open()
                        : elsewhere ? new Told(because) : new Known(nothing, Optional.empty(), because);
            case Placed placed -> isOpen(settled, placed, split) ? new Open() : of(settled, placed, nothing);
        };
    }

    /** Whether open lines of the work itself hold what is not settled of it. */
    private static boolean isOpen(Settled settled, Placed placed, boolean split) {
        return settled.work().isEmpty()
                || (split && bills(placed) && placed.quantity().compareTo(settled.quantity()) > 0);
    }

    private static boolean bills(Placed placed) {
        return switch (placed.place()) {
            case UNBILLED, HELD -> true;
            case OUTSIDE, POSTING, BILLED, PAID, CREDITED, WRITTEN_OFF, NON_BILLABLE, COVERED -> false;
        };
    }

    private static Worth of(Settled settled, Placed placed, Money nothing) {
        boolean same = placed.quantity().compareTo(settled.quantity()) == 0;
        var words = same
                ? "%s became %s".formatted(settled.ofWork(), placed.amount())
                : "%s became %s"
                        .formatted(
                                settled.quantity().toPlainString(),
                                placed.quantity().toPlainString());
        if (same && settled.isGivenUp()) {
            return new Stands();
        }
        return switch (placed.place()) {
            case NON_BILLABLE -> new Known(nothing, Optional.empty(), placed.cause());
            case COVERED -> same ? new Stands() : new Told(words);
            case UNBILLED ->
                isIn(placed, settled) ? new Known(placed.amount(), Optional.empty(), words) : new Told(words);
            case HELD -> held(settled, placed, same, words);
            // People billed it by hand before the cut-over, and they alone can bill the difference.
            case BILLED -> same && placed.amount().equals(settled.ofWork()) ? new Stands() : new Told(words);
            case OUTSIDE, POSTING, PAID, CREDITED, WRITTEN_OFF -> new Stands();
        };
    }

    private static Worth held(Settled settled, Placed placed, boolean same, String words) {
        if (!placed.amount().isZero() && isIn(placed, settled)) {
            return new Known(placed.amount(), placed.problem(), words);
        }
        var problem = placed.problem().orElseThrow();
        boolean ofTheWork =
                problem.subject().id().equals(settled.line().source().id());
        return same && !ofTheWork ? new Stands() : new Unclear(problem, words);
    }

    private static boolean isIn(Placed placed, Settled settled) {
        return placed.amount().getCurrencyUnit().equals(settled.currency());
    }
}
