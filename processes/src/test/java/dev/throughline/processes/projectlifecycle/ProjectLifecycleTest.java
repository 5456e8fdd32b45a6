package dev.throughline.processes.projectlifecycle;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Invoice;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ReportProject;
import dev.throughline.model.command.Command.ReviseForecast;
import dev.throughline.model.command.Command.SetOrderStage;
import dev.throughline.model.command.Command.SetProjectStage;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.Header;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Problem;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectLifecycleTest {
    private static final Ref<Milestone> GO_LIVE = new Ref<>("mil_golive");
    private static final Ref<Invoice> INVOICE = new Ref<>("inv_1");

    static World everywhere() {
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.ERP, PROJECT)
                .existing(Role.ERP, VERSION)
                .existing(Role.CRM, DEAL);
    }

    static LifecyclePolicy policy(String approveFrom) {
        var usual = LifecyclePolicy.defaults();
        return new LifecyclePolicy(
                usual.onCancel(), true, List.of(gbp(approveFrom)), usual.closeNeeds(), false, true, true, true);
    }

    private static Scenario<LifecycleState> project(World world) {
        return Scenario.given(new ProjectLifecycle(), PROJECT.id(), world).whenStored(PROJECT, project());
    }

    private static Project project() {
        return dev.throughline.processes.testing.Firm.project();
    }

    private static Request ask(ProjectMove move) {
        return new Request.MoveProject(PROJECT, move, "the customer asked for it");
    }

    private static Asked approvedBy(String who, String what) {
        return new Asked(
                new Header("e9", Instant.parse("2026-04-01T09:00:00Z"), "thread"),
                new Request.Approve(ProjectLifecycle.TYPE, PROJECT.id(), what),
                who);
    }

    private static Stage stage(Scenario<LifecycleState> run) {
        return run.world().get(PROJECT).orElseThrow().stage();
    }

    @Test
    void a_new_project_is_open_and_nobody_is_told() {
        project(everywhere()).thenSends().then(LifecycleState.Settled.class).thenOpenProblems();
    }

    @Test
    void a_hold_stops_billing_at_once_and_then_every_system_hears_of_it() {
        var run = project(everywhere()).whenAsked(ask(ProjectMove.HOLD)).thenSends("on-hold-delivery-1");
        assertThat(run.world().get(PROJECT).flatMap(Project::lifecycle))
                .contains(
                        new Lifecycle(Stage.ON_HOLD, LocalDate.of(2026, 4, 1), "the customer asked for it", List.of()));
        run.done("on-hold-delivery-1")
                .thenSends("on-hold-finance-2")
                .done("on-hold-finance-2")
                .thenSends("on-hold-sales-3")
                .done("on-hold-sales-3")
                .then(LifecycleState.Settled.class)
                .thenOpenProblems();
        assertThat(run.sent("on-hold-finance-2", SetProjectStage.class).target())
                .isEqualTo(Role.ERP);
        assertThat(run.sent("on-hold-sales-3", ReportProject.class).projectStatus())
                .isEqualTo("ON_HOLD");
        run.whenAsked(ask(ProjectMove.RELEASE)).thenSends("open-delivery-4");
        assertThat(stage(run)).isEqualTo(Stage.OPEN);
        run.done("open-delivery-4").done("open-finance-5").done("open-sales-6").then(LifecycleState.Settled.class);
        assertThat(run.sent("open-sales-6", ReportProject.class).projectStatus())
                .isEqualTo("ACTIVE");
    }

    @Test
    void a_hold_seen_in_delivery_is_told_to_the_others_alone_and_its_echo_to_nobody() {
        var run = project(everywhere())
                .whenStored(PROJECT, project().saying(Project.Status.ON_HOLD))
                .thenSends("on-hold-finance-1");
        assertThat(stage(run)).isEqualTo(Stage.ON_HOLD);
        run.done("on-hold-finance-1").done("on-hold-sales-2").then(LifecycleState.Settled.class);
        var held = run.world().get(PROJECT).orElseThrow();
        run.whenStored(PROJECT, held.planned(held.budget(), held.startsOn(), held.endsOn()))
                .thenSends();
        run.whenStored(PROJECT, held.saying(Project.Status.ACTIVE)).thenSends("open-finance-3");
        assertThat(stage(run)).isEqualTo(Stage.OPEN);
    }

    @Test
    void the_echo_of_a_hold_that_was_asked_for_here_changes_nothing() {
        var run = project(everywhere()).whenAsked(ask(ProjectMove.HOLD)).done("on-hold-delivery-1");
        var held = run.world().get(PROJECT).orElseThrow();
        run.whenStored(PROJECT, held.saying(Project.Status.ON_HOLD))
                .thenSends()
                .done("on-hold-finance-2")
                .done("on-hold-sales-3")
                .then(LifecycleState.Settled.class);
    }

    @Test
    void a_cancellation_ends_the_order_too_and_reopening_takes_it_up_again() {
        var run = project(everywhere())
                .whenAsked(ask(ProjectMove.CANCEL))
                .done("cancelled-delivery-1")
                .done("cancelled-finance-2")
                .thenSends("cancelled-order-3")
                .done("cancelled-order-3")
                .done("cancelled-sales-4")
                .then(LifecycleState.Settled.class);
        assertThat(run.sent("cancelled-order-3", SetOrderStage.class).subject()).isEqualTo(VERSION);
        run.whenAsked(ask(ProjectMove.REOPEN))
                .done("open-delivery-5")
                .done("open-finance-6")
                .thenSends("open-order-7")
                .done("open-order-7")
                .done("open-sales-8")
                .then(LifecycleState.Settled.class);
        assertThat(run.sent("open-order-7", SetOrderStage.class).stage()).isEqualTo(Stage.OPEN);
    }

    @Test
    void an_order_that_another_project_shares_goes_on() {
        var world = everywhere().with(new Ref<Project>("prj_second"), project());
        project(world)
                .whenAsked(ask(ProjectMove.CANCEL))
                .done("cancelled-delivery-1")
                .done("cancelled-finance-2")
                .thenSends("cancelled-sales-3");
    }

    @Test
    void an_order_that_comes_after_the_cancellation_is_ended_too() {
        var world = delivering(BillingModel.TIME_AND_MATERIALS).existing(Role.PSA, PROJECT);
        var run = project(world)
                .whenAsked(ask(ProjectMove.CANCEL))
                .done("cancelled-delivery-1")
                .then(LifecycleState.Settled.class);
        world.existing(Role.ERP, PROJECT).existing(Role.ERP, VERSION);
        run.when(dev.throughline.processes.testing.Events.done(
                        "contract-activation",
                        CONTRACT.id(),
                        new dev.throughline.model.command.Command.ActivateContract(
                                VERSION,
                                CONTRACT,
                                contract(dev.throughline.model.Contract.Status.ACTIVE),
                                version(BillingModel.TIME_AND_MATERIALS, List.of()),
                                PROJECT,
                                "as_invoiced")))
                .thenSends("cancelled-finance-2")
                .done("cancelled-finance-2")
                .thenSends("cancelled-order-3");
    }

    @Test
    void a_cancellation_that_leaves_much_unbilled_waits_for_somebody_else() {
        var run = project(everywhere().with(policy("50000.00")))
                .whenAsked(ask(ProjectMove.CANCEL))
                .then(LifecycleState.AwaitingApproval.class)
                .thenSends()
                .thenOpenProblems("PROJECT_CANCELLATION_NEEDS_APPROVAL");
        assertThat(stage(run)).isEqualTo(Stage.OPEN);
        run.when(approvedBy("alice", "cancel"))
                .thenIgnored("somebody else than alice")
                .when(approvedBy("bob", "close"))
                .thenIgnored("no close waits")
                .when(approvedBy("bob", "cancel"))
                .thenSends("cancelled-delivery-1")
                .thenOpenProblems();
        assertThat(stage(run)).isEqualTo(Stage.CANCELLED);
        project(everywhere().with(policy("50000.00")))
                .whenAsked(ask(ProjectMove.CANCEL))
                .whenSkipped()
                .then(LifecycleState.Settled.class)
                .thenOpenProblems();
        project(everywhere().with(policy("500000.00")))
                .whenAsked(ask(ProjectMove.CANCEL))
                .thenSends("cancelled-delivery-1");
    }

    @Test
    void closing_names_all_that_stands_open_and_happens_by_itself_when_nothing_does() {
        var run = project(everywhere()
                        .with(GO_LIVE, milestone("Go-live", "10.00", Milestone.Status.PLANNED))
                        .with(INVOICE, invoice(Invoice.Status.OPEN, "150.00")))
                .whenAsked(ask(ProjectMove.CLOSE))
                .then(LifecycleState.Barred.class)
                .thenOpenProblems("CLOSE_MILESTONES_OPEN", "CLOSE_INVOICES_UNPAID")
                .thenWakes("recheck 2026-04-02T08:00:00Z");
        assertThat(stage(run)).isEqualTo(Stage.OPEN);
        run.whenStored(INVOICE, invoice(Invoice.Status.PAID, "0.00")).thenOpenProblems("CLOSE_MILESTONES_OPEN");
        run.whenStored(GO_LIVE, milestone("Go-live", "10.00", Milestone.Status.CANCELLED))
                .thenOpenProblems()
                .thenSends("closed-delivery-1");
        assertThat(stage(run)).isEqualTo(Stage.CLOSED);
    }

    @Test
    void a_close_that_nobody_wants_any_longer_is_dropped() {
        project(everywhere().with(GO_LIVE, milestone("Go-live", "10.00", Milestone.Status.PLANNED)))
                .whenAsked(ask(ProjectMove.CLOSE))
                .whenSkipped()
                .then(LifecycleState.Settled.class)
                .thenOpenProblems()
                .whenAsked(ask(ProjectMove.HOLD))
                .thenSends("on-hold-delivery-1");
    }

    @Test
    void delivery_that_works_on_after_the_end_is_told_to_finance_and_changes_nothing() {
        var run = project(everywhere())
                .whenAsked(ask(ProjectMove.CANCEL))
                .done("cancelled-delivery-1")
                .done("cancelled-finance-2")
                .done("cancelled-order-3")
                .done("cancelled-sales-4");
        var cancelled = run.world().get(PROJECT).orElseThrow().saying(Project.Status.CANCELLED);
        run.whenStored(PROJECT, cancelled)
                .whenStored(PROJECT, cancelled.saying(Project.Status.ACTIVE))
                .thenSends()
                .thenOpenProblems("PROJECT_ACTIVE_AFTER_ITS_END");
        assertThat(stage(run)).isEqualTo(Stage.CANCELLED);
        run.whenStored(PROJECT, cancelled).thenOpenProblems();
    }

    @Test
    void half_a_move_stands_on_the_desk_and_says_who_knows_it() {
        var run = project(everywhere())
                .whenAsked(ask(ProjectMove.CANCEL))
                .done("cancelled-delivery-1")
                .refused("cancelled-finance-2", "RECORD_LOCKED")
                .then(LifecycleState.Refused.class)
                .thenOpenProblems("RECORD_LOCKED");
        var problem = run.world().problems().values().iterator().next();
        assertThat(problem.severity()).isEqualTo(Problem.Severity.HIGH);
        assertThat(problem.says())
                .contains(
                        "CANCELLED", "known to delivery", "not to the project in finance, the order in finance, sales");
        run.whenStored(PROJECT, run.world().get(PROJECT).orElseThrow().saying(Project.Status.CANCELLED))
                .thenSends()
                .whenRetried()
                .thenSends("cancelled-finance-3")
                .thenOpenProblems()
                .refused("cancelled-finance-3", "RECORD_LOCKED")
                .whenSkipped()
                .thenSends("cancelled-order-4")
                .thenOpenProblems();
    }

    @Test
    void a_move_takes_the_place_of_one_that_is_still_told() {
        var run = project(everywhere())
                .whenAsked(ask(ProjectMove.HOLD))
                .whenAsked(ask(ProjectMove.RELEASE))
                .thenSends("open-delivery-2")
                .done("on-hold-delivery-1")
                .thenIgnored("late answer")
                .done("open-delivery-2")
                .thenSends("open-finance-3");
        assertThat(stage(run)).isEqualTo(Stage.OPEN);
    }

    @Test
    void a_move_from_where_it_cannot_begin_changes_nothing() {
        project(everywhere()).whenAsked(ask(ProjectMove.RELEASE)).thenIgnored("it is OPEN");
        project(everywhere()).whenAsked(ask(ProjectMove.REOPEN)).thenIgnored("it is OPEN");
    }

    @Test
    void what_delivery_calls_completed_is_closed_where_policy_says_so() {
        project(everywhere())
                .whenStored(PROJECT, project().saying(Project.Status.COMPLETED))
                .thenSends();
        var usual = LifecyclePolicy.defaults();
        var closing =
                new LifecyclePolicy(usual.onCancel(), true, List.of(), usual.closeNeeds(), true, true, true, true);
        project(everywhere().with(closing))
                .whenStored(PROJECT, project().saying(Project.Status.COMPLETED))
                .thenSends("closed-finance-1");
    }

    @Test
    void new_dates_in_delivery_are_a_new_baseline_that_finance_forecasts_by_once() {
        var later = project().planned(project().budget(), project().startsOn(), Optional.of(END.plusMonths(2)));
        var run = project(everywhere()).whenStored(PROJECT, later).thenSends("open-forecast-1");
        var forecast = run.sent("open-forecast-1", ReviseForecast.class);
        assertThat(forecast.total()).as("the contract's value stays").isEqualTo(gbp("120000.00"));
        assertThat(forecast.endsOn()).contains(END.plusMonths(2));
        run.done("open-forecast-1").then(LifecycleState.Settled.class);
        assertThat(run.state().known().baseline().orElseThrow().number()).isEqualTo(2);
        run.whenStored(PROJECT, later).thenSends();
        assertThat(run.world().get(VERSION)).contains(version(BillingModel.TIME_AND_MATERIALS, List.of()));
    }

    @Test
    void a_budget_that_a_change_order_brings_is_no_new_baseline() {
        var world = everywhere()
                .with(
                        new Ref<dev.throughline.model.ContractVersion>("cvr_rollout2"),
                        new dev.throughline.model.ContractVersion(
                                CONTRACT,
                                2,
                                dev.throughline.model.ContractVersion.Status.APPROVED,
                                BillingModel.TIME_AND_MATERIALS,
                                START,
                                gbp("150000.50"),
                                Optional.of(START),
                                Optional.of(END),
                                Optional.of("STD"),
                                Optional.empty(),
                                List.of(),
                                List.of()));
        var run = project(world)
                .whenStored(
                        PROJECT,
                        project()
                                .planned(
                                        Optional.of(gbp("150000.00")),
                                        project().startsOn(),
                                        project().endsOn()))
                .thenSends();
        assertThat(run.state().known().baseline().orElseThrow().number()).isEqualTo(1);
    }
}
