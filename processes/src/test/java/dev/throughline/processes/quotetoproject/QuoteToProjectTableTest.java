package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.quotetoproject.QuoteToProject.TYPE;
import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.Opportunity.SowStatus;
import dev.throughline.model.Opportunity.Stage;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureCustomer;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Checkpoint;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuoteToProjectTableTest {
    private static final Plan PLAN = new Plan(CONTRACT, VERSION, PROJECT, ALDER, UK, gbp("120000.00"), true, false);
    private static final Problem PROBLEM =
            Problem.of("SOME_CODE", Problem.Owner.FINANCE_OPS, ALDER, "It is so.", "Mend it.");
    private static final Command COMMAND = new EnsureCustomer(Role.ERP, ALDER, customer(false), Optional.of(UK));

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(new QuoteToProject(), DEAL.id(), sold(), QuoteStep.class, QuoteStep::of)
                .state(new QuoteState.Waiting(0))
                .state(new QuoteState.Lacking(List.of(PROBLEM), 0))
                .state(new QuoteState.AwaitingApproval(
                        new Checkpoint(TYPE, DEAL.id(), "GBP 120000.00", Set.of("bob")), 0))
                .state(new QuoteState.CreatingCustomer(PLAN, Set.of(AWAITED), 1))
                .state(new QuoteState.CreatingProject(PLAN, AWAITED, 1))
                .state(new QuoteState.Reporting(PLAN, AWAITED, 1))
                .state(new QuoteState.Refused(PLAN, QuoteState.Stage.PROJECT, PROBLEM, 1))
                .state(new QuoteState.Reversed(PLAN, QuoteState.Stage.PROJECT, Set.of(AWAITED), 1))
                .state(new QuoteState.Active(PLAN, false, false, 1))
                .state(new QuoteState.GivenUp("bob", "not wanted", 1))
                .step(Events.changed(DEAL, deal()))
                .step(Events.changed(DEAL, deal(Stage.LOST, "120000.00", SowStatus.NONE)))
                .step(Events.changed(ALDER, customer(false)))
                .step(Events.done(TYPE, DEAL.id(), COMMAND))
                .step(Events.refused(TYPE, DEAL.id(), COMMAND))
                .step(Events.abandoned(TYPE, DEAL.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, DEAL.id())))
                .step(Events.asked(new Request.Approve(TYPE, DEAL.id(), "GBP 120000.00")))
                .step(Events.asked(new Request.Skip(TYPE, DEAL.id(), "not wanted")))
                .step(Events.asked(new Request.ActivateContract(CONTRACT)))
                .matches("transitions-quote-to-project.md");
    }
}
