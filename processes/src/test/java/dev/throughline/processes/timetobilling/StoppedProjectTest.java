package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Lifecycle.Pause;
import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy;
import dev.throughline.processes.projectlifecycle.LifecyclePolicy.OnCancel;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work on a project that is on hold, cancelled or closed. */
class StoppedProjectTest {
    private static final Ref<TimeEntry> LATE = new Ref<>("tim_late");
    private static final Ref<Milestone> GO_LIVE = new Ref<>("mil_golive");
    private static final LocalDate CANCEL_DAY = LocalDate.of(2026, 3, 20);

    private static LifecyclePolicy policy(OnCancel onCancel, boolean recurringOnHold) {
        var usual = LifecyclePolicy.defaults();
        return new LifecyclePolicy(onCancel, recurringOnHold, List.of(), usual.closeNeeds(), false, true, true, true);
    }

    private static Scenario<BillingState> billing(World world) {
        return Scenario.given(new TimeToBilling(), PROJECT.id(), world);
    }

    private static Scenario<BillingState> ready(OnCancel onCancel) {
        return billing(delivering(BillingModel.TIME_AND_MATERIALS).with(policy(onCancel, true)))
                .whenStored(ENTRY, hours(ANN, "2026-03-10", "2"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00");
    }

    private static Lifecycle at(Stage stage) {
        return new Lifecycle(stage, CANCEL_DAY, "the customer is short of money", List.of());
    }

    @Test
    void ready_and_new_work_on_hold_is_held_with_the_reason_and_bills_again_by_itself() {
        var run = ready(OnCancel.HOLD)
                .whenStored(PROJECT, project().standing(at(Stage.ON_HOLD)))
                .thenStands(ENTRY, Place.HELD, "GBP 300.00")
                .thenOpenProblems("PROJECT_ON_HOLD")
                .whenStored(LATE, hours(ANN, "2026-03-25", "1"))
                .thenStands(LATE, Place.HELD, "GBP 150.00")
                .thenOpenProblems("PROJECT_ON_HOLD");
        assertThat(run.world().problems().values().iterator().next().says())
                .contains("since 2026-03-20", "short of money");
        run.whenStored(PROJECT, project().standing(at(Stage.OPEN)))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00")
                .thenStands(LATE, Place.UNBILLED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void unbilled_work_of_a_cancelled_project_is_held_for_finance() {
        var run = ready(OnCancel.HOLD)
                .whenStored(PROJECT, project().standing(at(Stage.CANCELLED)))
                .thenStands(ENTRY, Place.HELD, "GBP 300.00")
                .thenOpenProblems("PROJECT_CANCELLED");
        assertThat(run.world().problems().values().iterator().next().remedy()).contains("write it off");
    }

    @Test
    void unbilled_work_of_a_cancelled_project_waits_to_be_written_off_where_policy_says_so() {
        var run = ready(OnCancel.PROPOSE_WRITE_OFF)
                .whenStored(PROJECT, project().standing(at(Stage.CANCELLED)))
                .thenStands(ENTRY, Place.HELD, "GBP 300.00");
        assertThat(run.world().problems().values().iterator().next().remedy()).startsWith("Approve writing it off");
    }

    @Test
    void work_up_to_the_cancellation_bills_where_policy_says_so_and_work_after_it_is_held() {
        ready(OnCancel.BILL_APPROVED)
                .whenStored(PROJECT, project().standing(at(Stage.CANCELLED)))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00")
                .whenStored(LATE, hours(ANN, "2026-03-25", "1"))
                .thenStands(LATE, Place.HELD, "GBP 150.00")
                .thenOpenProblems("WORK_AFTER_CANCELLATION")
                .whenStored(GO_LIVE, milestone("Go-live", "10.00", Milestone.Status.COMPLETED))
                .thenStands(GO_LIVE, Place.NON_BILLABLE, "GBP 0.00");
    }

    @Test
    void instalments_after_the_cancellation_are_not_billed_and_those_before_are() {
        var schedule = List.of(
                new Instalment("First", gbp("60000.00"), Optional.of(CANCEL_DAY)),
                new Instalment("Second", gbp("60000.00"), Optional.of(CANCEL_DAY.plusDays(1))));
        var run = billing(delivering(BillingModel.FIXED_FEE)
                        .with(VERSION, version(BillingModel.FIXED_FEE, schedule))
                        .with(policy(OnCancel.BILL_APPROVED, true)))
                .whenStored(PROJECT, project().standing(at(Stage.CANCELLED)));
        assertThat(run.world().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.line().description()).contains("First"));
    }

    @Test
    void late_work_on_a_closed_project_is_an_exception_that_reopening_mends() {
        var closed = delivering(BillingModel.TIME_AND_MATERIALS)
                .with(PROJECT, project().standing(at(Stage.CLOSED)));
        billing(closed)
                .whenStored(LATE, hours(ANN, "2026-03-05", "1"))
                .thenStands(LATE, Place.HELD, "GBP 150.00")
                .thenOpenProblems("WORK_AFTER_CLOSE")
                .whenStored(PROJECT, project().standing(at(Stage.OPEN)))
                .thenStands(LATE, Place.UNBILLED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void recurring_amounts_go_on_while_the_project_is_on_hold_where_policy_says_so() {
        assertThat(recurring(policy(OnCancel.HOLD, true), List.of())).containsExactly("2026-03", "2026-04");
    }

    @Test
    void recurring_periods_that_begin_on_hold_are_never_billed_where_policy_pauses_them() {
        var pause = new Pause(CANCEL_DAY, Optional.empty());
        var world = managed(policy(OnCancel.HOLD, false));
        var run = billing(world)
                .on("2026-03-02T08:00:00Z")
                .whenStored(PROJECT, project())
                .on("2026-04-02T08:00:00Z")
                .whenStored(
                        PROJECT, project().standing(new Lifecycle(Stage.ON_HOLD, CANCEL_DAY, "pause", List.of(pause))));
        assertThat(periods(run)).containsExactly("2026-03");
        assertThat(run.world().lines().getFirst().balances()).containsOnlyKeys(Place.HELD);
        var over = new Pause(CANCEL_DAY, Optional.of(LocalDate.of(2026, 4, 20)));
        run.on("2026-05-02T08:00:00Z")
                .whenStored(
                        PROJECT,
                        project()
                                .standing(
                                        new Lifecycle(Stage.OPEN, LocalDate.of(2026, 4, 20), "go on", List.of(over))));
        assertThat(periods(run)).containsExactly("2026-03", "2026-05");
        assertThat(run.world().lines())
                .allSatisfy(line -> assertThat(line.balances()).containsOnlyKeys(Place.UNBILLED));
    }

    private static List<String> recurring(LifecyclePolicy policy, List<Pause> pauses) {
        return periods(billing(managed(policy))
                .on("2026-04-02T08:00:00Z")
                .whenStored(PROJECT, project().standing(new Lifecycle(Stage.ON_HOLD, CANCEL_DAY, "pause", pauses))));
    }

    private static World managed(LifecyclePolicy policy) {
        return delivering(BillingModel.MANAGED_SERVICE)
                .with(
                        VERSION,
                        serviced(
                                1,
                                START,
                                Optional.empty(),
                                new BillingTerm.Recurring("Hosting", gbp("600.00"), Every.MONTH)))
                .with(policy);
    }

    private static List<String> periods(Scenario<BillingState> run) {
        return run.world().lines().stream()
                .map(line -> line.line().description())
                .map(text -> text.substring(text.length() - 7))
                .sorted()
                .toList();
    }
}
