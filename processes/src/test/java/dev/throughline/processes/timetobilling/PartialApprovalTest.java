package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A week's time sheet of which some days are approved and others are not. */
class PartialApprovalTest {
    private static final Ref<TimeEntry> MONDAY = new Ref<>("tim_mon");
    private static final Ref<TimeEntry> TUESDAY = new Ref<>("tim_tue");
    private static final Ref<TimeEntry> WEDNESDAY = new Ref<>("tim_wed");
    private static final Request BILL = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private static TimeEntry day(String day, Approval approval) {
        return hours(ANN, day, "8", approval, true);
    }

    private static Scenario<BillingState> week() {
        return Scenario.given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS))
                .whenStored(MONDAY, day("2026-03-09", Approval.APPROVED))
                .whenStored(TUESDAY, day("2026-03-10", Approval.REJECTED))
                .whenStored(WEDNESDAY, day("2026-03-11", Approval.SUBMITTED));
    }

    private static List<String> billed(Scenario<BillingState> run, String step) {
        return run.sent(step, PostInvoice.class).lines().stream()
                .flatMap(line -> line.sources().stream())
                .map(BilledSource::ref)
                .map(Ref::id)
                .toList();
    }

    @Test
    void only_the_approved_days_are_in_the_ledger_and_on_the_invoice() {
        var run = week().whenAsked(BILL).thenSends("invoice-1-1");
        assertThat(billed(run, "invoice-1-1")).containsExactly(MONDAY.id());
        assertThat(run.world().line(TUESDAY)).isEmpty();
        assertThat(run.world().line(WEDNESDAY)).isEmpty();
    }

    @Test
    void a_rejected_day_that_is_corrected_and_approved_is_billed_by_the_next_run_alone() {
        var run = week().whenAsked(BILL)
                .done("invoice-1-1")
                .whenStored(TUESDAY, day("2026-03-10", Approval.APPROVED))
                .whenAsked(BILL)
                .thenSends("invoice-2-1");
        assertThat(billed(run, "invoice-2-1")).containsExactly(TUESDAY.id());
    }

    @Test
    void an_approved_day_that_is_rejected_before_it_is_billed_is_withdrawn() {
        week().thenStands(MONDAY, Place.UNBILLED, "GBP 1200.00")
                .whenStored(MONDAY, day("2026-03-09", Approval.REJECTED))
                .thenStandsNowhere(MONDAY)
                .whenAsked(BILL)
                .thenIgnored("nothing is ready");
    }
}
