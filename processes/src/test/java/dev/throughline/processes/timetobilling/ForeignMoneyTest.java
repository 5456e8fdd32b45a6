package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Milestone;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ledger.ConversionPolicy.RateDay;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money of other currencies on a contract in pounds. */
class ForeignMoneyTest {
    private static final Ref<Expense> TAXI = new Ref<>("exp_taxi");
    private static final Ref<Expense> HOTEL = new Ref<>("exp_hotel");
    private static final Ref<ExchangeRate> MONDAY = new Ref<>("fxr_monday");
    private static final Ref<ExchangeRate> TUESDAY = new Ref<>("fxr_tuesday");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private Scenario<BillingState> run = billing(delivering(BillingModel.TIME_AND_MATERIALS));

    private static Scenario<BillingState> billing(World world) {
        return given(new TimeToBilling(), PROJECT.id(), world);
    }

    private static ExchangeRate rate(String from, String to, String day, String rate) {
        return new ExchangeRate(
                CurrencyUnit.of(from),
                CurrencyUnit.of(to),
                LocalDate.parse(day),
                new BigDecimal(rate),
                Optional.of("treasury"));
    }

    private static Expense spent(String day, String amount) {
        return new Expense(
                PROJECT,
                ANN,
                LocalDate.parse(day),
                "travel",
                Money.parse(amount),
                true,
                Approval.APPROVED,
                Optional.empty());
    }

    private static LegalEntity entity(CurrencyUnit books) {
        return new LegalEntity("UK", "Firm Ltd", "GB", books, Optional.empty(), Optional.of("GB1"), true);
    }

    private static RateCard euroCard(String price) {
        return new RateCard(
                "STD",
                CurrencyUnit.EUR,
                List.of(new RateCard.Rate(
                        Optional.of("consultant"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Money.parse(price))));
    }

    @AfterEach
    void conserves() {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    @Test
    void an_expense_is_converted_by_the_rate_of_its_day_and_the_line_says_so() {
        run.world().with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.8563"));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 23.40"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 20.04")
                .thenOpenProblems();
        var line = run.world().line(TAXI).orElseThrow().line();
        assertThat(line.pricing())
                .isEqualTo("as spent, converted from EUR at 0.8563 of 2026-03-02 (EUR/GBP by treasury)");
        assertThat(line.converted()).hasValueSatisfying(one -> {
            assertThat(one.original()).isEqualTo(Money.parse("EUR 23.40"));
            assertThat(one.amount()).isEqualTo(gbp("20.04"));
        });
    }

    @Test
    void an_expense_without_a_rate_is_held_and_goes_on_when_it_comes() {
        run.whenStored(TAXI, spent("2026-03-02", "EUR 23.40"))
                .whenStored(HOTEL, spent("2026-03-03", "EUR 100.00"))
                .thenStands(TAXI, Place.HELD, "EUR 23.40")
                .thenOpenProblems("EXCHANGE_RATE_MISSING")
                .whenStored(new Ref<>("fxr_other"), rate("USD", "GBP", "2026-03-02", "0.75"))
                .thenOpenProblems("EXCHANGE_RATE_MISSING")
                .whenStored(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.8563"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 20.04")
                .thenStands(HOTEL, Place.UNBILLED, "GBP 85.63")
                .thenOpenProblems();
    }

    @Test
    void the_way_over_the_books_currency_waits_for_the_rate_that_is_missing() {
        run.world().with(UK, entity(CurrencyUnit.USD));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 100.00"))
                .thenOpenProblems("EXCHANGE_RATE_MISSING")
                .whenStored(MONDAY, rate("EUR", "USD", "2026-03-02", "1.10"))
                .thenOpenProblems("EXCHANGE_RATE_MISSING")
                .whenStored(TUESDAY, rate("GBP", "USD", "2026-03-02", "1.25"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 88.00")
                .thenOpenProblems();
    }

    @Test
    void a_corrected_rate_moves_what_is_unbilled_and_not_what_is_billed() {
        run.world().with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.80"));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 100.00"))
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(HOTEL, spent("2026-03-02", "EUR 200.00"))
                .thenStands(HOTEL, Place.UNBILLED, "GBP 160.00")
                .whenStored(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.90"))
                .thenStands(HOTEL, Place.UNBILLED, "GBP 180.00")
                .thenStands(TAXI, Place.BILLED, "GBP 80.00")
                .thenOpenProblems()
                .whenStored(TAXI, spent("2026-03-02", "EUR 100.00"))
                .thenOpenProblems()
                .whenStored(TAXI, spent("2026-03-02", "EUR 110.00"))
                .thenStands(TAXI, Place.BILLED, "GBP 80.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING");
        assertThat(run.world().problems().values())
                .singleElement()
                .satisfies(problem -> assertThat(problem.says()).contains("GBP 80.00 became GBP 88.00"));
    }

    @Test
    void a_newer_rate_that_comes_late_takes_the_place_of_the_one_before() {
        run.world().with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.80"));
        run.whenStored(TAXI, spent("2026-03-03", "EUR 100.00"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 80.00")
                .whenStored(TUESDAY, rate("EUR", "GBP", "2026-03-03", "0.81"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 81.00")
                .whenDeleted(TUESDAY)
                .thenStands(TAXI, Place.UNBILLED, "GBP 80.00")
                .whenDeleted(MONDAY)
                .thenStands(TAXI, Place.HELD, "EUR 100.00")
                .thenOpenProblems("EXCHANGE_RATE_MISSING");
    }

    @Test
    void two_rates_that_differ_hold_the_work_until_one_is_corrected() {
        run.world()
                .with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.80"))
                .with(TUESDAY, rate("EUR", "GBP", "2026-03-02", "0.85"));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 100.00"))
                .thenStands(TAXI, Place.HELD, "EUR 100.00")
                .thenOpenProblems("EXCHANGE_RATE_DISPUTED")
                .whenStored(TUESDAY, rate("EUR", "GBP", "2026-03-02", "0.80"))
                .thenStands(TAXI, Place.UNBILLED, "GBP 80.00")
                .thenOpenProblems();
    }

    @Test
    void an_hour_on_a_card_of_another_currency_is_billed_at_its_price_rounded_once() {
        run.world().with(CARD, euroCard("EUR 130.00")).with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.8563"));
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "7.5")).thenStands(ENTRY, Place.UNBILLED, "GBP 834.90");
        var invoice = run.whenAsked(RUN).sent("invoice-1-1", PostInvoice.class);
        assertThat(invoice.lines()).singleElement().satisfies(line -> {
            assertThat(line.rate()).isEqualTo(gbp("111.32"));
            assertThat(line.amount()).isEqualTo(gbp("834.90"));
        });
    }

    @Test
    void a_milestone_in_another_currency_is_converted_on_its_day() {
        run = billing(delivering(BillingModel.MILESTONE)
                .with(MONDAY, rate("EUR", "GBP", "2026-03-31", "0.86"))
                .with(TUESDAY, rate("EUR", "GBP", "2026-03-02", "0.80")));
        var euros = new Milestone(
                PROJECT,
                "Design",
                Money.parse("EUR 40000.00"),
                Milestone.Status.COMPLETED,
                Optional.empty(),
                Optional.of(LocalDate.of(2026, 3, 31)));
        run.whenStored(new Ref<>("mil_design"), euros)
                .thenStands(new Ref<>("mil_design"), Place.UNBILLED, "GBP 34400.00");
    }

    @Test
    void policy_says_whose_day_decides_the_rate() {
        var rates = delivering(BillingModel.TIME_AND_MATERIALS)
                .with(new Ref<>("fxr_start"), rate("EUR", "GBP", START.toString(), "0.70"))
                .with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.80"))
                .with(TUESDAY, rate("EUR", "GBP", "2026-04-07", "0.90"));
        run = billing(rates.with(new ConversionPolicy(RateDay.CONTRACT_START, 7, Optional.empty())));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 100.00")).thenStands(TAXI, Place.UNBILLED, "GBP 70.00");
        rates.with(new ConversionPolicy(RateDay.INVOICE, 7, Optional.empty()));
        run.on("2026-03-04T08:00:00Z")
                .whenStored(HOTEL, spent("2026-03-02", "EUR 200.00"))
                .thenStands(HOTEL, Place.UNBILLED, "GBP 160.00")
                .on("2026-04-08T08:00:00Z")
                .whenAsked(RUN)
                .thenStands(HOTEL, Place.POSTING, "GBP 180.00")
                .done("invoice-1-1")
                .on("2026-04-20T08:00:00Z")
                .whenStored(HOTEL, spent("2026-03-02", "EUR 200.00"))
                .thenStands(HOTEL, Place.BILLED, "GBP 180.00")
                .thenOpenProblems();
    }

    @Test
    void a_change_of_the_card_moves_what_is_unbilled_at_once() {
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "2"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00")
                .whenStored(CARD, card("160.00"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 320.00");
    }

    @Test
    void a_converted_expense_that_a_cap_splits_goes_by_one_rate_and_adds_up() {
        run.world()
                .with(VERSION, capped(1, START, Optional.of(gbp("50.00"))))
                .with(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.8563"));
        run.whenStored(TAXI, spent("2026-03-02", "EUR 99.99"))
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(MONDAY, rate("EUR", "GBP", "2026-03-02", "0.90"));
        var amounts = run.world().lines().stream()
                .flatMap(line -> line.balances().values().stream())
                .map(balance -> balance.amount())
                .toList();
        assertThat(amounts).hasSize(2);
        assertThat(Money.total(amounts)).isEqualTo(gbp("85.62"));
    }
}
