package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.CorrectionPolicy.Reductions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Billing never passes the cap of the contract. */
class CapTest {
    private static final Ref<TimeEntry> SECOND = new Ref<>("tim_2");
    private static final Ref<TimeEntry> REST = new Ref<>("tim_2~2");
    private static final Ref<ContractVersion> AMENDED = new Ref<>("cvr_rollout2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 6, 30));
    private static final Set<Place> COUNTED = EnumSet.of(Place.UNBILLED, Place.POSTING, Place.BILLED, Place.PAID);

    private static Scenario<BillingState> cappedAt(String cap) {
        return given(
                new TimeToBilling(),
                PROJECT.id(),
                delivering(BillingModel.TIME_AND_MATERIALS).with(VERSION, capped(1, START, Optional.of(gbp(cap)))));
    }

    /** Eight hours and eight more, at 150.00, under a cap of 1500.00. */
    private static Scenario<BillingState> crossing() {
        return cappedAt("1500.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(SECOND, hours(ANN, "2026-03-03", "8"));
    }

    @Test
    void the_line_that_crosses_the_cap_is_billed_in_part_and_the_rest_is_held() {
        var run = crossing()
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1200.00")
                .thenStands(SECOND, Place.UNBILLED, "GBP 300.00")
                .thenStands(REST, Place.HELD, "GBP 900.00")
                .thenOpenProblems("CONTRACT_CAP_REACHED")
                .whenAsked(RUN)
                .thenSends("invoice-1-1");
        var row = run.sent("invoice-1-1", PostInvoice.class).lines().getFirst();
        assertThat(row.amount()).isEqualTo(gbp("1500.00"));
        assertThat(row.quantity()).isEqualByComparingTo("10");
        conserves(run);
    }

    @Test
    void the_problem_names_the_cap_what_is_left_the_owner_and_the_remedy() {
        var problem = crossing().world().problems().values().iterator().next();
        assertThat(problem.says()).contains("T-1", "GBP 1500.00", "version 1", "GBP 0.00 of that is left");
        assertThat(problem.owner()).isEqualTo(Problem.Owner.SALES_OPS);
        assertThat(problem.remedy()).contains("change order");
        assertThat(problem.atStake()).contains(gbp("900.00"));
    }

    @Test
    void held_work_goes_on_by_itself_when_an_amendment_raises_the_cap() {
        crossing()
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(AMENDED, capped(2, LocalDate.of(2026, 4, 1), Optional.of(gbp("2000.00"))))
                .thenStands(SECOND, Place.BILLED, "GBP 300.00")
                .thenStands(REST, Place.UNBILLED, "GBP 500.00")
                .thenStands(new Ref<TimeEntry>("tim_2~3"), Place.HELD, "GBP 400.00")
                .whenAsked(RUN)
                .done("invoice-2-1")
                .whenStored(AMENDED, capped(2, LocalDate.of(2026, 4, 1), Optional.empty()))
                .thenStands(new Ref<TimeEntry>("tim_2~3"), Place.UNBILLED, "GBP 400.00")
                .thenOpenProblems();
    }

    @Test
    void a_cap_raised_before_billing_joins_the_parts_again() {
        crossing()
                .whenStored(VERSION, capped(1, START, Optional.of(gbp("2400.00"))))
                .thenStands(SECOND, Place.UNBILLED, "GBP 1200.00")
                .thenStandsNowhere(REST)
                .thenOpenProblems();
    }

    @Test
    void an_amendment_to_come_raises_the_cap_on_its_day() {
        crossing()
                .whenStored(AMENDED, capped(2, LocalDate.of(2026, 5, 1), Optional.of(gbp("2400.00"))))
                .thenWakes("instalments 2026-05-01T00:00:00Z")
                .thenStands(REST, Place.HELD, "GBP 900.00")
                .on("2026-05-01T00:00:00Z")
                .whenTimer("instalments")
                .thenStands(SECOND, Place.UNBILLED, "GBP 1200.00")
                .thenOpenProblems();
    }

    @Test
    void earlier_work_that_comes_late_goes_before_later_work_that_is_ready() {
        cappedAt("1200.00")
                .whenStored(SECOND, hours(ANN, "2026-03-03", "8"))
                .thenOpenProblems()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "6"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 900.00")
                .thenStands(SECOND, Place.UNBILLED, "GBP 300.00")
                .thenStands(REST, Place.HELD, "GBP 900.00");
    }

    @Test
    void work_taken_back_makes_room_for_what_is_held() {
        crossing()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8", Approval.SUBMITTED, true))
                .thenStandsNowhere(ENTRY)
                .thenStands(SECOND, Place.UNBILLED, "GBP 1200.00")
                .thenOpenProblems();
    }

    @Test
    void the_same_work_again_changes_nothing() {
        crossing().whenStored(SECOND, hours(ANN, "2026-03-03", "8")).thenIgnored("same work");
    }

    @Test
    void a_part_that_is_billed_stands_when_its_work_is_taken_back() {
        crossing()
                .whenAsked(RUN)
                .done("invoice-1-1")
                .whenStored(SECOND, hours(ANN, "2026-03-03", "1"))
                .thenStands(SECOND, Place.BILLED, "GBP 300.00")
                .thenStandsNowhere(REST)
                .thenOpenProblems("WORK_CHANGED_AFTER_BILLING");
    }

    @Test
    void whatever_happens_in_whatever_order_the_cap_holds_and_nothing_is_lost() {
        for (int seed = 0; seed < 60; seed++) {
            new History(seed).play();
        }
    }

    @Test
    void the_order_of_arrival_changes_nothing() {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            Map<Ref<TimeEntry>, TimeEntry> work =
                    new TreeMap<>((one, other) -> one.id().compareTo(other.id()));
            for (int i = 0; i < 10; i++) {
                work.put(new Ref<>("tim_" + i), work(random));
            }
            var cap = Integer.toString(1 + random.nextInt(8000));
            var inOrder = cappedAt(cap);
            work.forEach(inOrder::whenStored);
            var keys = new ArrayList<>(work.keySet());
            Collections.shuffle(keys, random);
            var shuffled = cappedAt(cap);
            keys.forEach(key -> shuffled.whenStored(key, work.get(key)));
            assertThat(standing(shuffled.world())).as("seed %d", seed).isEqualTo(standing(inOrder.world()));
        }
    }

    private static Map<String, String> standing(World world) {
        var standing = new TreeMap<String, String>();
        world.lines()
                .forEach(line -> line.balances()
                        .forEach((place, balance) -> standing.put(
                                Parts.source(line.line().source()) + " " + place,
                                balance.quantity().stripTrailingZeros() + " " + balance.amount())));
        return standing;
    }

    private static TimeEntry work(Random random) {
        var hours = "%d.%02d".formatted(1 + random.nextInt(8), random.nextInt(100));
        return hours(ANN, START.plusDays(random.nextInt(20)).toString(), hours);
    }

    private static void conserves(Scenario<?> run) {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    private static final class History {
        private final int seed;
        private final Random random;
        private final Scenario<BillingState> run;
        private final List<String> awaited = new ArrayList<>();
        private Money most = gbp("3000.00");
        private int version = 1;

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.run = cappedAt("3000.00");
            var lateEdit = seed % 2 == 0 ? LateEdit.ADJUST : LateEdit.REVIEW;
            run.world().with(new CorrectionPolicy(lateEdit, Reductions.NEXT_INVOICE, false));
        }

        void play() {
            for (int i = 0; i < 80; i++) {
                step();
                run.last().commands().forEach(send -> awaited.add(send.step()));
                check();
            }
            heal();
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> run.whenStored(new Ref<>("tim_" + random.nextInt(8)), work(random));
                case 4 -> run.whenDeleted(new Ref<TimeEntry>("tim_" + random.nextInt(8)));
                case 5 -> run.whenAsked(RUN);
                case 6, 7 -> answer();
                case 8 -> run.whenRetried();
                default -> amend(most.plus(gbp(Integer.toString(random.nextInt(1500)))));
            }
        }

        private void amend(Money cap) {
            most = cap;
            version++;
            run.whenStored(new Ref<>("cvr_rollout" + version), capped(version, START, Optional.of(most)));
        }

        private void answer() {
            if (awaited.isEmpty()) {
                return;
            }
            var step = awaited.remove(random.nextInt(awaited.size()));
            switch (random.nextInt(4)) {
                case 0 -> run.refused(step, "LINES", new LineError(0, "BAD_LINE", "no"));
                case 1 -> run.abandoned(step);
                default -> run.done(step);
            }
        }

        private void check() {
            conserves(run);
            var billed = gbp("0.00");
            for (var line : run.world().lines()) {
                assertThat(line.balances()).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
                for (var place : COUNTED) {
                    var balance = line.balances().get(place);
                    billed = balance == null ? billed : billed.plus(balance.amount());
                }
            }
            assertThat(billed).as("seed %d", seed).isLessThanOrEqualTo(most);
            boolean held = run.world().lines().stream()
                    .anyMatch(line -> line.balances().containsKey(Place.HELD));
            assertThat(!held || !run.world().problems().isEmpty())
                    .as("seed %d: whatever is held has a problem", seed)
                    .isTrue();
        }

        /** With everything answered and the cap raised out of the way, all that was approved is billed, whole. */
        private void heal() {
            for (int i = 0; i < 8; i++) {
                run.whenStored(new Ref<>("tim_" + i), hours(ANN, "2026-03-02", "24"));
            }
            List.copyOf(awaited).forEach(run::done);
            amend(gbp("1000000.00"));
            run.whenRetried();
            run.last().commands().forEach(send -> run.done(send.step()));
            for (int i = 0; i < 2; i++) {
                run.whenAsked(new Request.DecideCorrections(PROJECT, Optional.empty(), true, "agreed"));
                run.whenAsked(RUN);
                run.last().commands().forEach(send -> run.done(send.step()));
            }
            check();
            var billed = new TreeMap<String, BigDecimal>();
            for (var line : run.world().lines()) {
                line.balances().forEach((place, balance) -> {
                    assertThat(place).as("seed %d", seed).isEqualTo(Place.BILLED);
                    billed.merge(
                            Corrections.source(line.line().source()).id(),
                            balance.amount().getAmount(),
                            BigDecimal::add);
                });
            }
            assertThat(billed).as("seed %d", seed).hasSize(8);
            assertThat(billed.values())
                    .as("seed %d: all that was approved, and nothing else", seed)
                    .allMatch(amount -> amount.compareTo(new BigDecimal("3600")) == 0);
        }
    }
}
