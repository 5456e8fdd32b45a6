package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Application;
import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.timetobilling.CorrectionPolicy.LateEdit;
import dev.throughline.processes.timetobilling.CorrectionPolicy.Reductions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Laws that hold after every step of any history. A failing seed is named and replays alike. */
class BillingPropertiesTest {
    private static final int STEPS = 100;
    private static final Set<Place> ON_INVOICE = EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID);
    private static final Set<Place> DONE =
            EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID, Place.WRITTEN_OFF, Place.CREDITED);

    @Test
    void every_line_lies_whole_in_one_place_and_is_billed_at_most_once() {
        var reached = EnumSet.noneOf(Place.class);
        for (int seed = 0; seed < 40; seed++) {
            var history = new History(seed);
            history.play();
            history.run.world().postings().forEach(posting -> reached.add(posting.to()));
        }
        assertThat(reached)
                .as("places that the histories reached")
                .contains(
                        Place.UNBILLED,
                        Place.HELD,
                        Place.POSTING,
                        Place.BILLED,
                        Place.PAID,
                        Place.NON_BILLABLE,
                        Place.WRITTEN_OFF,
                        Place.CREDITED);
    }

    private static final class History {
        private final int seed;
        private final Random random;
        private final LateEdit policy;
        private final Scenario<BillingState> run =
                given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));
        private final List<String> awaited = new ArrayList<>();
        private final List<Ref<Invoice>> posted = new ArrayList<>();

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.policy = LateEdit.values()[seed % LateEdit.values().length];
            var reductions = seed % 2 == 0 ? Reductions.NEXT_INVOICE : Reductions.CREDIT_MEMO;
            run.world().with(new CorrectionPolicy(policy, reductions, seed % 5 == 0));
            run.world().with(new WriteOffPolicy(List.of(gbp("1000000.00"))));
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step();
                run.last().commands().forEach(send -> awaited.add(send.step()));
                check();
            }
            heal();
        }

        private void step() {
            switch (random.nextInt(19)) {
                case 0, 1, 2, 3, 4 -> run.whenStored(entry(), work());
                case 5 -> run.whenDeleted(entry());
                case 6 -> run.whenStored(ALDER, customer(random.nextBoolean()));
                case 7, 14 -> run.whenStored(CARD, random.nextBoolean() ? card("150.00") : cardForAll());
                case 8 ->
                    run.whenStored(
                            CONTRACT,
                            contract(random.nextInt(4) == 0 ? Contract.Status.CLOSED : Contract.Status.ACTIVE));
                case 9 -> run.whenAsked(new Request.PublishApprovedTimeForBilling(PROJECT, day()));
                case 10, 11 -> answer();
                case 12 -> run.whenRetried();
                case 13 -> run.whenAsked(decide(random.nextBoolean()));
                case 15 -> credits();
                case 16 -> writesOff();
                default -> invoiceMoves();
            }
        }

        private void credits() {
            if (!posted.isEmpty()) {
                var invoice = posted.get(random.nextInt(posted.size()));
                switch (random.nextInt(4)) {
                    case 0 -> run.whenAsked(new Request.CreditInvoice(invoice, random.nextBoolean(), "wrong"));
                    case 1 -> run.whenAsked(new Request.BillAgain(invoice, "right after all"));
                    default ->
                        run.whenStored(new Ref<>("cme_" + random.nextInt(4)), memo(invoice, random.nextInt(3) == 0));
                }
            }
        }

        /** Over the whole of what the invoice still comes to, or over something else. */
        private CreditMemo memo(Ref<Invoice> invoice, boolean voided) {
            var owed = run.world().linesOn(invoice).stream()
                    .flatMap(line -> line.balances().values().stream())
                    .map(OpenLine.Balance::amount)
                    .reduce(gbp("0.00"), Money::plus);
            var applied = random.nextBoolean() ? owed : gbp("150.00");
            return new CreditMemo(
                    ALDER,
                    LocalDate.of(2026, 4, 2),
                    applied,
                    Optional.empty(),
                    List.of(new Application(invoice, applied)),
                    voided,
                    Optional.empty());
        }

        private void writesOff() {
            Optional<Ref<?>> source = Optional.of(entry());
            run.whenAsked(
                    random.nextBoolean()
                            ? new Request.WriteOff(PROJECT, source, "goodwill")
                            : new Request.TakeBackWriteOff(PROJECT, source, "they pay"));
        }

        private void answer() {
            if (awaited.isEmpty()) {
                return;
            }
            var step = awaited.remove(random.nextInt(awaited.size()));
            if (step.startsWith("credit")) {
                answerCredit(step);
                return;
            }
            var invoice = run.sent(step, PostInvoice.class);
            switch (random.nextInt(4)) {
                case 0 ->
                    run.refused(
                            step,
                            "LINES",
                            new LineError(random.nextInt(invoice.lines().size()), "BAD_LINE", "no"));
                case 1 -> run.refused(step, "PERIOD_CLOSED");
                case 2 -> run.abandoned(step);
                default -> {
                    run.done(step, Optional.of("INV"));
                    posted.add(invoice.subject());
                }
            }
            if (random.nextInt(3) == 0) {
                var before = run.world().postings().size();
                run.last().commands().forEach(send -> awaited.add(send.step()));
                run.done(step).thenIgnored("late answer");
                assertThat(run.world().postings()).hasSize(before);
            }
        }

        private void answerCredit(String step) {
            switch (random.nextInt(4)) {
                case 0 -> run.refused(step, "PERIOD_CLOSED");
                case 1 -> run.abandoned(step);
                default -> run.done(step);
            }
        }

        private void invoiceMoves() {
            if (!posted.isEmpty()) {
                var status = List.of(Invoice.Status.PAID, Invoice.Status.OPEN, Invoice.Status.VOIDED)
                        .get(random.nextInt(3));
                run.whenStored(posted.get(random.nextInt(posted.size())), invoice(status, "0.00"));
            }
        }

        private static Request decide(boolean adjust) {
            return new Request.DecideCorrections(PROJECT, Optional.empty(), adjust, "looked at it");
        }

        private Ref<TimeEntry> entry() {
            return new Ref<>("tim_" + random.nextInt(12));
        }

        private LocalDate day() {
            return LocalDate.of(2026, 2, 25).plusDays(random.nextInt(40));
        }

        private TimeEntry work() {
            var approval = random.nextInt(5) == 0 ? Approval.SUBMITTED : Approval.APPROVED;
            var hours = "%d.%03d".formatted(1 + random.nextInt(8), random.nextInt(1000));
            return hours(random.nextInt(3) == 0 ? BEN : ANN, day().toString(), hours, approval, random.nextInt(6) > 0);
        }

        private dev.throughline.model.RateCard cardForAll() {
            return new dev.throughline.model.RateCard(
                    "STD", card("1.00").currency(), List.of(rate(Optional.empty(), "133.33")));
        }

        private void check() {
            var world = run.world();
            assertThat(Conservation.check(world.lines(), world.postings()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(world.lines())
                    .as("seed %d", seed)
                    .allMatch(line -> line.balances().size() <= 1);
            boolean held =
                    world.lines().stream().anyMatch(line -> line.balances().containsKey(Place.HELD));
            assertThat(!held || !world.problems().isEmpty())
                    .as("seed %d: whatever is held has a problem", seed)
                    .isTrue();
            checkInvoices();
        }

        /** Each line on an invoice is there with the amount that the invoice gives it, and on that invoice alone. */
        private void checkInvoices() {
            Map<String, Money> onInvoices = new HashMap<>();
            for (var step : run.steps().stream()
                    .filter(one -> one.startsWith("invoice"))
                    .toList()) {
                var invoice = run.sent(step, PostInvoice.class);
                var standing = run.world().linesOn(invoice.subject());
                for (var row : invoice.lines()) {
                    assertThat(Money.total(row.sources().stream()
                                    .map(BilledSource::amount)
                                    .toList()))
                            .isEqualTo(row.amount());
                }
                for (var line : standing) {
                    var id = line.line().source().id();
                    assertThat(onInvoices)
                            .as("seed %d: %s is on two invoices", seed, id)
                            .doesNotContainKey(id);
                    var place = line.balances().keySet().iterator().next();
                    assertThat(place == Place.CREDITED || ON_INVOICE.contains(place))
                            .isTrue();
                    onInvoices.put(id, line.balances().get(place).amount());
                    assertThat(invoice.lines().stream()
                                    .flatMap(row -> row.sources().stream())
                                    .filter(source -> source.ref().id().equals(id))
                                    .map(BilledSource::amount))
                            .as("seed %d", seed)
                            .containsExactly(onInvoices.get(id));
                }
            }
        }

        /** When all is mended and answered, nothing is left waiting. */
        private void heal() {
            run.whenStored(ALDER, customer(false))
                    .whenStored(CONTRACT, contract(Contract.Status.ACTIVE))
                    .whenStored(CARD, cardForAll());
            for (int i = 0; i < 12; i++) {
                run.whenStored(new Ref<>("tim_" + i), hours(ANN, "2026-03-02", "1"));
            }
            awaited.forEach(step -> run.done(step));
            run.whenRetried();
            run.last().commands().forEach(send -> run.done(send.step()));
            // Enough that every reduction is outweighed.
            for (int i = 0; i < 20; i++) {
                run.whenStored(new Ref<>("tim_more" + i), hours(ANN, "2026-03-02", "24"));
            }
            for (int i = 0; i < 2; i++) {
                run.whenAsked(decide(true));
                run.whenAsked(new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 12, 31)));
                run.last().commands().forEach(send -> run.done(send.step()));
            }
            check();
            assertThat(run.world().lines())
                    .as("seed %d: all is billed", seed)
                    .allMatch(line -> DONE.containsAll(line.balances().keySet()));
            checkSums();
        }

        private static Money sum(List<OpenLine> lines, Set<Place> places) {
            return lines.stream()
                    .flatMap(line -> line.balances().entrySet().stream())
                    .filter(entry -> places.contains(entry.getKey()))
                    .map(entry -> entry.getValue().amount())
                    .reduce(gbp("0.00"), Money::plus);
        }

        private static boolean givenUp(List<OpenLine> lines) {
            return lines.stream()
                    .anyMatch(line -> line.balances().containsKey(Place.WRITTEN_OFF)
                            || line.balances().containsKey(Place.CREDITED));
        }

        /** Finance kept what was billed although the work had become less. */
        private static boolean keptReduction(List<OpenLine> lines) {
            return lines.stream()
                    .map(line -> line.balances().get(Place.WRITTEN_OFF))
                    .anyMatch(balance -> balance != null && balance.amount().isNegative());
        }

        /** Net of corrections each hour is billed at its price, once; only what finance keeps may differ. */
        private void checkSums() {
            for (int i = 0; i < 12 && policy != LateEdit.BLOCK; i++) {
                var id = "tim_" + i;
                var lines = run.world().lines().stream()
                        .filter(line ->
                                Corrections.source(line.line().source()).id().equals(id))
                        .toList();
                assertThat(sum(lines, ON_INVOICE))
                        .as("seed %d: %s is billed at most once", seed, id)
                        .matches(owed -> keptReduction(lines) || !owed.isGreaterThan(gbp("133.33")));
                assertThat(givenUp(lines) || sum(lines, ON_INVOICE).equals(gbp("133.33")))
                        .as("seed %d: %s", seed, id)
                        .isTrue();
            }
        }
    }
}
