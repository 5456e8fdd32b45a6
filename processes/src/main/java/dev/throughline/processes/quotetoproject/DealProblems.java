package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.INTEGRATION;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Checkpoint;
import java.util.Optional;

/** What can be wrong with a won deal, in words. */
final class DealProblems {
    static final String CHANGED_AFTER_PROJECT = "DEAL_CHANGED_AFTER_PROJECT";
    static final String REVERSED = "DEAL_REVERSED_AFTER_WON";

    private DealProblems() {}

    static Problem of(String code, Problem.Owner owner, Ref<?> subject, Opportunity deal, String says, String remedy) {
        var problem = Problem.of(
                code, owner, subject, "Deal '%s' cannot become a project: %s".formatted(deal.name(), says), remedy);
        return deal.amount().map(problem::atStake).orElse(problem);
    }

    /** @param barred why the approval that was given does not count, when one was given */
    static Problem approval(Deal deal, Checkpoint checkpoint, Optional<String> barred) {
        return Problem.of(
                        "PROJECT_NEEDS_APPROVAL",
                        FINANCE_OPS,
                        deal.ref(),
                        "Deal '%s' is worth %s and waits for approval before its project is made%s"
                                .formatted(
                                        deal.opportunity().name(),
                                        deal.value(),
                                        barred.map(why -> "; " + why).orElse("")),
                        checkpoint.remedy())
                .atStake(deal.value());
    }

    static Problem refused(QuoteStep.SaidNo said, Ref<Opportunity> ref, Plan plan, QuoteState.Stage stage) {
        var what = switch (stage) {
            case CUSTOMER -> "the customer";
            case PROJECT -> "the project";
            case REPORT -> "the project's number on the deal";
        };
        var subject = switch (stage) {
            case CUSTOMER -> plan.customer();
            case PROJECT -> plan.project();
            case REPORT -> ref;
        };
        var owner = switch (stage) {
            case CUSTOMER -> FINANCE_OPS;
            case PROJECT -> Problem.Owner.DELIVERY_OPS;
            case REPORT -> INTEGRATION;
        };
        return Problem.of(
                        said.code(),
                        owner,
                        subject,
                        "%s refused %s of deal %s: %s".formatted(said.system(), what, ref, said.says()),
                        "Mend what it names, then retry; a change of the deal or its customer retries by itself")
                .atStake(plan.value());
    }

    static Problem halfDone(Ref<Opportunity> ref, Half half, String by, String reason) {
        return Problem.of(
                        "DEAL_HALF_DONE",
                        half.delivered() ? Problem.Owner.DELIVERY_OPS : FINANCE_OPS,
                        ref,
                        "Deal %s was given up by %s (%s) when half of it was done: %s"
                                .formatted(ref, by, reason, half.says()),
                        half.delivered()
                                ? "Retry to complete it; or cancel the project, then skip this once more"
                                : "Retry to complete it; or skip this once more: a customer without a project does no harm")
                .atStake(half.plan().value());
    }

    static Problem reversed(Ref<Opportunity> ref, Plan plan, String how) {
        return Problem.of(
                        REVERSED,
                        SALES_OPS,
                        ref,
                        "Deal %s was won and is now %s, but its project %s is being made or exists"
                                .formatted(ref, how, plan.project()),
                        "Set the deal to won again, or cancel the project in delivery and skip this instance")
                .atStake(plan.value())
                .severe();
    }

    static Problem changed(Ref<Opportunity> ref, Plan plan, Plan now) {
        return Problem.of(
                        CHANGED_AFTER_PROJECT,
                        SALES_OPS,
                        ref,
                        "Deal %s was changed after its project %s was made: it was %s for %s of %s, and is %s for %s of %s"
                                .formatted(
                                        ref,
                                        plan.project(),
                                        plan.value(),
                                        plan.customer(),
                                        plan.entity(),
                                        now.value(),
                                        now.customer(),
                                        now.entity()),
                        "Agree the change as a change order of contract %s, or set the deal back"
                                .formatted(plan.contract()))
                .atStake(now.value());
    }
}
