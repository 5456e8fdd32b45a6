package dev.throughline.processes.contractactivation;

import static dev.throughline.processes.contractactivation.ContractActivation.TYPE;
import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Assignment;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.command.Command.CreateProject;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.policy.Checkpoint;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.TransitionTable;
import dev.throughline.processes.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractActivationTest {
    private static final Command COMMAND = new EnsureErpProject(PROJECT, project(), ALDER, Optional.of(UK));
    private static final Ref<Milestone> KICK_OFF = new Ref<>("mil_kickoff");

    private static World inDelivery() {
        return delivering(BillingModel.FIXED_FEE).existing(Role.PSA, PROJECT);
    }

    private static Scenario<ActivationState> contract(World world) {
        return given(new ContractActivation(), CONTRACT.id(), world)
                .whenStored(CONTRACT, dev.throughline.processes.testing.Firm.contract(Contract.Status.APPROVED));
    }

    private static Scenario<ActivationState> active() {
        return contract(inDelivery()).done("project-in-finance-1").done("activate-2");
    }

    @Test
    void an_approved_contract_is_set_up_in_finance_project_first() {
        var run = contract(inDelivery())
                .thenSends("project-in-finance-1")
                .done("project-in-finance-1")
                .thenSends("activate-2")
                .done("activate-2")
                .then(ActivationState.Active.class);
        assertThat(run.sent("activate-2", ActivateContract.class).revenueTreatment())
                .isEqualTo("straight_line");
    }

    @Test
    void a_contract_waits_for_its_project_in_delivery() {
        var made = new CreateProject(PROJECT, project(), "Alder LLP", List.of(), List.of(), List.of());
        contract(delivering(BillingModel.FIXED_FEE)).thenIgnored("delivery has no project");
        var world = delivering(BillingModel.FIXED_FEE);
        var run = contract(world);
        world.existing(Role.PSA, PROJECT);
        run.when(Events.done("quote-to-project", DEAL.id(), made)).thenSends("project-in-finance-1");
    }

    @Test
    void a_draft_version_is_not_set_up() {
        contract(inDelivery().without(VERSION)).thenIgnored("no version is approved");
    }

    @Test
    void where_policy_says_so_staffing_or_a_milestone_comes_first() {
        var policy = new ActivationPolicy(
                ActivationPolicy.WaitFor.STAFFING, ActivationPolicy.defaults().revenueTreatments());
        contract(inDelivery().with(policy))
                .thenIgnored("nobody is staffed")
                .whenStored(KICK_OFF, milestone("Kick-off", "100.00", Milestone.Status.APPROVED))
                .thenSends("project-in-finance-1");
    }

    @Test
    void where_policy_says_so_a_booking_counts_once_it_is_firm() {
        var policy = new ActivationPolicy(
                ActivationPolicy.WaitFor.STAFFING, ActivationPolicy.defaults().revenueTreatments());
        var booking = new Ref<Assignment>("asg_1");
        contract(inDelivery().with(policy))
                .whenStored(booking, booking(false))
                .thenIgnored("nobody is staffed")
                .whenStored(booking, booking(true))
                .thenSends("project-in-finance-1");
    }

    private static Assignment booking(boolean firm) {
        return new Assignment(PROJECT, ANN, Optional.empty(), START, END, java.math.BigDecimal.TEN, firm);
    }

    @Test
    void edits_of_staffing_send_nothing_again_that_finance_refused() {
        contract(inDelivery())
                .refused("project-in-finance-1", "INVALID_CUSTOMER")
                .whenStored(new Ref<Assignment>("asg_1"), booking(true))
                .thenIgnored("not mended by people")
                .thenOpenProblems("INVALID_CUSTOMER");
    }

    @Test
    void what_is_approved_later_is_a_change_order() {
        var first = version(BillingModel.FIXED_FEE, List.of());
        var second = new ContractVersion(
                CONTRACT,
                2,
                first.status(),
                first.billingModel(),
                END,
                gbp("150000.00"),
                first.startsOn(),
                first.endsOn(),
                first.rateCard(),
                first.notToExceed(),
                List.of(),
                List.of());
        active().whenStored(new Ref<>("cvr_rollout2"), second).thenIgnored("later versions are change orders");
    }

    @Test
    void a_refusal_is_held_until_a_retry() {
        contract(inDelivery())
                .refused("project-in-finance-1", "INVALID_CUSTOMER")
                .thenOpenProblems("INVALID_CUSTOMER")
                .whenRetried()
                .thenSends("project-in-finance-2")
                .thenOpenProblems();
    }

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(
                        new ContractActivation(), CONTRACT.id(), inDelivery(), ActivationStep.class, ActivationStep::of)
                .state(new ActivationState.Waiting(0))
                .state(new ActivationState.AwaitingApproval(
                        new Checkpoint(TYPE, CONTRACT.id(), "version 1, GBP 120000.00", Set.of("bob")), 0))
                .state(new ActivationState.CreatingProject(VERSION, PROJECT, AWAITED, 1))
                .state(new ActivationState.Activating(VERSION, PROJECT, AWAITED, 1))
                .state(new ActivationState.Active(VERSION, 1))
                .state(new ActivationState.Refused(VERSION, 1))
                .state(new ActivationState.GivenUp("bob", "not wanted", 1))
                .step(Events.changed(PROJECT, project()))
                .step(Events.changed(KICK_OFF, milestone("Kick-off", "100.00", Milestone.Status.APPROVED)))
                .step(Events.done(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.refused(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.abandoned(TYPE, CONTRACT.id(), COMMAND))
                .step(Events.asked(new Request.Retry(TYPE, CONTRACT.id())))
                .step(Events.asked(new Request.Approve(TYPE, CONTRACT.id(), "version 1, GBP 120000.00")))
                .step(Events.asked(new Request.Skip(TYPE, CONTRACT.id(), "not wanted")))
                .step(Events.asked(new Request.CreateProjectFromWonOpportunity(DEAL)))
                .matches("transitions-contract-activation.md");
    }
}
