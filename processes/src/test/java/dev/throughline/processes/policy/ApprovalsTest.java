package dev.throughline.processes.policy;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Role;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.contractactivation.ActivationState;
import dev.throughline.processes.contractactivation.ContractActivation;
import dev.throughline.processes.contractactivation.ContractApproval;
import dev.throughline.processes.quotetoproject.ProjectApproval;
import dev.throughline.processes.quotetoproject.QuoteState;
import dev.throughline.processes.quotetoproject.QuoteToProject;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One pattern at every checkpoint: above the limit it waits, who caused it may not approve it, another lets go on what was looked at. */
class ApprovalsTest {
    private static final String WORTH = "GBP 120000.00";
    private static final String FIRST = "version 1, GBP 120000.00";

    private static Opportunity ownedBy(String owner, String amount) {
        var deal = Firm.deal(Opportunity.Stage.WON, amount, Opportunity.SowStatus.NONE);
        return new Opportunity(
                deal.name(),
                deal.stage(),
                deal.account(),
                deal.amount(),
                deal.closesOn(),
                deal.legalEntity(),
                deal.billingModel(),
                deal.serviceLine(),
                deal.rateCard(),
                deal.paymentTerms(),
                deal.deliveryTemplate(),
                deal.sow(),
                deal.startsOn(),
                deal.endsOn(),
                Optional.of(owner),
                deal.probability(),
                deal.lines());
    }

    private static Scenario<QuoteState> won(World world) {
        return given(new QuoteToProject(), DEAL.id(), world).whenStored(DEAL, ownedBy("Sam@firm.example", "120000.00"));
    }

    private static World projectsAbove(String limit) {
        return sold().with(new ProjectApproval(List.of(gbp(limit))));
    }

    private static World contractsAbove(String limit) {
        return delivering(BillingModel.FIXED_FEE)
                .existing(Role.PSA, PROJECT)
                .with(new ContractApproval(List.of(gbp(limit))));
    }

    private static Scenario<ActivationState> approvedContract(World world) {
        return given(new ContractActivation(), CONTRACT.id(), world)
                .whenStored(CONTRACT, Firm.contract(Contract.Status.APPROVED));
    }

    @Test
    void a_deal_at_the_limit_starts_by_itself_and_one_above_waits() {
        won(projectsAbove("120000.00")).thenSends("customer-in-finance-1").thenOpenProblems();
        won(projectsAbove("119999.99"))
                .then(QuoteState.AwaitingApproval.class)
                .thenSends()
                .thenOpenProblems("PROJECT_NEEDS_APPROVAL")
                .whenRetried()
                .thenIgnored("waits for approval")
                .whenStored(ALDER, customer(false))
                .thenIgnored("waits for approval");
    }

    @Test
    void a_legal_entity_may_have_another_limit() {
        won(projectsAbove("1.00").forEntity(UK, new ProjectApproval(List.of(gbp("200000.00")))))
                .thenSends("customer-in-finance-1");
    }

    @Test
    void who_sold_the_deal_does_not_approve_it_and_another_does() {
        won(projectsAbove("1.00"))
                .whenApproved("sam@FIRM.example ", WORTH)
                .then(QuoteState.AwaitingApproval.class)
                .thenSends()
                .thenSays("PROJECT_NEEDS_APPROVAL", "sam@FIRM.example  caused it and may not approve it")
                .whenApproved("eve", WORTH)
                .thenSends("customer-in-finance-1")
                .thenOpenProblems()
                .done("customer-in-finance-1")
                .thenSends("project-2");
    }

    @Test
    void who_asked_for_the_project_does_not_approve_it() {
        given(new QuoteToProject(), DEAL.id(), projectsAbove("1.00"))
                .whenAsked(new Request.CreateProjectFromWonOpportunity(DEAL))
                .whenApproved("alice", WORTH)
                .thenSends()
                .thenSays("PROJECT_NEEDS_APPROVAL", "by somebody other than alice")
                .whenApproved("bob", WORTH)
                .thenSends("customer-in-finance-1");
    }

    @Test
    void what_was_looked_at_is_what_is_approved() {
        won(projectsAbove("1.00"))
                .whenApproved("eve", "GBP 1.00")
                .thenIgnored("GBP 1.00 waits for no approval")
                .whenStored(DEAL, ownedBy("sam", "130000.00"))
                .thenOpenProblems("PROJECT_NEEDS_APPROVAL")
                .whenApproved("eve", WORTH)
                .thenIgnored("waits for no approval")
                .whenApproved("eve", "GBP 130000.00")
                .thenSends("customer-in-finance-1");
    }

    @Test
    void a_deal_that_grows_on_its_way_is_approved_anew_and_one_that_shrinks_is_not() {
        var run = won(projectsAbove("1.00")).whenApproved("eve", WORTH);
        run.whenStored(DEAL, ownedBy("sam", "110000.00")).then(QuoteState.CreatingCustomer.class);
        run.whenStored(DEAL, ownedBy("sam", "110000.01"))
                .then(QuoteState.AwaitingApproval.class)
                .done("customer-in-finance-1")
                .thenIgnored("late answer")
                .whenApproved("eve", "GBP 110000.01")
                .thenSends("customer-in-finance-2");
    }

    @Test
    void a_deal_that_waits_may_be_lost_lack_something_or_be_given_up() {
        won(projectsAbove("1.00"))
                .whenStored(DEAL, deal(Opportunity.Stage.LOST, "120000.00", Opportunity.SowStatus.NONE))
                .then(QuoteState.Waiting.class)
                .thenOpenProblems();
        won(projectsAbove("1.00")).whenSkipped().then(QuoteState.GivenUp.class).thenOpenProblems();
        var run = won(projectsAbove("1.00"));
        run.world().with(ALDER, customer(true));
        run.whenApproved("eve", WORTH).then(QuoteState.Lacking.class).thenOpenProblems("CUSTOMER_ON_CREDIT_HOLD");
    }

    @Test
    void a_contract_above_the_limit_is_set_up_once_another_approved_this_version_of_it() {
        approvedContract(contractsAbove("120000.00")).thenSends("project-in-finance-1");
        approvedContract(contractsAbove("119999.99").with(DEAL, ownedBy("sam", "120000.00")))
                .then(ActivationState.AwaitingApproval.class)
                .thenSends()
                .whenRetried()
                .thenIgnored("not for a retry")
                .whenApproved("eve", "version 2")
                .thenIgnored("waits for no approval")
                .whenApproved("sam", FIRST)
                .thenSends()
                .thenSays("CONTRACT_NEEDS_APPROVAL", "sam caused it")
                .whenApproved("eve", FIRST)
                .thenSends("project-in-finance-1")
                .thenOpenProblems()
                .done("project-in-finance-1")
                .thenSends("activate-2");
    }

    @Test
    void a_contract_that_finance_refused_is_not_approved_twice_but_one_given_up_is() {
        var run = approvedContract(contractsAbove("1.00")).whenApproved("eve", FIRST);
        run.refused("project-in-finance-1", "NO").whenRetried().thenSends("project-in-finance-2");
        run.whenSkipped().whenRetried().then(ActivationState.AwaitingApproval.class);
        run.whenApproved("alice", FIRST).thenSends().thenSays("CONTRACT_NEEDS_APPROVAL", "alice caused it");
    }

    @Test
    void a_contract_that_waits_and_loses_its_project_waits_for_that_first() {
        var run = approvedContract(contractsAbove("1.00"));
        run.whenStored(CONTRACT, Firm.contract(Contract.Status.CLOSED))
                .then(ActivationState.Waiting.class)
                .thenOpenProblems();
        run.whenApproved("eve", FIRST).thenIgnored("nothing waits for approval");
    }
}
