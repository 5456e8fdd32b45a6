package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Application;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.IssueCreditMemo;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.CorrectionPolicy.Reductions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credit memos that finance issues, and those that the hub asks it for. Ann's hour is 150. */
class CreditTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Ref<CreditMemo> MEMO = new Ref<>("cme_1");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));
    private static final Ref<Invoice> FIRST = DerivedRef.of(Invoice.class, PROJECT.id(), "1", "1");

    private Scenario<BillingState> run =
            given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));

    @AfterEach
    void what_is_moved_is_conserved() {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    /** 150 and 300 on one invoice. */
    private Scenario<BillingState> billed() {
        return run.whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(OTHER, hours(ANN, "2026-03-03", "2"))
                .whenAsked(RUN)
                .done("invoice-1-1", Optional.of("INV-1"));
    }

    private static CreditMemo memo(String applied, boolean voided) {
        return new CreditMemo(
                ALDER,
                LocalDate.of(2026, 4, 2),
                gbp(applied),
                Optional.of("CM-1"),
                List.of(new Application(FIRST, gbp(applied))),
                voided,
                Optional.empty());
    }

    private static CreditMemo taxed(String applied, String tax) {
        var memo = memo(applied, false);
        return new CreditMemo(
                memo.customer(),
                memo.creditedOn(),
                memo.total(),
                memo.number(),
                memo.applied(),
                false,
                Optional.of(gbp(tax)));
    }

    private static Request credit(boolean rebill) {
        return new Request.CreditInvoice(FIRST, rebill, "wrong customer");
    }

    @Test
    void a_memo_over_the_whole_invoice_credits_its_lines_and_nothing_is_billed_again() {
        billed().whenStored(MEMO, memo("450.00", false))
                .thenStands(ENTRY, Place.CREDITED, "GBP 150.00")
                .thenStands(OTHER, Place.CREDITED, "GBP 300.00")
                .whenStored(MEMO, memo("450.00", false))
                .thenIgnored("no line")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "0.5"))
                .thenIgnored("same work")
                .whenAsked(RUN)
                .thenSends();
    }

    @Test
    void tax_is_left_out_of_what_is_compared() {
        billed().whenStored(MEMO, taxed("540.00", "90.00")).thenStands(ENTRY, Place.CREDITED, "GBP 150.00");
    }

    @Test
    void a_memo_over_the_amount_of_one_line_credits_that_line() {
        billed().whenStored(MEMO, memo("300.00", false))
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenStands(OTHER, Place.CREDITED, "GBP 300.00");
    }

    @Test
    void a_memo_that_fits_no_line_is_for_finance_until_it_is_mended() {
        billed().whenStored(MEMO, memo("100.00", false))
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenOpenProblems("CREDIT_NOT_MATCHED")
                .whenStored(MEMO, memo("150.00", false))
                .thenStands(ENTRY, Place.CREDITED, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void a_voided_memo_gives_the_lines_back_to_the_invoice() {
        billed().whenStored(MEMO, memo("300.00", false))
                .whenStored(MEMO, memo("300.00", true))
                .thenStands(OTHER, Place.BILLED, "GBP 300.00")
                .whenStored(MEMO, memo("300.00", true))
                .thenIgnored("no line");
    }

    @Test
    void what_finance_credited_is_billed_again_when_somebody_asks() {
        billed().whenStored(MEMO, memo("450.00", false))
                .whenAsked(new Request.BillAgain(FIRST, "new address"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .whenAsked(new Request.BillAgain(FIRST, "new address"))
                .thenIgnored("nothing was credited")
                .whenAsked(RUN)
                .thenSends("invoice-2-1")
                .whenDeleted(MEMO)
                .thenOpenProblems("CREDIT_TAKEN_BACK");
    }

    @Test
    void by_policy_what_finance_credited_is_billed_again_by_itself() {
        run.world().with(new CorrectionPolicy(LateEdit.REVIEW, Reductions.NEXT_INVOICE, true));
        billed().whenStored(MEMO, memo("300.00", false))
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00")
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00");
    }

    @Test
    void the_hub_asks_finance_for_a_credit_once_and_bills_again_after_it() {
        billed().whenAsked(credit(true))
                .thenSends("credit-2")
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .whenAsked(credit(true))
                .thenIgnored("on its way");
        var memo = run.sent("credit-2", IssueCreditMemo.class);
        assertThat(memo.invoice()).contains(FIRST);
        assertThat(memo.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.amount()).isEqualTo(gbp("450.00")));
        run.whenStored(memo.subject(), memo("450.00", false))
                .thenIgnored("no line")
                .done("credit-2", Optional.of("CM-1"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .whenAsked(RUN)
                .thenSends("invoice-3-1")
                .done("credit-2")
                .thenIgnored("late answer");
    }

    @Test
    void a_refused_credit_leaves_the_invoice_and_can_be_asked_for_again() {
        billed().whenAsked(credit(false))
                .refused("credit-2", "PERIOD_CLOSED")
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenOpenProblems("CREDIT_REFUSED")
                .whenAsked(credit(false))
                .thenSends("credit-3")
                .thenOpenProblems()
                .done("credit-3")
                .thenStands(ENTRY, Place.CREDITED, "GBP 150.00");
    }

    @Test
    void a_paid_invoice_is_credited_to_the_customer_and_not_to_itself() {
        billed().whenStored(FIRST, invoice(Invoice.Status.PAID, "0.00")).whenAsked(credit(false));
        assertThat(run.sent("credit-2", IssueCreditMemo.class).invoice()).isEmpty();
        run.done("credit-2").thenStands(ENTRY, Place.CREDITED, "GBP 150.00");
    }

    @Test
    void a_credited_line_takes_its_open_correction_with_it() {
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.NEXT_INVOICE, false));
        billed().whenStored(OTHER, hours(ANN, "2026-03-03", "1"))
                .thenStands(Corrections.ref(OTHER, 1), Place.UNBILLED, "GBP -150.00")
                .whenAsked(credit(true))
                .done("credit-2")
                .thenStands(OTHER, Place.UNBILLED, "GBP 150.00")
                .thenStandsNowhere(Corrections.ref(OTHER, 1));
    }

    @Test
    void by_policy_a_reduction_is_a_credit_memo_of_its_own() {
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.CREDIT_MEMO, false));
        billed().whenStored(OTHER, hours(ANN, "2026-03-03", "1"))
                .whenAsked(RUN)
                .thenSends("credit-2-1")
                .thenStands(Corrections.ref(OTHER, 1), Place.POSTING, "GBP -150.00");
        assertThat(run.sent("credit-2-1", IssueCreditMemo.class).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.amount()).isEqualTo(gbp("150.00")));
        run.refused("credit-2-1", "PERIOD_CLOSED")
                .thenStands(Corrections.ref(OTHER, 1), Place.HELD, "GBP -150.00")
                .whenRetried()
                .thenSends("credit-3-1")
                .done("credit-3-1")
                .thenStands(Corrections.ref(OTHER, 1), Place.BILLED, "GBP -150.00")
                .thenOpenProblems();
    }

    @Test
    void on_a_closed_contract_a_reduction_needs_no_invoice() {
        run.world().with(new CorrectionPolicy(LateEdit.ADJUST, Reductions.NEXT_INVOICE, false));
        billed().whenStored(CONTRACT, contract(Contract.Status.CLOSED))
                .whenDeleted(OTHER)
                .whenAsked(RUN)
                .thenSends("credit-2-1");
    }
}
