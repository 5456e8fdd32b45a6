package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Tariff;
import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.Contract;
import dev.throughline.model.Ref;
import dev.throughline.model.UsageRecord;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Tiers;
import dev.throughline.processes.ledger.Tiers.Share;
import dev.throughline.processes.testing.Scenario;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Metered use: covered day by day, charged by its tiers when the period is over. */
class UsageTest {
    private static final Ref<UsageRecord> FIRST = new Ref<>("use_1");
    private static final Ref<UsageRecord> SECOND = new Ref<>("use_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 12, 31));

    private static Usage calls(Optional<Money> minimum) {
        return new Usage(
                "Calls",
                "calls",
                Every.MONTH,
                CurrencyUnit.GBP,
                Tariff.GRADUATED,
                List.of(
                        new Tier(Optional.of(new BigDecimal("1000")), new BigDecimal("0.10")),
                        new Tier(Optional.empty(), new BigDecimal("0.05"))),
                new BigDecimal("100"),
                minimum,
                Optional.empty());
    }

    private static Scenario<BillingState> metered(Usage term) {
        return given(
                        new TimeToBilling(),
                        PROJECT.id(),
                        delivering(BillingModel.USAGE).without(VERSION))
                .on("2026-03-01T06:00:00Z")
                .whenStored(VERSION, agreed(1, START, Optional.empty(), BillingModel.USAGE, term));
    }

    private static Money charged(Scenario<?> run, YearMonth period) {
        return run.world().lines().stream()
                .filter(line -> line.line().kind() == LineKind.CHARGE)
                .filter(line -> YearMonth.from(line.line().workedOn()).equals(period))
                .flatMap(line -> line.balances().values().stream())
                .map(OpenLine.Balance::amount)
                .reduce(gbp("0.00"), Money::plus);
    }

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final YearMonth APRIL = YearMonth.of(2026, 4);

    @Test
    void use_stands_covered_and_its_period_is_charged_when_it_is_over() {
        var run = metered(calls(Optional.empty()))
                .whenStored(FIRST, used("calls", "2026-03-02", "800"))
                .thenStands(FIRST, Place.COVERED, "GBP 0.00")
                .whenStored(SECOND, used("calls", "2026-03-31", "700.5"))
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments")
                .whenAsked(RUN)
                .thenSends("invoice-1-1");
        // 100 free, 1000 at 0.10, 400.5 at 0.05
        assertThat(charged(run, MARCH)).isEqualTo(gbp("120.03"));
        var row = run.sent("invoice-1-1", PostInvoice.class).lines().getFirst();
        assertThat(row.description()).isEqualTo("Calls, 2026-03: 1500.5 used");
        conserves(run);
    }

    @Test
    void a_correction_before_billing_changes_the_charge_and_after_it_adds_a_line() {
        var run = metered(calls(Optional.empty()))
                .whenStored(FIRST, used("calls", "2026-03-02", "600"))
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments")
                .whenStored(FIRST, used("calls", "2026-03-02", "700"));
        assertThat(charged(run, MARCH)).isEqualTo(gbp("60.00"));
        run.whenAsked(RUN).done("invoice-1-1").whenStored(FIRST, used("calls", "2026-03-02", "400"));
        assertThat(charged(run, MARCH)).isEqualTo(gbp("30.00"));
        assertThat(run.world().lines().stream()
                        .filter(line -> line.line().kind() == LineKind.CHARGE)
                        .map(line -> line.balances().toString()))
                .anyMatch(balances -> balances.contains("UNBILLED") && balances.contains("GBP -30.00"));
        run.whenDeleted(FIRST);
        assertThat(charged(run, MARCH)).isEqualTo(gbp("0.00"));
        run.thenOpenProblems();
        conserves(run);
    }

    @Test
    void a_reduction_waits_for_an_invoice_that_outweighs_it() {
        var run = metered(calls(Optional.empty()))
                .whenStored(FIRST, used("calls", "2026-03-02", "600"))
                .on("2026-04-01T00:00:00Z")
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(FIRST, used("calls", "2026-03-02", "400"))
                .whenAsked(RUN)
                .thenSends()
                .whenStored(SECOND, used("calls", "2026-04-10", "1100"))
                .on("2026-05-01T00:00:00Z")
                .whenAsked(RUN);
        var amounts = run.last().commands().stream()
                .flatMap(send -> ((PostInvoice) send.command()).lines().stream())
                .map(line -> line.amount())
                .toList();
        assertThat(amounts).containsExactlyInAnyOrder(gbp("-20.00"), gbp("100.00"));
    }

    @Test
    void the_minimum_is_billed_without_any_use_until_the_contract_ends() {
        var run = metered(calls(Optional.of(gbp("31.00"))));
        run.on("2026-04-01T00:00:00Z").whenTimer("instalments");
        assertThat(charged(run, MARCH)).isEqualTo(gbp("31.00"));
        run.whenStored(CONTRACT, contract(Contract.Status.CANCELLED))
                .on("2026-05-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(charged(run, APRIL)).isEqualTo(gbp("0.00"));
    }

    @Test
    void part_of_a_period_has_its_days_share_of_minimum_and_free_units() {
        var run = metered(calls(Optional.of(gbp("31.00"))))
                .whenStored(
                        VERSION,
                        agreed(
                                1,
                                LocalDate.of(2026, 3, 12),
                                Optional.of(LocalDate.of(2026, 4, 15)),
                                BillingModel.USAGE,
                                calls(Optional.of(gbp("31.00")))))
                .whenStored(FIRST, used("calls", "2026-04-15", "450"))
                .on("2026-04-16T00:00:00Z")
                .whenTimer("instalments");
        // 20 of 31 days
        assertThat(charged(run, MARCH)).isEqualTo(gbp("20.00"));
        // 15 of 30 days: 50 free, 400 at 0.10
        assertThat(charged(run, APRIL)).isEqualTo(gbp("40.00"));
    }

    @Test
    void use_that_no_term_prices_or_on_a_day_outside_the_contract_is_held() {
        metered(calls(Optional.empty()))
                .whenStored(FIRST, used("storage", "2026-03-02", "5"))
                .thenStands(FIRST, Place.HELD, "GBP 0.00")
                .thenOpenProblems("METER_NOT_PRICED")
                .whenStored(FIRST, used("calls", "2026-03-02", "5"))
                .thenOpenProblems()
                .whenStored(
                        VERSION,
                        agreed(
                                1,
                                START,
                                Optional.of(LocalDate.of(2026, 3, 31)),
                                BillingModel.USAGE,
                                calls(Optional.empty())))
                .whenStored(SECOND, used("calls", "2026-04-02", "5"))
                .thenOpenProblems("USE_OUTSIDE_CONTRACT");
    }

    @Test
    void time_under_a_contract_that_bills_use_is_not_billed() {
        metered(calls(Optional.empty()))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.NON_BILLABLE, "GBP 0.00");
    }

    @Test
    void an_amendment_prices_the_use_of_its_days_and_one_that_leaves_the_term_changes_nothing() {
        var same = metered(calls(Optional.empty()))
                .whenStored(FIRST, used("calls", "2026-03-02", "800"))
                .whenStored(SECOND, used("calls", "2026-03-20", "800"))
                .whenStored(
                        new Ref<>("cvr_rollout2"),
                        agreed(
                                2,
                                LocalDate.of(2026, 3, 16),
                                Optional.empty(),
                                BillingModel.USAGE,
                                calls(Optional.empty())))
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(charged(same, MARCH)).isEqualTo(gbp("125.00"));
        var cheaper = new Usage(
                "Calls",
                "calls",
                Every.MONTH,
                CurrencyUnit.GBP,
                Tariff.VOLUME,
                List.of(new Tier(Optional.empty(), new BigDecimal("0.01"))),
                BigDecimal.ZERO,
                Optional.empty(),
                Optional.empty());
        same.whenStored(
                new Ref<>("cvr_rollout2"),
                agreed(2, LocalDate.of(2026, 3, 16), Optional.empty(), BillingModel.USAGE, cheaper));
        // 15 of 31 days: 48.39 free, 751.61 at 0.10 are 75.16; 800 at 0.01 are 8.00
        assertThat(charged(same, MARCH)).isEqualTo(gbp("83.16"));
    }

    @Test
    void whatever_is_corrected_and_billed_in_whatever_order_each_period_adds_up_to_its_use() {
        boolean adjusted = false;
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var term = calls(Optional.empty());
            var run = metered(term);
            var use = new TreeMap<String, UsageRecord>();
            var awaited = new ArrayList<String>();
            var day = LocalDate.of(2026, 3, 1);
            for (int i = 0; i < 50; i++) {
                day = day.plusDays(random.nextInt(4));
                run.on(day + "T06:00:00Z");
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> {
                        var id = "use_" + random.nextInt(12);
                        var quantity =
                                BigDecimal.valueOf(random.nextInt(90_000), 2).toPlainString();
                        use.put(
                                id,
                                used(
                                        "calls",
                                        day.minusDays(random.nextInt(day.getDayOfYear() - 59))
                                                .toString(),
                                        quantity));
                        run.whenStored(new Ref<>(id), use.get(id));
                    }
                    case 3 -> {
                        var id = "use_" + random.nextInt(12);
                        use.remove(id);
                        run.whenDeleted(new Ref<UsageRecord>(id));
                    }
                    case 4 -> run.whenAsked(RUN);
                    default -> {
                        if (!awaited.isEmpty()) {
                            run.done(awaited.removeFirst());
                        }
                    }
                }
                run.last().commands().forEach(send -> awaited.add(send.step()));
                conserves(run);
            }
            run.on("2026-12-01T06:00:00Z").whenTimer("instalments");
            for (var month = MARCH; month.isBefore(YearMonth.of(2026, 12)); month = month.plusMonths(1)) {
                assertThat(charged(run, month)).as("seed %d, %s", seed, month).isEqualTo(alone(term, use, month));
            }
            adjusted |= run.world().lines().stream()
                    .filter(line -> line.line().kind() == LineKind.CHARGE)
                    .anyMatch(line -> line.balances().toString().contains("GBP -"));
        }
        assertThat(adjusted).as("some history took something back").isTrue();
    }

    private static Money alone(Usage term, TreeMap<String, UsageRecord> use, YearMonth month) {
        var quantity = use.values().stream()
                .filter(record -> YearMonth.from(record.usedOn()).equals(month))
                .map(UsageRecord::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Tiers.price(term, quantity, new Share(1, 1)).amount();
    }

    private static void conserves(Scenario<?> run) {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }
}
