package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Expense;
import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class BillingCasesTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Ref<Expense> TAXI = new Ref<>("exp_taxi");
    private static final Ref<Milestone> DESIGN = new Ref<>("mil_design");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private static Scenario<BillingState> billing(World world) {
        return given(new TimeToBilling(), PROJECT.id(), world);
    }

    private static Scenario<BillingState> timeAndMaterials() {
        return billing(delivering(BillingModel.TIME_AND_MATERIALS));
    }

    private static Scenario<BillingState> billed() {
        return timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .done("invoice-1-1", Optional.of("INV-1"));
    }

    private static Ref<Invoice> firstInvoice() {
        return DerivedRef.of(Invoice.class, PROJECT.id(), "1", "1");
    }

    private static Expense expense(Money amount) {
        return new Expense(
                PROJECT, ANN, LocalDate.of(2026, 3, 2), "travel", amount, true, Approval.APPROVED, Optional.empty());
    }

    private static void conserves(Scenario<?> run) {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    @Test
    void work_for_a_customer_on_hold_waits_for_the_release() {
        timeAndMaterials()
                .whenStored(ALDER, customer(true))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(OTHER, hours(ANN, "2026-03-03", "1"))
                .thenRaises()
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("CUSTOMER_ON_CREDIT_HOLD")
                .whenStored(ALDER, customer(false))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .thenStands(OTHER, Place.UNBILLED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void a_hold_set_after_approval_stops_the_run() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(ALDER, customer(true))
                .whenAsked(RUN)
                .thenSends()
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("CUSTOMER_ON_CREDIT_HOLD");
    }

    @Test
    void work_without_a_contract_is_held_until_the_project_has_one() {
        billing(delivering(BillingModel.TIME_AND_MATERIALS).without(CONTRACT))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenOpenProblems("CONTRACT_MISSING")
                .whenStored(CONTRACT, contract(Contract.Status.ACTIVE))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void work_under_a_closed_contract_or_before_its_start_is_held() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-02-27", "1"))
                .thenOpenProblems("WORK_BEFORE_CONTRACT_START")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenOpenProblems()
                .whenStored(CONTRACT, contract(Contract.Status.CLOSED))
                .whenStored(OTHER, hours(ANN, "2026-03-02", "1"))
                .thenOpenProblems("CONTRACT_CLOSED");
    }

    @Test
    void time_that_delivery_marks_or_the_contract_does_not_bill_is_kept_apart() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1", Approval.APPROVED, false))
                .thenStands(ENTRY, Place.NON_BILLABLE, "GBP 0.00");
        billing(delivering(BillingModel.MILESTONE))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenStands(ENTRY, Place.NON_BILLABLE, "GBP 0.00");
    }

    @Test
    void an_expense_is_billed_as_spent_and_held_in_a_currency_without_a_rate() {
        timeAndMaterials()
                .whenStored(TAXI, expense(gbp("23.40")))
                .thenStands(TAXI, Place.UNBILLED, "GBP 23.40")
                .whenStored(TAXI, expense(Money.parse("EUR 23.40")))
                .thenStands(TAXI, Place.HELD, "EUR 23.40")
                .thenOpenProblems("EXCHANGE_RATE_MISSING");
    }

    @Test
    void a_milestone_bills_when_it_is_reached() {
        billing(delivering(BillingModel.MILESTONE))
                .whenStored(DESIGN, milestone("Design", "40000.00", Milestone.Status.PLANNED))
                .thenIgnored("does not concern")
                .whenStored(DESIGN, milestone("Design", "40000.00", Milestone.Status.COMPLETED))
                .thenStands(DESIGN, Place.UNBILLED, "GBP 40000.00")
                .whenStored(DESIGN, milestone("Design", "40000.00", Milestone.Status.PLANNED))
                .thenStandsNowhere(DESIGN);
    }

    @Test
    void a_milestone_of_another_amount_than_agreed_is_held() {
        var agreed = List.of(new Instalment("Design", gbp("50000.00"), Optional.empty()));
        billing(delivering(BillingModel.MILESTONE).with(VERSION, version(BillingModel.MILESTONE, agreed)))
                .whenStored(DESIGN, milestone("Design", "40000.00", Milestone.Status.COMPLETED))
                .thenStands(DESIGN, Place.HELD, "GBP 0.00")
                .thenOpenProblems("MILESTONE_AMOUNT_DIFFERS");
    }

    @Test
    void instalments_of_a_fixed_fee_bill_on_their_days() {
        var agreed = List.of(
                new Instalment("March", gbp("60000.00"), Optional.of(LocalDate.of(2026, 3, 31))),
                new Instalment("June", gbp("60000.00"), Optional.of(LocalDate.of(2026, 6, 30))));
        var march = DerivedRef.of(Milestone.class, CONTRACT.id(), "instalment", "March");
        var june = DerivedRef.of(Milestone.class, CONTRACT.id(), "instalment", "June");
        billing(delivering(BillingModel.FIXED_FEE))
                .whenStored(VERSION, version(BillingModel.FIXED_FEE, agreed))
                .thenStands(march, Place.UNBILLED, "GBP 60000.00")
                .thenWakes("instalments 2026-06-30T00:00:00Z")
                .on("2026-06-30T00:00:00Z")
                .whenTimer("instalments")
                .thenStands(june, Place.UNBILLED, "GBP 60000.00")
                .whenTimer("instalments")
                .thenIgnored("no instalment");
    }

    @Test
    void an_edit_after_billing_goes_to_finance_and_moves_nothing() {
        billed().whenStored(ENTRY, hours(ANN, "2026-03-02", "2"))
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenOpenProblems()
                .whenDeleted(ENTRY)
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING");
    }

    @Test
    void an_edit_while_posting_shows_when_the_invoice_is_there() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "2"))
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING")
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00");
    }

    @Test
    void a_deleted_entry_leaves_the_ledger() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenDeleted(ENTRY)
                .thenStandsNowhere(ENTRY);
    }

    @Test
    void a_paid_invoice_moves_its_lines_and_a_voided_one_holds_them() {
        var run = billed().whenStored(firstInvoice(), invoice(Invoice.Status.PAID, "0.00"))
                .thenStands(ENTRY, Place.PAID, "GBP 150.00")
                .whenStored(firstInvoice(), invoice(Invoice.Status.VOIDED, "0.00"))
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("INVOICE_VOIDED")
                .whenStored(CARD, card("150.00"))
                .thenOpenProblems("INVOICE_VOIDED")
                .whenRetried()
                .thenSends("invoice-2-1")
                .thenOpenProblems();
        conserves(run);
    }

    @Test
    void a_payment_seen_before_the_answer_is_not_lost() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .whenStored(firstInvoice(), invoice(Invoice.Status.PAID, "0.00"))
                .thenStands(ENTRY, Place.POSTING, "GBP 150.00")
                .done("invoice-1-1", Optional.of("INV-1"))
                .thenStands(ENTRY, Place.PAID, "GBP 150.00");
    }

    @Test
    void an_abandoned_invoice_gives_its_lines_back() {
        timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .abandoned("invoice-1-1")
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .whenAsked(RUN)
                .thenSends("invoice-2-1")
                .done("invoice-1-1")
                .thenIgnored("late answer");
    }

    @Test
    void a_stopped_project_collects_and_bills_again_after_a_retry() {
        timeAndMaterials()
                .whenSkipped()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .thenIgnored("stopped by alice")
                .whenRetried()
                .whenAsked(RUN)
                .thenSends("invoice-1-1");
    }

    @Test
    void lines_are_summed_by_person_and_amounts_are_the_sums_of_their_sources() {
        var run = timeAndMaterials()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "0.333"))
                .whenStored(OTHER, hours(ANN, "2026-03-03", "0.333"))
                .whenStored(TAXI, expense(gbp("23.40")))
                .whenAsked(RUN);
        var invoice = run.sent("invoice-1-1", PostInvoice.class);
        assertThat(invoice.lines()).hasSize(2);
        var time = invoice.lines().getFirst();
        assertThat(time.quantity()).isEqualByComparingTo("0.666");
        assertThat(time.amount()).isEqualTo(gbp("99.90"));
        assertThat(time.itemCode()).isEqualTo("ADVICE");
        assertThat(time.sources()).hasSize(2);
        assertThat(invoice.paymentTerms()).contains("net_30");
    }

    @Test
    void more_lines_than_an_invoice_takes_make_more_invoices() {
        var policy = new BillingPolicy(
                BillingPolicy.MilestoneBills.COMPLETED,
                BillingPolicy.Lines.ENTRY,
                1,
                true,
                BillingPolicy.Runs.MONTHLY,
                Map.of(),
                "S",
                "E",
                "M");
        billing(delivering(BillingModel.TIME_AND_MATERIALS).with(policy))
                .on("2026-03-10T08:00:00Z")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenWakes("billing-run 2026-04-01T00:00:00Z")
                .whenStored(OTHER, hours(ANN, "2026-03-03", "1"))
                .thenWakes()
                .on("2026-04-01T00:00:00Z")
                .whenTimer("billing-run")
                .thenSends("invoice-1-1", "invoice-1-2");
    }

    @Test
    void work_moved_to_another_project_leaves_this_one() {
        var moved = Firm.hours(ANN, "2026-03-02", "1");
        var elsewhere = new TimeEntry(
                new Ref<>("prj_other"),
                moved.resource(),
                moved.workedOn(),
                BigDecimal.ONE,
                true,
                moved.approval(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        timeAndMaterials().whenStored(ENTRY, moved).whenStored(ENTRY, elsewhere).thenStandsNowhere(ENTRY);
    }
}
