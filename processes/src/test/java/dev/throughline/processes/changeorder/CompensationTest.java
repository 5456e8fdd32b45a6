package dev.throughline.processes.changeorder;

import static dev.throughline.processes.changeorder.Changes.*;
import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.command.Command.ChangeContract;
import dev.throughline.model.command.Command.ChangeOutcome;
import dev.throughline.model.command.Command.ChangeProject;
import dev.throughline.model.command.Command.ReportChange;
import dev.throughline.processes.Problem;
import dev.throughline.processes.testing.Scenario;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A change of which delivery has its part and finance refuses its own: completed or undone, and never in silence. */
class CompensationTest {
    private static Scenario<ChangeState> halfDone() {
        return carrying(world()).done("v2-delivery-1").refused("v2-finance-2", "PERIOD_CLOSED");
    }

    @Test
    void when_delivery_refuses_nothing_was_changed() {
        carrying(undoing())
                .refused("v2-delivery-1", "PROJECT_LOCKED")
                .then(ChangeState.Refused.class)
                .thenOpenProblems("PROJECT_LOCKED")
                .thenSends()
                .whenRetried()
                .thenSends("v2-delivery-2")
                .thenOpenProblems();
    }

    @Test
    void where_policy_completes_half_a_change_waits_on_the_desk_and_says_who_holds_what() {
        var run = halfDone().then(ChangeState.Refused.class).thenOpenProblems("PERIOD_CLOSED");
        var problem = run.world().problems().values().iterator().next();
        assertThat(problem.severity()).isEqualTo(Problem.Severity.HIGH);
        assertThat(problem.says())
                .contains("Delivery has the budget of a later version", "finance's order stands for version 1");
        run.whenStored(PROJECT, project())
                .thenIgnored("nothing that was refused has changed")
                .whenRetried()
                .thenSends("v2-finance-3")
                .done("v2-finance-3")
                .done("v2-forecast-4")
                .done("v2-sales-5")
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
    }

    @Test
    void where_policy_undoes_delivery_gets_its_former_budget_back_and_sales_hears_of_it() {
        var run = carrying(undoing())
                .done("v2-delivery-1")
                .refused("v2-finance-2", "PERIOD_CLOSED")
                .then(ChangeState.Undoing.class)
                .thenSends("back-v2-delivery-3")
                .done("back-v2-delivery-3")
                .thenSends("back-v2-sales-4")
                .done("back-v2-sales-4")
                .then(ChangeState.NotCarried.class)
                .thenOpenProblems("CHANGE_ORDER_UNDONE");
        var back = run.sent("back-v2-delivery-3", ChangeProject.class);
        assertThat(back.version()).isEqualTo(1);
        assertThat(back.budget()).contains(gbp("120000.00"));
        assertThat(back.endsOn()).contains(END);
        assertThat(run.sent("back-v2-sales-4", ReportChange.class).outcome()).isEqualTo(ChangeOutcome.UNDONE);
        assertThat(run.world().get(PROJECT).flatMap(Project::budget)).contains(gbp("120000.00"));
        run.whenStored(PROJECT, project().saying(Project.Status.PLANNED))
                .thenIgnored("looked at already")
                .whenRetried()
                .thenSends("v2-delivery-5")
                .thenOpenProblems();
    }

    @Test
    void what_finance_took_is_undone_too_when_its_forecast_is_refused() {
        var run = carrying(undoing())
                .done("v2-delivery-1")
                .done("v2-finance-2")
                .refused("v2-forecast-3", "PROJECT_CLOSED")
                .thenSends("back-v2-finance-4")
                .done("back-v2-finance-4")
                .thenSends("back-v2-delivery-5");
        var back = run.sent("back-v2-finance-4", ChangeContract.class);
        assertThat(back.subject()).isEqualTo(VERSION);
        assertThat(back.replaces()).contains(SECOND);
        assertThat(back.version().value()).isEqualTo(gbp("120000.00"));
    }

    @Test
    void a_refused_undoing_is_severe_and_a_retry_goes_on_with_it() {
        var run = carrying(undoing())
                .done("v2-delivery-1")
                .refused("v2-finance-2", "PERIOD_CLOSED")
                .refused("back-v2-delivery-3", "PROJECT_LOCKED")
                .then(ChangeState.UndoRefused.class)
                .thenOpenProblems("PERIOD_CLOSED", "PROJECT_LOCKED");
        assertThat(run.last().problems()).allMatch(problem -> problem.severity() == Problem.Severity.HIGH);
        run.whenRetried()
                .thenSends("back-v2-delivery-4")
                .done("back-v2-delivery-4")
                .done("back-v2-sales-5")
                .then(ChangeState.NotCarried.class)
                .thenOpenProblems("CHANGE_ORDER_UNDONE");
    }

    @Test
    void a_person_who_gives_up_half_a_change_has_it_undone() {
        halfDone()
                .whenSkipped()
                .thenSends("back-v2-delivery-3")
                .done("back-v2-delivery-3")
                .done("back-v2-sales-4")
                .then(ChangeState.NotCarried.class)
                .thenOpenProblems();
    }

    @Test
    void a_person_who_gave_it_back_by_hand_ends_a_refused_undoing() {
        halfDone()
                .whenSkipped()
                .refused("back-v2-delivery-3", "PROJECT_LOCKED")
                .whenSkipped()
                .thenSends("back-v2-sales-4")
                .done("back-v2-sales-4")
                .then(ChangeState.NotCarried.class)
                .thenOpenProblems();
    }

    @Test
    void a_command_that_a_person_abandons_is_a_refusal() {
        carrying(undoing())
                .done("v2-delivery-1")
                .abandoned("v2-finance-2")
                .then(ChangeState.Undoing.class)
                .thenSends("back-v2-delivery-3");
    }

    @Test
    void newer_terms_replace_half_a_change_and_an_undoing_still_knows_what_was_before_both() {
        var run = halfDone()
                .whenStored(THIRD, third("170000.00"))
                .thenSends("v3-delivery-3")
                .thenOpenProblems()
                .done("v3-delivery-3")
                .refused("v3-finance-4", "PERIOD_CLOSED")
                .whenSkipped();
        assertThat(run.sent("back-v3-delivery-5", ChangeProject.class).budget()).contains(gbp("120000.00"));
        assertThat(run.sent("back-v3-delivery-5", ChangeProject.class).endsOn()).contains(END);
    }

    @Test
    void newer_terms_that_are_faulty_leave_half_a_change_where_it_is() {
        halfDone()
                .whenStored(THIRD, third("-1.00"))
                .then(ChangeState.Refused.class)
                .thenOpenProblems("PERIOD_CLOSED", "CHANGE_ORDER_VALUE")
                .whenStored(THIRD, third("170000.00"))
                .thenSends("v3-delivery-3")
                .thenOpenProblems();
    }

    @Test
    void terms_that_were_taken_back_undo_half_a_change() {
        halfDone()
                .whenStored(
                        SECOND, amended(2, ContractVersion.Status.REJECTED, APRIL, gbp("150000.00"), Optional.empty()))
                .thenSends("back-v2-delivery-3")
                .done("back-v2-delivery-3")
                .done("back-v2-sales-4")
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
    }

    @Test
    void when_only_sales_cannot_be_told_the_change_stands() {
        carrying(undoing())
                .done("v2-delivery-1")
                .done("v2-finance-2")
                .done("v2-forecast-3")
                .refused("v2-sales-4", "FIELD_MISSING")
                .then(ChangeState.Refused.class)
                .thenOpenProblems("FIELD_MISSING")
                .whenSkipped()
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
    }

    @Test
    void a_late_answer_to_a_step_already_left_changes_nothing() {
        halfDone().whenRetried().refused("v2-finance-2", "PERIOD_CLOSED").thenIgnored("late answer");
    }
}
