package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.CorrectionPolicy.Reductions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Prices and terms that change for days of which work is billed already. */
class LateRateTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));
    private static final Request AGREED =
            new Request.DecideCorrections(PROJECT, Optional.empty(), true, "told the client");

    /** The first entry is billed with 1200, the second is ready. */
    private static Scenario<BillingState> billed(LateEdit lateEdit) {
        var world = delivering(BillingModel.TIME_AND_MATERIALS);
        world.with(new CorrectionPolicy(lateEdit, Reductions.NEXT_INVOICE, false));
        return given(new TimeToBilling(), PROJECT.id(), world)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(OTHER, hours(ANN, "2026-03-20", "2"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00");
    }

    /** 150 an hour before the day, 180 from then on. */
    private static RateCard dearerFrom(String day) {
        var from = LocalDate.parse(day);
        return new RateCard(
                "STD",
                CurrencyUnit.GBP,
                List.of(
                        new RateCard.Rate(
                                Optional.of("consultant"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(from.minusDays(1)),
                                gbp("150.00")),
                        new RateCard.Rate(
                                Optional.of("consultant"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(from),
                                Optional.empty(),
                                gbp("180.00"))));
    }

    @Test
    void ready_work_is_priced_anew_by_itself_and_billed_work_by_policy() {
        billed(LateEdit.ADJUST)
                .whenStored(CARD, card("180.00"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 360.00")
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenStands(Corrections.ref(ENTRY, 1), Place.UNBILLED, "GBP 240.00")
                .whenStored(CARD, card("140.00"))
                .thenStands(Corrections.ref(ENTRY, 1), Place.UNBILLED, "GBP -80.00")
                .whenStored(CARD, card("150.00"))
                .thenStandsNowhere(Corrections.ref(ENTRY, 1))
                .thenOpenProblems();
    }

    @Test
    void only_work_of_the_days_that_changed_is_priced_anew() {
        billed(LateEdit.ADJUST)
                .whenStored(CARD, dearerFrom("2026-03-10"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 360.00");
        var run = billed(LateEdit.ADJUST).whenStored(CARD, dearerFrom("2026-03-10"));
        assertThat(run.world().line(Corrections.ref(ENTRY, 1))).isEmpty();
    }

    @Test
    void a_blocked_change_of_price_says_how_many_lines_keep_theirs() {
        var run = billed(LateEdit.BLOCK)
                .whenStored(CARD, card("180.00"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 360.00")
                .thenOpenProblems("BILLED_WORK_KEEPS_PRICE");
        assertThat(problem(run.world()).says()).contains("1 lines");
        run.whenStored(CARD, card("150.00")).thenOpenProblems();
    }

    @Test
    void any_number_of_lines_is_one_question_and_one_answer() {
        var run = given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));
        int entries = 500;
        for (int i = 0; i < entries; i++) {
            run.world().with(new Ref<TimeEntry>("tim_" + i), hours(ANN, "2026-03-02", "8"));
            run.whenStored(new Ref<>("tim_" + i), hours(ANN, "2026-03-02", "8"));
        }
        run.whenAsked(RUN).done("invoice-1-1").whenStored(CARD, card("151.00"));
        assertThat(run.world().problems().values()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("BILLED_WORK_REPRICED");
            assertThat(problem.says()).contains("500 lines come to GBP 4000.00");
            assertThat(problem.subject()).isEqualTo(PROJECT);
        });
        run.whenAsked(AGREED).thenOpenProblems().whenAsked(RUN).thenSends("invoice-2-1");
        assertThat(run.sent("invoice-2-1", dev.throughline.model.command.Command.PostInvoice.class)
                        .lines())
                .singleElement()
                .satisfies(line -> assertThat(line.amount()).isEqualTo(gbp("4000.00")));
    }

    @Test
    void an_edit_and_a_price_are_two_questions() {
        billed(LateEdit.REVIEW)
                .whenStored(CARD, card("180.00"))
                .thenOpenProblems("BILLED_WORK_REPRICED")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(Corrections.ref(ENTRY, 1), Place.HELD, "GBP -120.00")
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenOpenProblems("BILLED_WORK_REPRICED")
                .whenStored(CARD, card("150.00"))
                .thenOpenProblems();
    }

    @Test
    void an_amendment_that_takes_effect_in_the_past_prices_the_work_of_its_days() {
        var dearer = new RateCard("PLUS", CurrencyUnit.GBP, List.of(rate(Optional.of("consultant"), "200.00")));
        var run = billed(LateEdit.REVIEW);
        run.world().with(new Ref<>("rtc_plus"), dearer);
        run.whenStored(new Ref<>("cvr_rollout2"), amended("2026-03-15", BillingModel.TIME_AND_MATERIALS))
                .thenStands(OTHER, Place.UNBILLED, "GBP 400.00")
                .thenOpenProblems()
                .whenStored(new Ref<>("cvr_rollout2"), amended("2026-03-01", BillingModel.TIME_AND_MATERIALS))
                .thenStands(Corrections.ref(ENTRY, 1), Place.HELD, "GBP 400.00")
                .thenOpenProblems("BILLED_WORK_REPRICED")
                .whenStored(new Ref<>("cvr_rollout2"), amended("2026-03-01", BillingModel.FIXED_FEE))
                .thenStands(Corrections.ref(ENTRY, 1), Place.HELD, "GBP -1200.00")
                .thenStands(OTHER, Place.NON_BILLABLE, "GBP 0.00")
                .thenOpenProblems("BILLED_WORK_REPRICED")
                .whenAsked(new Request.DecideCorrections(PROJECT, Optional.empty(), false, "goodwill"))
                .thenStands(Corrections.ref(ENTRY, 1), Place.WRITTEN_OFF, "GBP -1200.00")
                .thenOpenProblems();
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    private static ContractVersion amended(String from, BillingModel model) {
        return new ContractVersion(
                CONTRACT,
                2,
                ContractVersion.Status.APPROVED,
                model,
                LocalDate.parse(from),
                gbp("120000.00"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("PLUS"),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void work_that_loses_its_price_stands_as_billed_until_it_has_one() {
        billed(LateEdit.ADJUST)
                .whenStored(CARD, new RateCard("STD", CurrencyUnit.GBP, new ArrayList<>()))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenStands(OTHER, Place.HELD, "GBP 0.00")
                .thenOpenProblems("RATE_MISSING")
                .whenStored(CARD, card("150.00"))
                .thenOpenProblems();
    }

    private static Problem problem(World world) {
        return world.problems().values().iterator().next();
    }
}
