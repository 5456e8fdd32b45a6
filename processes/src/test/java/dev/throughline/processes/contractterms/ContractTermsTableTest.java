package dev.throughline.processes.contractterms;

import static dev.throughline.processes.contractterms.ContractTerms.TYPE;
import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.contractterms.TermsState.Known;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractTermsTableTest {
    private static final Command COMMAND = new EnsureErpProject(PROJECT, project(), ALDER, Optional.of(UK));
    private static final Known KNOWN = new Known(1, "", Map.of());

    @Test
    void every_state_answers_every_step() {
        var world = delivering(BillingModel.MILESTONE)
                .with(new TermsPolicy(true, "as_invoiced"))
                .existing(Role.PSA, PROJECT);
        new TransitionTable<>(new ContractTerms(), CONTRACT.id(), world, TermsStep.class, TermsStep::of)
                .state(new TermsState.Settled(KNOWN))
                .state(new TermsState.MakingProject(AWAITED, KNOWN))
                .state(new TermsState.Ordering(AWAITED, "digest", KNOWN))
                .state(new TermsState.Refused(KNOWN))
                .state(new TermsState.GivenUp("bob", "not wanted", KNOWN))
                .step(Events.changed(PROJECT, project()))
                .step(Events.done(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.refused(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.abandoned(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, CONTRACT.id())))
                .step(Events.asked(new Request.CreateProjectFromWonOpportunity(DEAL)))
                .matches("transitions-contract-terms.md");
    }
}
