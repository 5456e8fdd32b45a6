package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeToBillingTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private static Scenario<BillingState> billing(World world) {
        return given(new TimeToBilling(), PROJECT.id(), world);
    }

    private static Scenario<BillingState> timeAndMaterials() {
        return billing(delivering(BillingModel.TIME_AND_MATERIALS));
    }

    @Test
    void approved_time_is_priced_and_billed_and_paid() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "7.25"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1087.50")
                .whenAsked(RUN)
                .thenSends("invoice-1-1")
                .thenStands(ENTRY, Place.POSTING, "GBP 1087.50")
                .done("invoice-1-1", Optional.of("INV-9"))
                .thenStands(ENTRY, Place.BILLED, "GBP 1087.50");
    }

    @Test
    void the_same_entry_again_changes_nothing() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenIgnored("same work");
    }

    @Test
    void taking_back_the_approval_withdraws_the_line() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8", Approval.SUBMITTED, true))
                .thenStandsNowhere(ENTRY);
    }

    @Test
    void work_without_a_rate_is_held_until_the_card_has_one() {
        var card = card("150.00");
        timeAndMaterials()
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.HELD, "GBP 0.00")
                .thenOpenProblems("RATE_MISSING")
                .whenStored(
                        CARD,
                        new dev.throughline.model.RateCard(
                                "STD", card.currency(), java.util.List.of(rate(Optional.empty(), "200.00"))))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1600.00")
                .thenOpenProblems();
    }

    @Test
    void a_line_that_finance_refuses_is_held_and_the_others_go_out_again() {
        timeAndMaterials()
                .whenStored(
                        CARD,
                        new dev.throughline.model.RateCard(
                                "STD", card("1").currency(), java.util.List.of(rate(Optional.empty(), "100.00"))))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(OTHER, hours(BEN, "2026-03-02", "8"))
                .whenAsked(RUN)
                .refused("invoice-1-1", "LINES", new LineError(0, "BAD_DEPARTMENT", "no such department"))
                .thenSends("invoice-2-1")
                .thenOpenProblems("BAD_DEPARTMENT")
                .thenStands(ENTRY, Place.HELD, "GBP 800.00")
                .thenStands(OTHER, Place.POSTING, "GBP 800.00")
                .done("invoice-2-1")
                .thenStands(OTHER, Place.BILLED, "GBP 800.00")
                .whenRetried()
                .thenSends("invoice-3-1")
                .thenStands(ENTRY, Place.POSTING, "GBP 800.00")
                .thenOpenProblems();
    }

    @Test
    void a_closed_period_holds_all_lines_until_a_retry() {
        var run = timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenAsked(RUN)
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .thenStands(ENTRY, Place.HELD, "GBP 1200.00")
                .thenOpenProblems("PERIOD_CLOSED")
                .whenRetried()
                .thenSends("invoice-2-1")
                .thenOpenProblems();
        assertThat(run.sent("invoice-2-1", PostInvoice.class).lines()).hasSize(1);
    }
}
