package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.Scope;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A fee in advance buys work; what goes beyond is charged when the period is over. */
class RetainerTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 12, 31));

    private static Retainer advice(String bought, Unused unused, Optional<Money> overUse) {
        return new Retainer(
                "Advice",
                gbp("1000.00"),
                Every.MONTH,
                new Buys.Hours(new BigDecimal(bought)),
                unused,
                overUse,
                Optional.empty());
    }

    private static Scenario<BillingState> retained(Retainer term) {
        return given(
                        new TimeToBilling(),
                        PROJECT.id(),
                        delivering(BillingModel.RETAINER).without(VERSION))
                .on("2026-03-01T06:00:00Z")
                .whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.RETAINER, term));
    }

    private static Money charged(Scenario<?> run, String period) {
        return run.world().lines().stream()
                .filter(line -> line.line().kind() == LineKind.CHARGE)
                .filter(line -> line.line().description().contains(period))
                .flatMap(line -> line.balances().values().stream())
                .map(balance -> balance.amount())
                .reduce(gbp("0.00"), Money::plus);
    }

    private static void conserves(Scenario<?> run) {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    @Test
    void the_fee_is_billed_in_advance_and_the_work_is_covered() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .thenWakes("instalments 2026-04-01T00:00:00Z")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.COVERED, "GBP 0.00")
                .whenAsked(RUN)
                .thenSends("invoice-1-1");
        assertThat(run.world().lines()).hasSize(2);
        conserves(run);
    }

    @Test
    void what_goes_beyond_is_charged_at_the_rate_card_when_the_period_is_over() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(OTHER, hours(ANN, "2026-03-03", "5.5"));
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("0.00"));
        run.on("2026-04-01T00:00:00Z").whenTimer("instalments");
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("525.00"));
        run.thenStands(ENTRY, Place.COVERED, "GBP 0.00").thenStands(OTHER, Place.COVERED, "GBP 0.00");
        conserves(run);
    }

    @Test
    void an_agreed_rate_goes_before_the_rate_card_and_needs_none() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.of(gbp("99.99"))))
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "13"))
                .thenOpenProblems()
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("299.97"));
    }

    @Test
    void work_that_has_no_price_is_held_where_it_may_need_one() {
        retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.HELD, "GBP 0.00")
                .thenOpenProblems("RATE_MISSING");
    }

    @Test
    void late_time_is_added_to_the_charge_of_its_period_while_that_is_not_billed() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "12"))
                .on("2026-04-02T00:00:00Z")
                .whenTimer("instalments")
                .whenStored(OTHER, hours(ANN, "2026-03-31", "2"));
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("600.00"));
        conserves(run);
    }

    @Test
    void late_and_reopened_time_of_a_billed_period_are_lines_of_their_own() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "12"))
                .on("2026-04-02T00:00:00Z")
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(OTHER, hours(ANN, "2026-03-01", "2"));
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("600.00"));
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "1"));
        assertThat(charged(run, "2026-03"))
                .as("all of the charge is taken back")
                .isEqualTo(gbp("0.00"));
        run.thenOpenProblems();
        conserves(run);
    }

    @Test
    void a_balance_in_money_is_drawn_at_the_contracts_prices() {
        var worth = new Retainer(
                "Advice",
                gbp("900.00"),
                Every.MONTH,
                new Buys.Worth(gbp("1000.00")),
                new Unused.CarriesOver(1),
                Optional.of(gbp("120.00")),
                Optional.empty());
        var run = retained(worth)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "4"))
                .whenStored(OTHER, hours(ANN, "2026-04-02", "10"))
                .on("2026-05-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("0.00"));
        // 400.00 carried over and 1000.00 cover 1400.00 of 1500.00; 100.00 is two thirds of an hour, at 120.00.
        assertThat(charged(run, "2026-04")).isEqualTo(gbp("80.00"));
    }

    @Test
    void of_several_retainers_the_narrowest_covers_the_work_and_other_work_goes_by_the_model() {
        var any = advice("10", new Unused.Lapses(), Optional.empty());
        var architects = new Retainer(
                "Architects",
                gbp("500.00"),
                Every.MONTH,
                new Buys.Hours(BigDecimal.ONE),
                new Unused.Lapses(),
                Optional.of(gbp("200.00")),
                Optional.of(new Scope(Optional.empty(), Optional.empty(), Optional.of("architect"))));
        var run = retained(any)
                .whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.RETAINER, any, architects))
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "3"))
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(charged(run, "Architects, 2026-03")).isEqualTo(gbp("400.00"));
        run.whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.TIME_AND_MATERIALS, architects))
                .whenStored(OTHER, hours(ANN, "2026-03-02", "1"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 150.00");
        given(new TimeToBilling(), PROJECT.id(), run.world())
                .whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.RETAINER, architects))
                .whenStored(new Ref<>("tim_3"), hours(ANN, "2026-03-02", "1"))
                .thenOpenProblems("RETAINER_TERMS_MISSING");
    }

    @Test
    void work_of_projects_that_would_share_a_balance_is_held() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()));
        run.world().with(new Ref<>("prj_other"), project());
        run.whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.HELD, "GBP 0.00")
                .thenOpenProblems("TERM_SPANS_PROJECTS");
    }

    @Test
    void an_amendment_that_ends_the_cover_bills_the_work_of_its_days() {
        retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-20", "8"))
                .whenStored(
                        new Ref<>("cvr_rollout2"),
                        agreed(2, LocalDate.of(2026, 3, 15), Optional.empty(), BillingModel.TIME_AND_MATERIALS))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1200.00");
    }

    @Test
    void a_retainer_that_is_taken_from_the_contract_leaves_its_work_to_the_model_and_takes_back_what_was_charged() {
        var run = retained(advice("10", new Unused.Lapses(), Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "12"))
                .on("2026-04-02T00:00:00Z")
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.TIME_AND_MATERIALS))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1800.00");
        assertThat(charged(run, "2026-03")).isEqualTo(gbp("0.00"));
        conserves(run);
        run.whenAsked(RUN).done("invoice-2-1");
        assertThat(run.sent("invoice-2-1", PostInvoice.class).lines())
                .extracting(line -> line.amount())
                .containsExactlyInAnyOrder(gbp("1800.00"), gbp("-300.00"));
    }

    @Test
    void the_last_day_of_a_period_is_found_by_its_label() {
        assertThat(Calendar.last("2026-02")).isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(Calendar.last("2026-Q4")).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(Calendar.last(Calendar.label(LocalDate.of(2026, 4, 1), Every.QUARTER)))
                .isEqualTo(LocalDate.of(2026, 6, 30));
    }

    @Test
    void whatever_happens_what_is_billed_adds_up_to_what_the_periods_come_to() {
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            var unused = List.of(new Unused.Lapses(), new Unused.CarriesOver(1), new Unused.NeverLapses())
                    .get(random.nextInt(3));
            var term = advice(Integer.toString(10 + random.nextInt(30)), unused, Optional.empty());
            var run = retained(term);
            var work = new TreeMap<String, TimeEntry>();
            var day = LocalDate.of(2026, 3, 1);
            var awaited = new ArrayList<String>();
            var posted = new ArrayList<Ref<Invoice>>();
            for (int i = 0; i < 60; i++) {
                day = day.plusDays(random.nextInt(4));
                run.on(day + "T06:00:00Z");
                switch (random.nextInt(9)) {
                    case 0, 1, 2, 3 -> {
                        var id = "tim_" + random.nextInt(15);
                        var worked = "%d.%02d".formatted(1 + random.nextInt(20), random.nextInt(100));
                        var entry = hours(
                                ANN,
                                day.minusDays(random.nextInt(day.getDayOfYear() - 59))
                                        .toString(),
                                worked);
                        work.put(id, entry);
                        run.whenStored(new Ref<>(id), entry);
                    }
                    case 4 -> {
                        var id = "tim_" + random.nextInt(15);
                        work.remove(id);
                        run.whenDeleted(new Ref<TimeEntry>(id));
                    }
                    case 5 -> run.whenTimer("instalments");
                    case 6 -> run.whenAsked(RUN);
                    case 7 -> {
                        if (!posted.isEmpty()) {
                            run.whenStored(
                                    posted.remove(random.nextInt(posted.size())),
                                    invoice(Invoice.Status.VOIDED, "0.00"));
                        }
                    }
                    default -> {
                        if (!awaited.isEmpty()) {
                            var step = awaited.removeFirst();
                            if (random.nextInt(4) == 0) {
                                run.refused(step, "PERIOD_CLOSED").whenRetried();
                            } else {
                                run.done(step);
                                posted.add(run.sent(step, PostInvoice.class).subject());
                            }
                        }
                    }
                }
                run.last().commands().forEach(send -> awaited.add(send.step()));
                conserves(run);
            }
            run.on("2026-12-01T06:00:00Z").whenTimer("instalments").whenRetried();
            assertThat(charges(run.world().lines())).as("seed %d", seed).isEqualTo(fresh(term, work, random));
        }
    }

    /** The same work on the same terms, all at once and in another order. */
    private static Map<String, Money> fresh(Retainer term, Map<String, TimeEntry> work, Random random) {
        var run = retained(term);
        var ids = new ArrayList<>(work.keySet());
        Collections.shuffle(ids, random);
        run.on("2026-12-01T06:00:00Z");
        ids.forEach(id -> run.whenStored(new Ref<>(id), work.get(id)));
        run.whenTimer("instalments");
        return charges(run.world().lines());
    }

    private static Map<String, Money> charges(List<dev.throughline.processes.ledger.OpenLine> lines) {
        var charges = new TreeMap<String, Money>();
        for (var line : lines) {
            if (line.line().kind() == LineKind.CHARGE) {
                var period = line.line().workedOn().toString();
                line.balances().values().forEach(balance -> charges.merge(period, balance.amount(), Money::plus));
            }
        }
        charges.values().removeIf(Money::isZero);
        return charges;
    }
}
