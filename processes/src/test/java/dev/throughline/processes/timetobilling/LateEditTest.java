package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.Expense;
import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.CorrectionPolicy.Reductions;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work changed after it was billed, under each policy. Ann's hour is 150. */
class LateEditTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Ref<CanonicalObject> CORRECTION = Corrections.ref(ENTRY, 1);
    private static final Ref<CanonicalObject> NEXT = Corrections.ref(ENTRY, 2);
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));
    private static final Ref<Invoice> FIRST = DerivedRef.of(Invoice.class, PROJECT.id(), "1", "1");

    private Scenario<BillingState> run =
            given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));

    @AfterEach
    void what_is_moved_is_conserved() {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    /** Eight hours for 1200, billed. */
    private Scenario<BillingState> billed(LateEdit lateEdit) {
        run.world().with(new CorrectionPolicy(lateEdit, Reductions.NEXT_INVOICE, false));
        run = run.whenStored(ENTRY, eight())
                .whenAsked(RUN)
                .done("invoice-1-1", Optional.of("INV-1"))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00");
        return run;
    }

    private static TimeEntry eight() {
        return hours(ANN, "2026-03-02", "8");
    }

    private static Request decide(boolean adjust) {
        return new Request.DecideCorrections(PROJECT, Optional.empty(), adjust, "talked to the client");
    }

    @Test
    void blocked_work_stands_and_delivery_restores_it() {
        billed(LateEdit.BLOCK)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenOpenProblems("BILLED_WORK_LOCKED");
        assertThat(run.last().problems())
                .singleElement()
                .extracting(Problem::owner)
                .isEqualTo(Problem.Owner.DELIVERY_OPS);
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "8", Approval.SUBMITTED, true))
                .thenOpenProblems("BILLED_WORK_LOCKED")
                .whenDeleted(ENTRY)
                .thenOpenProblems("BILLED_WORK_LOCKED")
                .whenStored(ENTRY, eight())
                .thenOpenProblems()
                .whenAsked(RUN)
                .thenIgnored("nothing is ready");
    }

    @Test
    void adjusted_work_leaves_the_difference_which_follows_until_it_is_billed() {
        billed(LateEdit.ADJUST)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -300.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP 300.00")
                .whenStored(ENTRY, eight())
                .thenStandsNowhere(CORRECTION)
                .whenDeleted(ENTRY)
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -1200.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8", Approval.REJECTED, true))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -1200.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "9"))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void a_reduction_waits_for_an_invoice_that_outweighs_it() {
        billed(LateEdit.ADJUST)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .whenAsked(RUN)
                .thenSends()
                .whenStored(OTHER, hours(ANN, "2026-03-03", "3"))
                .whenAsked(RUN)
                .thenSends("invoice-3-1")
                .thenStands(CORRECTION, Place.POSTING, "GBP -300.00");
        var invoice = run.sent("invoice-3-1", PostInvoice.class);
        assertThat(Money.total(invoice.lines().stream().map(InvoiceLine::amount).toList()))
                .isEqualTo(gbp("150.00"));
        assertThat(invoice.lines().getLast().description()).startsWith("Correction");
        run.done("invoice-3-1").thenStands(CORRECTION, Place.BILLED, "GBP -300.00");
    }

    @Test
    void what_changes_after_the_correction_is_billed_is_the_next_correction() {
        billed(LateEdit.ADJUST)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .whenAsked(RUN)
                .done("invoice-2-1")
                .thenStands(CORRECTION, Place.BILLED, "GBP 300.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "4"))
                .thenStands(CORRECTION, Place.BILLED, "GBP 300.00")
                .thenStands(NEXT, Place.UNBILLED, "GBP -900.00");
    }

    @Test
    void an_edit_on_the_way_to_finance_waits_for_the_answer() {
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.NEXT_INVOICE, false));
        run.whenStored(ENTRY, eight())
                .whenAsked(RUN)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(ENTRY, Place.POSTING, "GBP 1200.00")
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .thenStands(ENTRY, Place.UNBILLED, "GBP 900.00")
                .whenAsked(RUN)
                .whenDeleted(ENTRY)
                .done("invoice-2-1")
                .thenStands(ENTRY, Place.BILLED, "GBP 900.00")
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -900.00");
    }

    @Test
    void paid_work_is_corrected_like_billed_work() {
        billed(LateEdit.ADJUST)
                .whenStored(FIRST, invoice(Invoice.Status.PAID, "0.00"))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(ENTRY, Place.PAID, "GBP 1200.00")
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -300.00");
    }

    @Test
    void by_review_the_difference_waits_for_finance_and_follows_meanwhile() {
        billed(LateEdit.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(CORRECTION, Place.HELD, "GBP -300.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "5"))
                .thenStands(CORRECTION, Place.HELD, "GBP -450.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING")
                .whenRetried()
                .thenStands(CORRECTION, Place.HELD, "GBP -450.00")
                .whenStored(ENTRY, eight())
                .thenStandsNowhere(CORRECTION)
                .thenOpenProblems();
    }

    @Test
    void what_finance_approves_is_billed_and_a_later_edit_asks_again() {
        billed(LateEdit.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .whenAsked(decide(true))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP 300.00")
                .thenOpenProblems()
                .whenAsked(decide(true))
                .thenIgnored("no correction waits")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .thenIgnored("same work")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "11"))
                .thenStands(CORRECTION, Place.HELD, "GBP 450.00")
                .whenAsked(new Request.DecideCorrections(PROJECT, Optional.of(OTHER), true, "not this one"))
                .thenIgnored("no correction waits")
                .whenAsked(new Request.DecideCorrections(PROJECT, Optional.of(ENTRY), true, "agreed"))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP 450.00")
                .whenAsked(RUN)
                .done("invoice-2-1")
                .thenStands(CORRECTION, Place.BILLED, "GBP 450.00")
                .thenOpenProblems();
    }

    @Test
    void what_finance_approved_and_the_erp_refused_is_not_asked_again() {
        billed(LateEdit.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .whenAsked(decide(true))
                .whenAsked(RUN)
                .refused("invoice-2-1", "PERIOD_CLOSED")
                .thenStands(CORRECTION, Place.HELD, "GBP 300.00")
                .thenOpenProblems("PERIOD_CLOSED")
                .whenRetried()
                .thenSends("invoice-3-1");
    }

    @Test
    void what_finance_keeps_is_written_off_and_asks_no_more() {
        billed(LateEdit.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .whenAsked(decide(false))
                .thenStands(CORRECTION, Place.WRITTEN_OFF, "GBP -300.00")
                .thenOpenProblems()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenIgnored("same work")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "5"))
                .thenStands(NEXT, Place.HELD, "GBP -150.00");
    }

    @Test
    void what_was_written_off_is_never_given_back() {
        billed(LateEdit.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .whenAsked(decide(false))
                .thenStands(CORRECTION, Place.WRITTEN_OFF, "GBP 300.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "9"))
                .thenOpenProblems()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenStands(NEXT, Place.HELD, "GBP -1050.00");
    }

    @Test
    void expenses_and_milestones_are_corrected_too() {
        Ref<Expense> taxi = new Ref<>("exp_taxi");
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.NEXT_INVOICE, false));
        run.whenStored(taxi, expense("40.00"))
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(taxi, expense("46.50"))
                .thenStands(Corrections.ref(taxi, 1), Place.UNBILLED, "GBP 6.50");
        Ref<Milestone> design = new Ref<>("mil_design");
        run = given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.MILESTONE));
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.NEXT_INVOICE, false));
        run.whenStored(design, milestone("Design", "5000.00", Milestone.Status.COMPLETED))
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(design, milestone("Design", "5000.00", Milestone.Status.PLANNED))
                .thenStands(Corrections.ref(design, 1), Place.UNBILLED, "GBP -5000.00");
    }

    private static Expense expense(String amount) {
        return new Expense(
                PROJECT,
                ANN,
                LocalDate.of(2026, 3, 2),
                "travel",
                gbp(amount),
                true,
                Approval.APPROVED,
                Optional.empty());
    }

    @Test
    void work_that_moved_to_another_project_is_for_finance_under_every_policy() {
        var moved = new TimeEntry(
                new Ref<>("prj_other"),
                ANN,
                LocalDate.of(2026, 3, 2),
                eight().hours(),
                true,
                Approval.APPROVED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        billed(LateEdit.ADJUST).whenStored(ENTRY, moved).thenOpenProblems("WORK_CHANGED_AFTER_BILLING");
    }

    @Test
    void a_voided_invoice_takes_the_open_correction_with_it() {
        billed(LateEdit.ADJUST)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .whenStored(FIRST, invoice(Invoice.Status.VOIDED, "0.00"))
                .thenStands(ENTRY, Place.HELD, "GBP 1200.00")
                .thenStandsNowhere(CORRECTION)
                .whenRetried()
                .thenSends("invoice-2-1")
                .thenStands(ENTRY, Place.POSTING, "GBP 900.00");
    }

    @Test
    void a_correction_billed_apart_is_made_up_for_when_the_work_is_billed_anew() {
        billed(LateEdit.ADJUST)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .whenAsked(RUN)
                .done("invoice-2-1")
                .whenStored(FIRST, invoice(Invoice.Status.VOIDED, "0.00"))
                .whenRetried();
        run.last().commands().forEach(send -> run.done(send.step()));
        run.thenStands(ENTRY, Place.BILLED, "GBP 1500.00")
                .thenStands(CORRECTION, Place.BILLED, "GBP 300.00")
                .thenStands(NEXT, Place.BILLED, "GBP -300.00");
    }

    @Test
    void a_reduction_makes_room_under_a_cap() {
        run.world().with(VERSION, capped(1, START, Optional.of(gbp("1500.00"))));
        billed(LateEdit.ADJUST)
                .whenStored(OTHER, hours(ANN, "2026-03-03", "4"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 600.00")
                .thenStands(CORRECTION, Place.UNBILLED, "GBP -300.00")
                .whenAsked(RUN)
                .thenSends("invoice-2-1")
                .done("invoice-2-1")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(NEXT, Place.HELD, "GBP 300.00")
                .thenOpenProblems("CONTRACT_CAP_REACHED");
    }

    @Test
    void a_correction_on_a_closed_contract_that_adds_is_held() {
        billed(LateEdit.ADJUST)
                .whenStored(CONTRACT, contract(Contract.Status.CLOSED))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "10"))
                .thenStands(CORRECTION, Place.HELD, "GBP 0.00")
                .thenOpenProblems("CONTRACT_CLOSED")
                .whenStored(CONTRACT, contract(Contract.Status.ACTIVE))
                .thenStands(CORRECTION, Place.UNBILLED, "GBP 300.00")
                .thenOpenProblems();
    }
}
