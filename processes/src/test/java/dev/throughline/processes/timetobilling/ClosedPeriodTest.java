package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.AccountingPeriod;
import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.timetobilling.PeriodPolicy.Dated;
import dev.throughline.processes.timetobilling.PeriodPolicy.LateEntries;
import dev.throughline.processes.timetobilling.PeriodPolicy.OnClosed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** March is billed in April, as the books allow. */
class ClosedPeriodTest {
    private static final Ref<AccountingPeriod> MARCH = new Ref<>("per_march");
    private static final Ref<AccountingPeriod> APRIL = new Ref<>("per_april");
    private static final Ref<TimeEntry> LATER = new Ref<>("tim_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private final Scenario<BillingState> run = given(
                    new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS))
            .on("2026-04-02T08:00:00Z");

    private static AccountingPeriod period(String month, boolean closed, Optional<Ref<LegalEntity>> entity) {
        var days = YearMonth.parse(month);
        return new AccountingPeriod(month, days.atDay(1), days.atEndOfMonth(), closed, entity);
    }

    private static AccountingPeriod period(String month, boolean closed) {
        return period(month, closed, Optional.empty());
    }

    private Scenario<BillingState> policy(Dated dated, OnClosed onClosed, LateEntries late) {
        run.world().with(new PeriodPolicy(dated, onClosed, late));
        return run;
    }

    private Scenario<BillingState> periods(boolean marchClosed) {
        run.world().with(MARCH, period("2026-03", marchClosed)).with(APRIL, period("2026-04", false));
        return run;
    }

    private LocalDate dated(String step) {
        return run.sent(step, PostInvoice.class).invoicedOn();
    }

    @AfterEach
    void conserves() {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    @Test
    void an_invoice_bears_the_day_of_its_run_or_the_last_day_that_it_bills() {
        periods(false).whenStored(ENTRY, hours(ANN, "2026-03-02", "1")).whenAsked(RUN);
        assertThat(dated("invoice-1-1")).isEqualTo("2026-04-02");
        policy(Dated.LAST_DAY_BILLED, OnClosed.NEXT_OPEN, LateEntries.BILL)
                .whenStored(LATER, hours(ANN, "2026-03-03", "1"))
                .whenAsked(RUN);
        assertThat(dated("invoice-2-1")).isEqualTo("2026-03-31");
        run.whenStored(new Ref<>("tim_3"), hours(ANN, "2026-03-04", "1"))
                .whenAsked(new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 6, 30)));
        assertThat(dated("invoice-3-1")).as("never a day to come").isEqualTo("2026-04-02");
    }

    @Test
    void an_invoice_of_a_closed_period_is_dated_into_the_first_open_one() {
        periods(true);
        policy(Dated.LAST_DAY_BILLED, OnClosed.NEXT_OPEN, LateEntries.BILL)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .thenStands(ENTRY, Place.POSTING, "GBP 150.00")
                .thenOpenProblems();
        assertThat(dated("invoice-1-1")).isEqualTo("2026-04-01");
    }

    @Test
    void without_an_open_period_work_waits_until_one_is_opened_or_made() {
        run.world().with(MARCH, period("2026-03", true)).with(APRIL, period("2026-04", true));
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .thenSends()
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("PERIOD_CLOSED")
                .whenStored(MARCH, period("2026-03", false))
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .whenStored(new Ref<>("per_may"), period("2026-05", false))
                .thenSends("invoice-1-1")
                .thenOpenProblems();
        assertThat(dated("invoice-1-1")).isEqualTo("2026-05-01");
    }

    @Test
    void where_policy_wants_a_review_work_waits_for_the_period_or_for_a_person() {
        periods(true);
        policy(Dated.LAST_DAY_BILLED, OnClosed.REVIEW, LateEntries.BILL)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .thenSends()
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("PERIOD_CLOSED")
                .whenStored(MARCH, period("2026-03", false))
                .thenSends("invoice-1-1")
                .thenOpenProblems();
        assertThat(dated("invoice-1-1")).isEqualTo("2026-03-31");
        run.whenStored(MARCH, period("2026-03", true))
                .whenStored(LATER, hours(ANN, "2026-03-03", "1"))
                .whenAsked(RUN)
                .thenOpenProblems("PERIOD_CLOSED")
                .whenRetried()
                .thenSends("invoice-2-1")
                .thenOpenProblems();
        assertThat(dated("invoice-2-1")).as("a person let it go").isEqualTo("2026-04-01");
    }

    @Test
    void what_finance_refuses_for_its_period_goes_on_when_the_closing_is_known_here() {
        periods(false);
        policy(Dated.LAST_DAY_BILLED, OnClosed.NEXT_OPEN, LateEntries.BILL)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .thenStands(ENTRY, Place.HELD, "GBP 150.00")
                .thenOpenProblems("PERIOD_CLOSED")
                .thenWakes("periods 2026-04-03T00:00:00Z")
                .whenStored(MARCH, period("2026-03", true))
                .thenSends("invoice-2-1")
                .thenOpenProblems();
        assertThat(dated("invoice-2-1")).isEqualTo("2026-04-01");
    }

    @Test
    void what_finance_refused_is_asked_again_the_next_day_when_nothing_is_heard() {
        periods(false)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .on("2026-04-03T00:00:00Z")
                .whenTimer("periods")
                .thenSends("invoice-2-1")
                .done("invoice-2-1")
                .thenStands(ENTRY, Place.BILLED, "GBP 150.00")
                .thenOpenProblems()
                .whenTimer("periods")
                .thenIgnored("no work waits");
    }

    @Test
    void a_refusal_under_review_goes_on_when_the_period_is_opened_again() {
        periods(false);
        policy(Dated.LAST_DAY_BILLED, OnClosed.REVIEW, LateEntries.BILL)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenAsked(RUN)
                .refused("invoice-1-1", "PERIOD_CLOSED")
                .whenStored(MARCH, period("2026-03", true))
                .thenSends()
                .thenOpenProblems("PERIOD_CLOSED")
                .whenStored(MARCH, period("2026-03", false))
                .thenSends("invoice-2-1")
                .thenOpenProblems();
        assertThat(dated("invoice-2-1")).isEqualTo("2026-03-31");
    }

    @Test
    void another_entitys_books_do_not_count() {
        run.world()
                .with(MARCH, period("2026-03", true, Optional.of(new Ref<>("ent_us"))))
                .with(APRIL, period("2026-04", true, Optional.of(new Ref<>("ent_us"))));
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "1")).whenAsked(RUN).thenSends("invoice-1-1");
        run.world().with(APRIL, period("2026-04", true, Optional.of(UK)));
        run.whenStored(LATER, hours(ANN, "2026-03-03", "1")).whenAsked(RUN).thenOpenProblems("PERIOD_CLOSED");
    }

    @Test
    void late_work_of_a_closed_period_is_billed_into_an_open_one() {
        periods(true).whenStored(ENTRY, hours(ANN, "2026-03-02", "1")).thenStands(ENTRY, Place.UNBILLED, "GBP 150.00");
    }

    @Test
    void late_work_of_a_closed_period_waits_for_a_look_where_policy_wants_it() {
        periods(false);
        policy(Dated.RUN, OnClosed.NEXT_OPEN, LateEntries.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(MARCH, period("2026-03", true))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .whenStored(LATER, hours(ANN, "2026-03-03", "2"))
                .thenStands(LATER, Place.HELD, "GBP 300.00")
                .thenOpenProblems("WORK_IN_CLOSED_PERIOD")
                .whenStored(CARD, card("160.00"))
                .whenStored(LATER, hours(ANN, "2026-03-03", "2"))
                .thenOpenProblems("WORK_IN_CLOSED_PERIOD")
                .whenAsked(RUN)
                .thenStands(ENTRY, Place.POSTING, "GBP 160.00")
                .thenOpenProblems("WORK_IN_CLOSED_PERIOD")
                .whenRetried()
                .thenSends()
                .thenStands(LATER, Place.UNBILLED, "GBP 320.00")
                .thenOpenProblems();
    }

    @Test
    void late_changes_wait_for_a_look_and_go_on_when_the_period_is_opened_again() {
        periods(false);
        policy(Dated.RUN, OnClosed.NEXT_OPEN, LateEntries.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(MARCH, period("2026-03", true))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "3"))
                .thenStands(ENTRY, Place.HELD, "GBP 450.00")
                .thenOpenProblems("WORK_IN_CLOSED_PERIOD")
                .whenStored(MARCH, period("2026-03", false))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 450.00")
                .thenOpenProblems();
    }

    @Test
    void late_work_that_is_withdrawn_needs_no_look() {
        periods(true);
        policy(Dated.RUN, OnClosed.NEXT_OPEN, LateEntries.REVIEW)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "3"))
                .thenOpenProblems("WORK_IN_CLOSED_PERIOD")
                .whenDeleted(ENTRY)
                .thenStandsNowhere(ENTRY)
                .thenOpenProblems();
    }

    @Test
    void the_rate_of_the_invoices_day_is_that_of_the_day_it_is_moved_to() {
        var rate = new ExchangeRate(
                CurrencyUnit.EUR,
                CurrencyUnit.GBP,
                LocalDate.of(2026, 3, 31),
                new BigDecimal("0.80"),
                Optional.empty());
        periods(true);
        run.world()
                .with(new ConversionPolicy(ConversionPolicy.RateDay.INVOICE, 7, Optional.empty()))
                .with(new Ref<>("fxr_1"), rate)
                .with(
                        new Ref<>("fxr_2"),
                        new ExchangeRate(
                                rate.from(),
                                rate.to(),
                                LocalDate.of(2026, 4, 1),
                                new BigDecimal("0.90"),
                                Optional.empty()));
        var expense = new Expense(
                PROJECT,
                ANN,
                LocalDate.of(2026, 3, 2),
                "travel",
                Money.parse("EUR 100.00"),
                true,
                Approval.APPROVED,
                Optional.empty());
        policy(Dated.LAST_DAY_BILLED, OnClosed.NEXT_OPEN, LateEntries.BILL)
                .whenStored(new Ref<>("exp_1"), expense)
                .whenAsked(RUN)
                .thenStands(new Ref<>("exp_1"), Place.POSTING, "GBP 90.00");
    }
}
