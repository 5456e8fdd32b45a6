package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Opportunity.SowStatus;
import dev.throughline.model.Opportunity.Stage;
import dev.throughline.model.RateCard;
import dev.throughline.processes.Problem;
import dev.throughline.processes.quotetoproject.QuoteState.Lacking;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class DealCheckTest {
    private static Scenario<QuoteState> won(World world, Opportunity deal) {
        return given(new QuoteToProject(), DEAL.id(), world).whenStored(DEAL, deal);
    }

    private static Opportunity bare() {
        return new Opportunity(
                "Bare",
                Stage.WON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SowStatus.REJECTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Opportunity.Line(
                        Optional.empty(), "Widgets", new BigDecimal(3), Money.parse("GBP 10.00"))));
    }

    private static Opportunity dated(LocalDate startsOn, LocalDate endsOn, Money amount) {
        var deal = Firm.deal();
        return new Opportunity(
                deal.name(),
                deal.stage(),
                deal.account(),
                Optional.of(amount),
                deal.closesOn(),
                deal.legalEntity(),
                deal.billingModel(),
                deal.serviceLine(),
                deal.rateCard(),
                deal.paymentTerms(),
                deal.deliveryTemplate(),
                deal.sow(),
                Optional.of(startsOn),
                Optional.of(endsOn),
                deal.owner(),
                deal.probability(),
                deal.lines());
    }

    @Test
    void all_that_a_deal_lacks_is_said_at_once() {
        won(sold(), bare())
                .then(Lacking.class)
                .thenSends()
                .thenOpenProblems(
                        "SOW_REJECTED",
                        "AMOUNT_MISSING",
                        "BILLING_MODEL_MISSING",
                        "CUSTOMER_MISSING",
                        "LEGAL_ENTITY_MISSING",
                        "ITEM_NOT_MATCHED",
                        "SERVICE_LINE_MISSING",
                        "START_DATE_MISSING");
    }

    @Test
    void an_unmatched_line_tells_the_money_that_waits_and_goes_on_when_it_is_matched() {
        var run = won(sold(), bare());
        var problem = run.world().problems().get(new Problem.Key("ITEM_NOT_MATCHED", DEAL.id()));
        Assertions.assertThat(problem.atStake()).contains(Money.parse("GBP 30.00"));
        Assertions.assertThat(problem.says()).contains("line 1 'Widgets'");
        run.whenStored(DEAL, Firm.deal()).thenSends("customer-in-finance-1").thenOpenProblems();
    }

    @Test
    void the_same_lack_again_is_not_told_again() {
        won(sold(), bare()).whenStored(DEAL, bare()).thenRaises().thenSends();
    }

    @Test
    void a_customer_on_hold_and_an_inactive_entity_and_item_each_hold_the_deal_and_let_it_go() {
        won(sold().with(ALDER, customer(true)).with(UK, entity(false)).with(ADVICE, item(false)), Firm.deal())
                .thenOpenProblems("CUSTOMER_ON_CREDIT_HOLD", "LEGAL_ENTITY_INACTIVE", "ITEM_INACTIVE")
                .whenStored(ALDER, customer(false))
                .thenOpenProblems("LEGAL_ENTITY_INACTIVE", "ITEM_INACTIVE");
    }

    @Test
    void currency_and_dates_are_judged() {
        won(sold(), dated(START, START.minusDays(1), Money.parse("USD 100.00")))
                .thenOpenProblems(
                        "CURRENCY_NOT_ALLOWED",
                        "LINE_CURRENCY_DIFFERS",
                        "RATE_CARD_CURRENCY_DIFFERS",
                        "DATES_REVERSED");
        won(sold(), dated(START, LocalDate.of(9999, 1, 1), gbp("100.00"))).thenOpenProblems("DATES_IMPLAUSIBLE");
    }

    @Test
    void a_rate_card_that_appears_lets_the_deal_go_on() {
        won(sold().without(CARD), Firm.deal())
                .thenOpenProblems("RATE_CARD_UNKNOWN")
                .whenStored(CARD, new RateCard("STD", CurrencyUnit.GBP, List.of()))
                .thenOpenProblems("RATE_CARD_DOES_NOT_COVER")
                .whenStored(CARD, card("150.00"))
                .thenSends("customer-in-finance-1");
    }

    @Test
    void where_policy_says_so_a_deal_waits_for_its_statement_of_work() {
        var defaults = QuoteToProjectPolicy.defaults();
        var strict = new QuoteToProjectPolicy(
                true,
                List.of(BillingModel.TIME_AND_MATERIALS),
                List.of("audit"),
                true,
                defaults.taxRegistrationCountries(),
                List.of("net_60"),
                Optional.empty(),
                defaults.currencies(),
                true,
                true,
                defaults.templateByServiceLine(),
                Optional.empty(),
                List.of(),
                defaults.recheckHeld(),
                defaults.tellKnownCustomers(),
                defaults.reportToSales());
        won(sold().with(strict), Firm.deal())
                .thenOpenProblems("SOW_NOT_APPROVED", "SERVICE_LINE_UNKNOWN", "PAYMENT_TERMS_UNKNOWN");
    }
}
