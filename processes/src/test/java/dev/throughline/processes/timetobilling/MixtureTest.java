package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Recurring;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Tariff;
import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.Scope;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A cap over work, a monthly service, a retainer for architects and metered use, in any history: what is billed is what was agreed, and never above the cap. */
class MixtureTest {
    private static final Set<Place> COUNTED = EnumSet.of(Place.UNBILLED, Place.POSTING, Place.BILLED, Place.PAID);
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 12, 31));
    private static final BillingTerm[] TERMS = {
        new Recurring("Service", gbp("333.33"), Every.MONTH),
        new Retainer(
                "Architects",
                gbp("500.00"),
                Every.MONTH,
                new Buys.Hours(new BigDecimal("12")),
                new Unused.CarriesOver(1),
                Optional.of(gbp("99.99")),
                Optional.of(new Scope(Optional.empty(), Optional.empty(), Optional.of("architect")))),
        new Usage(
                "Calls",
                "calls",
                Every.MONTH,
                CurrencyUnit.GBP,
                Tariff.VOLUME,
                List.of(
                        new Tier(Optional.of(new BigDecimal("500")), new BigDecimal("0.333")),
                        new Tier(Optional.empty(), new BigDecimal("0.1234"))),
                new BigDecimal("50"),
                Optional.of(gbp("20.00")),
                Optional.empty())
    };

    private static ContractVersion version(int number, Money cap) {
        var agreed =
                agreed(number, START, Optional.of(LocalDate.of(2026, 6, 20)), BillingModel.TIME_AND_MATERIALS, TERMS);
        return new ContractVersion(
                agreed.contract(),
                agreed.number(),
                agreed.status(),
                agreed.billingModel(),
                agreed.effectiveFrom(),
                agreed.value(),
                agreed.startsOn(),
                agreed.endsOn(),
                agreed.rateCard(),
                Optional.of(cap),
                agreed.schedule(),
                agreed.terms());
    }

    @Test
    void in_any_history_what_is_billed_is_what_was_agreed_and_never_above_the_cap() {
        for (int seed = 0; seed < 15; seed++) {
            new History(seed).play();
        }
    }

    private static final class History {
        private final int seed;
        private final Random random;
        private final Map<String, TimeEntry> work = new TreeMap<>();
        private final Map<String, UsageRecord> use = new TreeMap<>();
        private final List<String> awaited = new ArrayList<>();
        private final List<Ref<Invoice>> posted = new ArrayList<>();
        private final Scenario<BillingState> run = given(
                        new TimeToBilling(),
                        PROJECT.id(),
                        delivering(BillingModel.TIME_AND_MATERIALS).without(VERSION))
                .on("2026-03-01T06:00:00Z");
        private LocalDate day = LocalDate.of(2026, 3, 1);
        private Money cap = gbp("4000.00");
        private int versions = 1;

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() {
            run.whenStored(VERSION, version(1, cap));
            for (int i = 0; i < 70; i++) {
                day = day.plusDays(random.nextInt(4));
                run.on(day + "T06:00:00Z");
                step();
                sent();
                check();
            }
            heal();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> time();
                case 4, 5 -> used();
                case 6 -> {
                    var id = "tim_" + random.nextInt(12);
                    work.remove(id);
                    run.whenDeleted(new Ref<TimeEntry>(id));
                }
                case 7 -> run.whenAsked(RUN);
                case 8 -> run.whenTimer("instalments");
                case 9 -> {
                    cap = cap.plus(gbp(Integer.toString(random.nextInt(1500))));
                    versions++;
                    run.whenStored(new Ref<>("cvr_rollout" + versions), version(versions, cap));
                }
                case 10 -> {
                    if (!posted.isEmpty()) {
                        run.whenStored(
                                posted.remove(random.nextInt(posted.size())), invoice(Invoice.Status.VOIDED, "0.00"));
                        sent();
                        run.whenRetried();
                    }
                }
                default -> answer();
            }
        }

        private void time() {
            // What was billed as an hour stands when its person changes: an entry keeps its own.
            int number = random.nextInt(12);
            var id = "tim_" + number;
            var hours = BigDecimal.valueOf(1 + random.nextInt(1200), 2).toPlainString();
            work.put(id, hours(number % 2 == 0 ? ANN : BEN, past(), hours));
            run.whenStored(new Ref<>(id), work.get(id));
        }

        private void used() {
            var id = "use_" + random.nextInt(8);
            use.put(
                    id,
                    dev.throughline.processes.testing.Firm.used(
                            "calls", past(), Integer.toString(random.nextInt(700))));
            run.whenStored(new Ref<>(id), use.get(id));
        }

        private String past() {
            return START.plusDays(random.nextInt(Math.min(111, day.getDayOfYear() - 59)))
                    .toString();
        }

        private void answer() {
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

        private void sent() {
            run.last().commands().stream()
                    .map(send -> send.step())
                    .filter(step -> !awaited.contains(step))
                    .forEach(awaited::add);
        }

        private void check() {
            assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(run.world().lines())
                    .as("seed %d", seed)
                    .allMatch(line -> line.balances().size() <= 1);
            assertThat(amount(COUNTED)).as("seed %d", seed).isLessThanOrEqualTo(cap);
        }

        private Money amount(Set<Place> places) {
            return run.world().lines().stream()
                    .flatMap(line -> line.balances().entrySet().stream())
                    .filter(balance -> places.contains(balance.getKey()))
                    .map(balance -> balance.getValue().amount())
                    .reduce(gbp("0.00"), Money::plus);
        }

        /** With everything answered, the contract over and the cap out of the way, the charges are those of the same work come at once. */
        private void heal() {
            run.on("2026-12-01T06:00:00Z");
            cap = gbp("1000000.00");
            run.whenStored(new Ref<>("cvr_rollout" + ++versions), version(versions, cap));
            sent();
            settle();
            run.whenRetried();
            sent();
            settle();
            run.whenTimer("instalments");
            run.whenAsked(new Request.DecideCorrections(PROJECT, Optional.empty(), true, "agreed"));
            check();
            assertThat(sums(run)).as("seed %d", seed).isEqualTo(sums(fresh()));
            assertThat(amount(EnumSet.of(Place.HELD)).isZero())
                    .as("seed %d", seed)
                    .isTrue();
        }

        private void settle() {
            while (!awaited.isEmpty()) {
                run.done(awaited.removeFirst());
                sent();
            }
        }

        private Scenario<BillingState> fresh() {
            var fresh = given(
                            new TimeToBilling(),
                            PROJECT.id(),
                            delivering(BillingModel.TIME_AND_MATERIALS).without(VERSION))
                    .on("2026-12-01T06:00:00Z")
                    .whenStored(VERSION, version(1, cap));
            work.forEach((id, entry) -> {
                if (entry.resource().equals(BEN)) {
                    fresh.whenStored(new Ref<>(id), entry);
                }
            });
            use.forEach((id, record) -> fresh.whenStored(new Ref<>(id), record));
            return fresh.whenTimer("instalments");
        }

        private static Map<String, Money> sums(Scenario<?> run) {
            var sums = new HashMap<String, Money>();
            for (var line : run.world().lines()) {
                if (line.line().kind() == LineKind.CHARGE || line.line().kind() == LineKind.INSTALMENT) {
                    var key = line.line().kind() + " " + line.line().workedOn() + " "
                            + line.line().description().split(",")[0];
                    line.balances().values().stream()
                            .map(OpenLine.Balance::amount)
                            .forEach(amount -> sums.merge(key, amount, Money::plus));
                }
            }
            sums.values().removeIf(Money::isZero);
            return sums;
        }
    }
}
