package dev.throughline.processes.intercompany;

import static dev.throughline.processes.intercompany.Companies.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.IntercompanyPosting;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.Flow;
import dev.throughline.model.command.Command.PostIntercompany;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.testing.Scenario;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.Money;

/** Charges between companies conserve, whatever happens in whatever order. */
class IntercompanyPropertiesTest {
    private record Act(int kind, int entry, int day, int quarters, int cost) {}

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(100, 9999))
                .as(Act::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 300)
    void charges_add_up_to_the_work_and_postings_to_their_charges(@ForAll("acts") List<Act> acts) {
        var run = given(new Intercompany(), KEY, world(costPlus("12.5"))).on("2026-07-01T08:00:00Z");
        for (var act : acts) {
            play(run, act);
            holds(run);
        }
    }

    private static void play(Scenario<IntercompanyState> run, Act act) {
        var ref = entry("tim_" + act.entry());
        var day = LocalDate.of(2026, 2, 20).plusDays(act.day());
        var hours = new BigDecimal(act.quarters()).multiply(new BigDecimal("0.25"));
        switch (act.kind()) {
            case 0, 1, 2, 3 -> run.whenStored(ref, eva(day.toString(), hours.toPlainString()));
            case 4 -> run.whenStored(ref, eva(day.toString(), hours.toPlainString(), Approval.REJECTED, true));
            case 5 -> {
                if (run.world().get(ref).isPresent()) {
                    run.whenDeleted(ref);
                }
            }
            case 6 ->
                run.whenStored(
                        new Ref<CostRate>("crt_more" + act.day()),
                        cost(day.toString(), BigDecimal.valueOf(act.cost(), 2).toPlainString()));
            case 7, 8 ->
                run.whenAsked(new Request.PostIntercompany(
                        Companies.DE, dev.throughline.processes.testing.Firm.UK, day.withDayOfMonth(1)));
            default -> answer(run, act.quarters() % 2 == 0);
        }
    }

    private static void answer(Scenario<IntercompanyState> run, boolean well) {
        var sent = run.state().book().batches().stream()
                .filter(batch -> batch.stage() == Book.Stage.SENT)
                .findFirst();
        if (sent.isPresent() && well) {
            run.done(sent.get().step());
        } else if (sent.isPresent()) {
            run.refused(sent.get().step(), "SOME_CODE");
        } else {
            run.whenRetried();
        }
    }

    private static void holds(Scenario<IntercompanyState> run) {
        run.steps();
        var charges = charges(run.world());
        entriesAreChargedForWhatTheyAre(run, charges);
        everyChargeLiesInOneMonth(run, charges);
        postingsSayWhatTheirLinesSay(run);
    }

    /** The charges of an entry add up to the price of its hours now; of one that is gone or not approved, to nothing. */
    private static void entriesAreChargedForWhatTheyAre(
            Scenario<IntercompanyState> run, List<IntercompanyCharge> charges) {
        Map<String, Money> sums = new HashMap<>();
        Map<String, BigDecimal> hours = new HashMap<>();
        charges.forEach(charge -> {
            sums.merge(charge.entry().id(), charge.amount(), Money::plus);
            hours.merge(charge.entry().id(), charge.hours(), BigDecimal::add);
        });
        sums.forEach((id, sum) -> {
            var entry = run.world().get(new Ref<TimeEntry>(id)).filter(one -> one.approval() == Approval.APPROVED);
            assertThat(hours.get(id))
                    .isEqualByComparingTo(entry.map(TimeEntry::hours).orElse(BigDecimal.ZERO));
            assertThat(sum.isZero()).isEqualTo(entry.isEmpty());
        });
    }

    private static void everyChargeLiesInOneMonth(Scenario<IntercompanyState> run, List<IntercompanyCharge> charges) {
        var byMonth = new HashMap<LocalDate, Money>();
        charges.forEach(charge -> byMonth.merge(charge.month(), charge.amount(), Money::plus));
        var kept = new HashMap<LocalDate, Money>();
        run.state().book().batches().forEach(batch -> kept.merge(batch.month(), batch.total(), Money::plus));
        run.world().all(IntercompanyPosting.class).stream()
                .filter(posting -> !kept.containsKey(posting.month()))
                .forEach(posting -> kept.put(posting.month(), posting.total()));
        assertThat(kept).isEqualTo(byMonth);
    }

    private static void postingsSayWhatTheirLinesSay(Scenario<IntercompanyState> run) {
        run.last().commands().stream()
                .map(send -> (PostIntercompany) send.command())
                .forEach(command -> assertThat(command.lines().stream()
                                .map(line -> line.flow() == Flow.CHARGE
                                        ? line.amount()
                                        : line.amount().negated())
                                .reduce(Money.zero(command.total().getCurrencyUnit()), Money::plus))
                        .isEqualTo(command.total()));
    }
}
