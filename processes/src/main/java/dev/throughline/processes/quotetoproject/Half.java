package dev.throughline.processes.quotetoproject;

import dev.throughline.model.Role;
import dev.throughline.processes.Facts;
import dev.throughline.processes.quotetoproject.QuoteState.Active;
import dev.throughline.processes.quotetoproject.QuoteState.AwaitingApproval;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingCustomer;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingProject;
import dev.throughline.processes.quotetoproject.QuoteState.GivenUp;
import dev.throughline.processes.quotetoproject.QuoteState.Lacking;
import dev.throughline.processes.quotetoproject.QuoteState.Refused;
import dev.throughline.processes.quotetoproject.QuoteState.Reporting;
import dev.throughline.processes.quotetoproject.QuoteState.Reversed;
import dev.throughline.processes.quotetoproject.QuoteState.Stage;
import dev.throughline.processes.quotetoproject.QuoteState.Waiting;
import java.util.Optional;

/**
 * What stands in other systems, or may still come to stand there, of a deal that goes no further.
 *
 * @param delivered whether that is more than the customer
 */
record Half(Plan plan, boolean delivered, String says) {
    static Optional<Half> of(QuoteState state, Facts facts) {
        return switch (state) {
            case Waiting _, Lacking _, AwaitingApproval _, Active _, GivenUp _ -> Optional.empty();
            case CreatingCustomer making -> Optional.of(customer(making.plan(), "may still be made"));
            case CreatingProject making -> Optional.of(project(making.plan(), "may still be made in delivery"));
            case Reporting making -> Optional.of(project(making.plan(), "is in delivery"));
            case Refused said -> at(said.plan(), said.stage(), facts);
            case Reversed back
            when !back.awaited().isEmpty() && back.stage() == Stage.PROJECT ->
                Optional.of(project(back.plan(), "may still be made in delivery"));
            case Reversed back -> at(back.plan(), back.stage(), facts);
        };
    }

    /** Of what was on its way nothing was done. */
    static Optional<Half> before(QuoteState state, Facts facts) {
        return switch (state) {
            case CreatingCustomer making -> at(making.plan(), Stage.CUSTOMER, facts);
            case CreatingProject making -> at(making.plan(), Stage.PROJECT, facts);
            case Reporting making -> at(making.plan(), Stage.REPORT, facts);
            case Waiting _, Lacking _, AwaitingApproval _, Active _, GivenUp _, Refused _, Reversed _ ->
                of(state, facts);
        };
    }

    /** Before a stage that surely was not done. */
    private static Optional<Half> at(Plan plan, Stage stage, Facts facts) {
        if (stage == Stage.REPORT || facts.existsIn(Role.PSA, plan.project())) {
            return Optional.of(project(plan, "is in delivery"));
        }
        return stage == Stage.PROJECT || facts.existsIn(Role.ERP, plan.customer())
                ? Optional.of(customer(plan, "is there"))
                : Optional.empty();
    }

    private static Half customer(Plan plan, String stands) {
        return new Half(
                plan,
                false,
                "customer %s %s in finance, and delivery has no project".formatted(plan.customer(), stands));
    }

    private static Half project(Plan plan, String stands) {
        return new Half(
                plan,
                true,
                "customer %s is in finance, project %s %s, and sales does not know it"
                        .formatted(plan.customer(), plan.project(), stands));
    }
}
