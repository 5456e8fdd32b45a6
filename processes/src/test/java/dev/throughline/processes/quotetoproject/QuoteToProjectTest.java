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
}
