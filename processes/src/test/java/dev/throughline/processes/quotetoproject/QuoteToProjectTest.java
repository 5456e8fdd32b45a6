package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Opportunity.SowStatus;
import dev.throughline.model.Opportunity.Stage;
import dev.throughline.model.command.Command.CreateProject;
import dev.throughline.processes.quotetoproject.QuoteState.Active;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingProject;
import dev.throughline.processes.quotetoproject.QuoteState.Lacking;
import dev.throughline.processes.quotetoproject.QuoteState.Refused;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuoteToProjectTest {
    private static Scenario<QuoteState> deal(World world) {
        return given(new QuoteToProject(), DEAL.id(), world);
    }

    private static Scenario<QuoteState> won(World world) {
        return deal(world).whenStored(DEAL, Firm.deal());
    }

    private static Scenario<QuoteState> active() {
        return won(sold()).done("customer-in-finance-1").done("project-2").done("report-3");
    }

    @Test
    void a_won_deal_becomes_a_project_that_sales_knows() {
        won(sold())
                .thenSends("customer-in-finance-1")
                .done("customer-in-finance-1")
                .thenSends("project-2")
                .then(CreatingProject.class)
                .done("project-2")
                .thenSends("report-3")
                .done("report-3")
                .then(Active.class)
                .thenSends()
                .thenOpenProblems();
    }

    @Test
    void the_project_carries_budget_and_phases_of_its_template() {
        var project = won(sold()).done("customer-in-finance-1").sent("project-2", CreateProject.class);
        assertThat(project.project().budget()).contains(gbp("120000.00"));
        assertThat(project.phases()).extracting("name").containsExactly("Delivery");
    }

    @Test
    void the_same_win_heard_twice_sends_nothing_twice() {
        won(sold()).whenStored(DEAL, Firm.deal()).thenIgnored("in hand");
        active().whenStored(DEAL, Firm.deal()).thenIgnored("same terms");
    }

    @Test
    void a_customer_without_tax_registration_holds_the_deal_until_it_has_one() {
        won(sold().with(ALDER, customer(Optional.empty(), false)))
                .then(Lacking.class)
                .thenSends()
                .thenOpenProblems("CUSTOMER_TAX_REGISTRATION_MISSING")
                .whenStored(ALDER, customer(false))
                .thenSends("customer-in-finance-1")
                .thenOpenProblems();
    }

    @Test
    void a_refusal_is_held_and_a_retry_goes_out_under_a_new_name() {
        won(sold())
                .refused("customer-in-finance-1", "INVALID_TERMS")
                .then(Refused.class)
                .thenOpenProblems("INVALID_TERMS")
                .whenRetried()
                .thenSends("customer-in-finance-2")
                .thenOpenProblems();
    }

    @Test
    void a_late_answer_changes_nothing() {
        active().done("project-2").thenIgnored("late");
    }

    @Test
    void a_deal_lost_after_its_project_was_made_is_a_problem_until_it_is_won_again() {
        active().whenStored(DEAL, Firm.deal(Stage.LOST, "120000.00", SowStatus.NONE))
                .thenOpenProblems("DEAL_REVERSED_AFTER_WON")
                .whenStored(DEAL, Firm.deal())
                .thenOpenProblems();
    }

    @Test
    void an_amount_changed_before_the_project_is_read_anew_and_after_it_is_a_problem() {
        var larger = Firm.deal(Stage.WON, "130000.00", SowStatus.NONE);
        var run = won(sold()).whenStored(DEAL, larger).done("customer-in-finance-1");
        assertThat(run.sent("project-2", CreateProject.class).project().budget())
                .contains(gbp("130000.00"));
        run.done("project-2")
                .done("report-3")
                .thenOpenProblems()
                .whenStored(DEAL, Firm.deal())
                .thenOpenProblems("DEAL_CHANGED_AFTER_PROJECT")
                .whenStored(DEAL, larger)
                .thenOpenProblems();
    }

    @Test
    void an_amount_changed_while_the_project_is_made_shows_when_it_is_there() {
        won(sold())
                .done("customer-in-finance-1")
                .whenStored(DEAL, Firm.deal(Stage.WON, "130000.00", SowStatus.NONE))
                .thenIgnored("being made")
                .done("project-2")
                .done("report-3")
                .thenOpenProblems("DEAL_CHANGED_AFTER_PROJECT");
    }

    @Test
    void a_contract_that_sales_brought_is_used_and_no_second_is_made() {
        var world = sold().with(CONTRACT, contract(dev.throughline.model.Contract.Status.APPROVED))
                .with(VERSION, version(dev.throughline.model.BillingModel.TIME_AND_MATERIALS, java.util.List.of()));
        var run = won(world).done("customer-in-finance-1");
        assertThat(run.last().stores())
                .extracting(store -> store.object().getClass().getSimpleName())
                .containsExactly("Project");
        assertThat(run.sent("project-2", CreateProject.class).project().contract())
                .contains(CONTRACT);
    }

    @Test
    void a_project_that_delivery_has_already_is_used_and_no_second_is_made() {
        won(sold().with(PROJECT, project())).done("customer-in-finance-1").thenSends("report-2");
    }

    @Test
    void a_statement_of_work_approved_later_approves_the_first_version() {
        var review = Firm.deal(Stage.WON, "120000.00", SowStatus.IN_REVIEW);
        var run = deal(sold().with(DEAL, review))
                .whenStored(DEAL, review)
                .done("customer-in-finance-1")
                .done("project-2")
                .done("report-3")
                .whenStored(DEAL, Firm.deal(Stage.WON, "120000.00", SowStatus.APPROVED));
        assertThat(run.last().stores()).hasSize(1);
        run.whenStored(DEAL, Firm.deal(Stage.WON, "120000.00", SowStatus.APPROVED))
                .thenIgnored("same terms");
    }

    @Test
    void a_deal_lost_half_way_sends_nothing_more_until_it_is_won_again() {
        won(sold())
                .whenStored(DEAL, Firm.deal(Stage.LOST, "120000.00", SowStatus.NONE))
                .thenOpenProblems("DEAL_REVERSED_AFTER_WON")
                .done("customer-in-finance-1")
                .thenSends()
                .whenStored(DEAL, Firm.deal())
                .thenSends("project-2")
                .thenOpenProblems();
    }

    @Test
    void given_up_and_taken_up_again_the_project_is_not_made_twice() {
        var world = sold();
        var run = won(world).done("customer-in-finance-1").done("project-2").whenSkipped();
        world.existing(dev.throughline.model.Role.PSA, ProjectPlan.ownProject(DEAL));
        run.whenRetried()
                .thenSends("customer-in-finance-4")
                .done("customer-in-finance-4")
                .thenSends("report-5");
        run.steps();
    }

    @Test
    void a_deal_that_is_not_won_is_left_alone() {
        deal(sold().without(DEAL))
                .whenStored(DEAL, Firm.deal(Stage.OPEN, "120000.00", SowStatus.NONE))
                .thenIgnored("open")
                .whenAsked(new dev.throughline.model.event.CanonicalEvent.Request.CreateProjectFromWonOpportunity(DEAL))
                .thenIgnored("not won");
    }
}
