package dev.throughline.processes.timetobilling;

import dev.throughline.model.Lifecycle;
import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy.OnCancel;
import java.util.Optional;

/** What does not bill because its project is on hold, cancelled or closed. */
record Stopped(Terms terms, Facts facts) {
    /** Why work that would be ready is held. */
    Optional<Problem> problem(LineDraft draft) {
        return terms.stopped().flatMap(life -> switch (life.stage()) {
            case OPEN -> Optional.empty();
            case ON_HOLD -> goesOn(draft) ? Optional.empty() : Optional.of(BillingProblems.projectOnHold(terms, life));
            case CANCELLED -> cancelled(draft, life);
            case CLOSED -> Optional.of(BillingProblems.afterEnd(terms, life));
        });
    }

    /** Why work that a term covers is held: it was done when the project had ended. */
    Optional<Problem> tooLate(LineDraft draft) {
        return terms.stopped()
                .filter(life -> life.stage() == Stage.CLOSED || life.stage() == Stage.CANCELLED && late(draft, life))
                .map(life -> BillingProblems.afterEnd(terms, life));
    }

    /** Whether a payment falls due after the project has ended, so that nobody owes it. */
    boolean ended(Source.Due due) {
        return terms.stopped()
                .filter(life -> life.stage() == Stage.CANCELLED || life.stage() == Stage.CLOSED)
                .filter(life -> due.dueOn().isAfter(life.since()))
                .isPresent();
    }

    private boolean goesOn(LineDraft draft) {
        return draft.source() instanceof Source.Due due
                && terms.recurs(due.instalment())
                && facts.policy(LifecyclePolicy.class).recurringOnHold();
    }

    /** A charge is for what was covered before, whatever the last day of its period is. */
    private Optional<Problem> cancelled(LineDraft draft, Lifecycle life) {
        if (late(draft, life) && !(draft.source() instanceof Source.Charge)) {
            return Optional.of(BillingProblems.afterEnd(terms, life));
        }
        var onCancel = facts.policy(LifecyclePolicy.class).onCancel();
        return onCancel == OnCancel.BILL_APPROVED
                ? Optional.empty()
                : Optional.of(BillingProblems.projectCancelled(terms, life, onCancel));
    }

    private static boolean late(LineDraft draft, Lifecycle life) {
        return draft.day().isAfter(life.since());
    }
}
