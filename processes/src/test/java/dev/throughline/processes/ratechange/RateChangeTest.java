package dev.throughline.processes.ratechange;

import static dev.throughline.processes.ratechange.RateChange.TYPE;
import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.RateCard;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.policy.Checkpoint;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.TransitionTable;
import dev.throughline.processes.testing.World;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

class RateChangeTest {
    private static final String WHAT = "STD as of 2026-04-01T08:00:00Z";
    private static final RateApproval TEN = new RateApproval(Optional.of(BigDecimal.TEN));

    private static Scenario<RateState> seen(RateApproval policy) {
        return given(new RateChange(), CARD.id(), new World().with(policy)).whenStored(CARD, card("150.00"));
    }

    private static RateCard from(String day, String perHour) {
        var first = rate(Optional.of("consultant"), "150.00");
        var next = new RateCard.Rate(
                first.role(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(LocalDate.parse(day)),
                Optional.empty(),
                gbp(perHour));
        return new RateCard("STD", CurrencyUnit.GBP, List.of(first, next));
    }

    @Test
    void a_price_at_the_limit_bills_and_one_beyond_it_up_or_down_waits() {
        seen(TEN).then(RateState.InForce.class).whenStored(CARD, card("165.00")).thenOpenProblems();
        seen(TEN).whenStored(CARD, card("165.01")).thenOpenProblems(RateChange.NEEDS_APPROVAL);
        seen(TEN).whenStored(CARD, card("135.00")).thenOpenProblems();
        seen(TEN).whenStored(CARD, card("134.99")).thenOpenProblems(RateChange.NEEDS_APPROVAL);
        seen(RateApproval.defaults()).whenStored(CARD, card("15.00")).thenIgnored("does not concern");
    }

    @Test
    void a_price_that_holds_from_a_later_day_is_compared_with_the_one_before() {
        seen(TEN).whenStored(CARD, from("2026-07-01", "165.00")).thenOpenProblems();
        seen(TEN).whenStored(CARD, from("2026-07-01", "165.01")).thenOpenProblems(RateChange.NEEDS_APPROVAL);
        seen(TEN)
                .whenStored(CARD, from("2026-07-01", "165.00"))
                .whenStored(CARD, from("2026-08-01", "165.00"))
                .thenOpenProblems();
        seen(TEN)
                .whenStored(CARD, from("2026-07-01", "165.00"))
                .whenStored(CARD, from("2026-07-01", "160.00"))
                .whenStored(CARD, from("2026-08-01", "181.60"))
                .thenOpenProblems(RateChange.NEEDS_APPROVAL);
    }

    @Test
    void a_price_that_is_taken_out_so_that_a_wider_one_holds_is_a_change() {
        var wide = rate(Optional.empty(), "90.00");
        var both = new RateCard("STD", CurrencyUnit.GBP, List.of(wide, rate(Optional.of("consultant"), "150.00")));
        given(new RateChange(), CARD.id(), new World().with(TEN))
                .whenStored(CARD, both)
                .whenStored(CARD, new RateCard("STD", CurrencyUnit.GBP, List.of(wide)))
                .thenOpenProblems(RateChange.NEEDS_APPROVAL);
    }

    @Test
    void a_role_that_was_not_priced_before_is_no_change() {
        var more = new RateCard(
                "STD",
                CurrencyUnit.GBP,
                List.of(rate(Optional.of("consultant"), "150.00"), rate(Optional.of("architect"), "900.00")));
        seen(TEN).whenStored(CARD, more).then(RateState.InForce.class);
    }

    @Test
    void another_person_lets_the_prices_bill_and_billing_hears_of_it() {
        seen(TEN)
                .whenStored(CARD, card("300.00"))
                .thenSays(RateChange.NEEDS_APPROVAL, "1 of its prices")
                .whenApproved("eve", "STD as of yesterday")
                .thenIgnored("waits for no approval")
                .whenSkipped()
                .then(RateState.AwaitingApproval.class)
                .thenOpenProblems(RateChange.NEEDS_APPROVAL)
                .whenApproved("eve", WHAT)
                .then(RateState.InForce.class)
                .thenOpenProblems()
                .thenWakes("released 2026-04-01T08:00:00Z")
                .whenStored(CARD, card("310.00"))
                .thenOpenProblems();
    }

    @Test
    void a_card_that_is_set_back_or_gone_waits_no_longer() {
        seen(TEN)
                .whenStored(CARD, card("300.00"))
                .whenStored(CARD, card("310.00"))
                .then(RateState.AwaitingApproval.class)
                .whenStored(CARD, card("150.00"))
                .then(RateState.InForce.class)
                .thenOpenProblems()
                .thenWakes("released 2026-04-01T08:00:00Z");
        seen(TEN)
                .whenStored(CARD, card("300.00"))
                .whenDeleted(CARD)
                .then(RateState.Unseen.class)
                .thenOpenProblems();
    }

    @Test
    void a_card_is_compared_with_what_it_was_when_the_policy_is_new() {
        var run = given(new RateChange(), CARD.id(), new World().with(TEN).with(CARD, card("150.00")));
        run.whenStored(CARD, card("300.00")).then(RateState.AwaitingApproval.class);
    }

    @Test
    void work_is_held_while_its_card_waits_and_priced_when_it_no_longer_does() {
        var world = delivering(BillingModel.TIME_AND_MATERIALS).with(TEN).waiting(CARD, true);
        var run = given(new TimeToBilling(), PROJECT.id(), world)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "2"))
                .thenStands(ENTRY, Place.HELD, "GBP 0.00")
                .thenOpenProblems("RATE_AWAITS_APPROVAL");
        world.waiting(CARD, false);
        assertThat(new TimeToBilling().concernedBy(Events.timer(TYPE, CARD.id(), RateChange.RELEASED), world))
                .isNotEmpty();
        run.whenAsked(new Request.Retry(TimeToBilling.TYPE, PROJECT.id()))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 300.00")
                .thenOpenProblems();
    }

    @Test
    void every_state_answers_every_step() {
        var waiting =
                new RateState.AwaitingApproval(card("150.00"), new Checkpoint(TYPE, CARD.id(), WHAT, Set.of("bob")));
        var changed = (ObjectChanged) Events.changed(CARD, card("300.00"));
        var gone = new ObjectChanged(
                changed.header(), changed.type(), CARD, changed.after(), Optional.empty(), Set.of(), changed.source());
        new TransitionTable<>(
                        new RateChange(),
                        CARD.id(),
                        new World().with(TEN).with(CARD, card("300.00")),
                        RateStep.class,
                        RateStep::of)
                .state(new RateState.Unseen())
                .state(new RateState.InForce(card("150.00")))
                .state(waiting)
                .step(changed)
                .step(gone)
                .step(Events.asked(new Request.Approve(TYPE, CARD.id(), WHAT)))
                .step(Events.asked(new Request.Retry(TYPE, CARD.id())))
                .step(Events.asked(new Request.Skip(TYPE, CARD.id(), "not wanted")))
                .step(new Asked(changed.header(), new Request.ActivateContract(CONTRACT), "alice"))
                .matches("transitions-rate-change.md");
    }
}
