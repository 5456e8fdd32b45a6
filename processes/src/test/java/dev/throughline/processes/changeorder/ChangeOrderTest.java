package dev.throughline.processes.changeorder;

import static dev.throughline.processes.changeorder.Changes.*;
import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.ChangeContract;
import dev.throughline.model.command.Command.ChangeOutcome;
import dev.throughline.model.command.Command.ChangeProject;
import dev.throughline.model.command.Command.ReportChange;
import dev.throughline.model.command.Command.ReviseForecast;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Decision;
import dev.throughline.processes.contractterms.TermsPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeOrderTest {
    @Test
    void an_approved_version_is_carried_to_delivery_finance_and_sales_in_this_order() {
        var run = carrying(billedSome("20000.00"))
                .thenSends("v2-delivery-1")
                .done("v2-delivery-1")
                .thenSends("v2-finance-2")
                .done("v2-finance-2")
                .thenSends("v2-forecast-3")
                .done("v2-forecast-3")
                .thenSends("v2-sales-4")
                .done("v2-sales-4")
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
        var project = run.sent("v2-delivery-1", ChangeProject.class);
        assertThat(project.budget()).contains(gbp("150000.00"));
        assertThat(project.endsOn()).contains(YEAR_END);
        var order = run.sent("v2-finance-2", ChangeContract.class);
        assertThat(order.subject()).isEqualTo(SECOND);
        assertThat(order.replaces()).contains(VERSION);
        assertThat(order.version().value()).isEqualTo(gbp("150000.00"));
        var forecast = run.sent("v2-forecast-3", ReviseForecast.class);
        assertThat(forecast.total()).isEqualTo(gbp("150000.00"));
        assertThat(forecast.remaining()).isEqualTo(gbp("130000.00"));
        var report = run.sent("v2-sales-4", ReportChange.class);
        assertThat(report.outcome()).isEqualTo(ChangeOutcome.CARRIED);
        assertThat(report.carried()).isEqualTo(2);
    }

    @Test
    void the_hub_knows_the_new_budget_once_delivery_has_it() {
        var run = carrying(world());
        assertThat(run.world().get(PROJECT).flatMap(Project::budget)).contains(gbp("120000.00"));
        run.done("v2-delivery-1");
        assertThat(run.world().get(PROJECT).flatMap(Project::budget)).contains(gbp("150000.00"));
        assertThat(run.world().get(PROJECT).flatMap(Project::endsOn)).contains(YEAR_END);
    }

    @Test
    void nothing_happens_before_finance_has_the_contract() {
        var run = dev.throughline.processes.testing.Scenario.given(new ChangeOrder(), CONTRACT.id(), world())
                .whenStored(SECOND, second("150000.00"))
                .thenIgnored("finance has not the contract yet")
                .when(setUp(second("150000.00")));
        assertThat(run.steps()).as("delivery still has the budget of the first").containsExactly("v2-delivery-1");
    }

    @Test
    void a_first_version_alone_is_in_force_at_once() {
        assertThat(inForce(world()).then(ChangeState.InForce.class).steps()).isEmpty();
    }

    @Test
    void a_storm_of_project_edits_tells_nobody_anything() {
        var run = inForce(world());
        for (int i = 0; i < 100; i++) {
            run.whenStored(PROJECT, project()).thenIgnored("does not concern");
        }
        assertThat(run.steps()).isEmpty();
    }

    @Test
    void a_version_that_comes_while_another_is_on_its_way_waits_and_is_carried_next() {
        var run = carrying(world())
                .done("v2-delivery-1")
                .whenStored(THIRD, third("170000.00"))
                .thenIgnored("looked at again after its answer")
                .done("v2-finance-2")
                .done("v2-forecast-3")
                .done("v2-sales-4")
                .thenSends("v3-delivery-5")
                .done("v3-delivery-5")
                .thenSends("v3-finance-6");
        assertThat(run.sent("v3-finance-6", ChangeContract.class).replaces()).contains(SECOND);
        assertThat(run.sent("v3-delivery-5", ChangeProject.class).endsOn())
                .as("what the version says nothing of stays")
                .contains(YEAR_END);
    }

    @Test
    void of_two_versions_of_which_nothing_was_sent_only_the_newest_is_carried() {
        var policy = new ChangeOrderPolicy(List.of(gbp("10000.00")), ChangeOrderPolicy.OnRefusal.COMPLETE, true, true);
        carrying(world().with(policy))
                .then(ChangeState.AwaitingApproval.class)
                .whenStored(THIRD, third("125000.00"))
                .thenSends("v3-delivery-1")
                .thenOpenProblems();
    }

    @Test
    void a_change_from_the_threshold_on_waits_for_approval_and_one_below_does_not() {
        var policy = new ChangeOrderPolicy(List.of(gbp("30000.00")), ChangeOrderPolicy.OnRefusal.COMPLETE, true, true);
        carrying(world().with(policy))
                .thenRaises("CHANGE_ORDER_NEEDS_APPROVAL")
                .thenSends()
                .whenRetried()
                .thenIgnored("waits for approval")
                .whenAsked(new Request.Approve(ChangeOrder.TYPE, CONTRACT.id(), "version 7"))
                .thenIgnored("version 7 waits for no approval")
                .whenAsked(new Request.Approve(ChangeOrder.TYPE, CONTRACT.id(), "version 2"))
                .thenSends("v2-delivery-1")
                .thenOpenProblems();
        inForce(world().with(policy)).whenStored(SECOND, second("90000.01")).thenSends("v2-delivery-1");
    }

    @Test
    void who_asked_for_a_change_to_be_looked_at_does_not_approve_it() {
        var policy = new ChangeOrderPolicy(List.of(gbp("1.00")), ChangeOrderPolicy.OnRefusal.COMPLETE, true, true);
        carrying(world().with(policy))
                .whenSkipped()
                .whenRetried()
                .then(ChangeState.AwaitingApproval.class)
                .whenApproved("Alice", "version 2")
                .thenSends()
                .thenSays("CHANGE_ORDER_NEEDS_APPROVAL", "Alice caused it and may not approve it")
                .whenApproved("bob", "version 2")
                .thenSends("v2-delivery-1");
    }

    @Test
    void a_version_that_was_given_up_is_not_taken_up_again_by_itself() {
        var policy = new ChangeOrderPolicy(List.of(gbp("1.00")), ChangeOrderPolicy.OnRefusal.COMPLETE, true, true);
        carrying(world().with(policy))
                .whenSkipped()
                .then(ChangeState.NotCarried.class)
                .thenOpenProblems()
                .whenStored(PROJECT, project())
                .thenIgnored("does not concern")
                .whenRetried()
                .then(ChangeState.AwaitingApproval.class);
    }

    @Test
    void a_gap_in_the_numbers_waits_for_a_person() {
        inForce(world())
                .whenStored(THIRD, third("150000.00"))
                .then(ChangeState.AwaitingApproval.class)
                .thenOpenProblems("CHANGE_ORDER_NEEDS_APPROVAL")
                .whenAsked(new Request.Approve(ChangeOrder.TYPE, CONTRACT.id(), "version 3"))
                .thenSends("v3-delivery-1");
    }

    @Test
    void a_correction_of_the_version_in_force_is_carried_like_a_new_one() {
        var run = carrying(world())
                .done("v2-delivery-1")
                .done("v2-finance-2")
                .done("v2-forecast-3")
                .done("v2-sales-4")
                .whenStored(SECOND, second("151000.00"))
                .thenSends("v2-delivery-5")
                .done("v2-delivery-5");
        assertThat(run.sent("v2-finance-6", ChangeContract.class).replaces())
                .as("the order stands for the version already")
                .isEmpty();
    }

    @Test
    void a_contract_that_sales_does_not_keep_and_a_policy_that_wants_less_leave_steps_out() {
        var less = new ChangeOrderPolicy(List.of(), ChangeOrderPolicy.OnRefusal.COMPLETE, false, true);
        var world = delivering(dev.throughline.model.BillingModel.TIME_AND_MATERIALS)
                .existing(dev.throughline.model.Role.PSA, PROJECT)
                .with(less);
        carrying(world).done("v2-delivery-1").done("v2-finance-2").then(ChangeState.InForce.class);
    }

    @Test
    void versions_that_add_up_are_no_changes_of_each_other() {
        var run = carrying(world().with(new TermsPolicy(true, "as_invoiced")));
        assertThat(run.steps()).isEmpty();
        assertThat(run.state()).isInstanceOf(ChangeState.NotSetUp.class);
    }

    @Test
    void the_same_decision_taken_twice_names_the_same_commands() {
        assertThat(carrying(world()).last().commands())
                .isEqualTo(carrying(world()).last().commands());
        assertThat(carrying(world()).last().commands())
                .extracting(Decision.Send::command)
                .isEqualTo(carrying(world()).last().commands().stream()
                        .map(Decision.Send::command)
                        .toList());
    }

    @Test
    void a_draft_changes_nothing() {
        var draft = amended(2, ContractVersion.Status.DRAFT, APRIL, gbp("150000.00"), Optional.empty());
        inForce(world())
                .whenStored(new Ref<ContractVersion>("cvr_draft"), draft)
                .thenIgnored("every system holds");
    }
}
