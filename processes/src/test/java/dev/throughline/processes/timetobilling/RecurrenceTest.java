package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Recurring;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Recurring amounts: once for each period, by the days that are covered. */
class RecurrenceTest {
    private static Recurring monthly(String amount) {
        return new Recurring("Service", gbp(amount), Every.MONTH);
    }

    private static Scenario<BillingState> serviced(Optional<LocalDate> to) {
        return given(
                        new TimeToBilling(),
                        PROJECT.id(),
                        delivering(BillingModel.MANAGED_SERVICE).without(VERSION))
                .on("2026-03-01T00:00:00Z")
                .whenStored(VERSION, serviced(1, START, to, monthly("3100.00")));
    }

    private static ContractVersion serviced(int number, LocalDate from, Optional<LocalDate> to, Recurring term) {
        return dev.throughline.processes.testing.Firm.serviced(number, from, to, term);
    }

    private static Ref<?> payment(Scenario<?> run, String period) {
        return run.world().lines().stream()
                .filter(line -> line.line().description().equals("Service, " + period))
                .findFirst()
                .orElseThrow()
                .line()
                .source();
    }

    @Test
    void every_period_opens_once_on_its_day_by_timer() {
        var run = serviced(Optional.empty()).thenWakes("instalments 2026-04-01T00:00:00Z");
        run.thenStands(payment(run, "2026-03"), Place.UNBILLED, "GBP 3100.00")
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments")
                .thenWakes("instalments 2026-05-01T00:00:00Z")
                .whenTimer("instalments")
                .thenIgnored("no instalment is due");
        assertThat(run.world().lines()).hasSize(2);
    }

    @Test
    void nothing_is_opened_after_the_contract_has_ended() {
        var run = serviced(Optional.of(LocalDate.of(2026, 3, 10)))
                .on("2026-06-01T00:00:00Z")
                .whenTimer("instalments");
        run.thenStands(payment(run, "2026-03"), Place.UNBILLED, "GBP 1000.00");
        assertThat(run.world().lines()).hasSize(1);
    }

    @Test
    void nothing_is_opened_after_the_contract_was_cancelled_and_what_was_ready_is_held() {
        var run = serviced(Optional.empty())
                .whenStored(CONTRACT, contract(Contract.Status.CANCELLED))
                .on("2026-04-01T00:00:00Z")
                .whenTimer("instalments");
        assertThat(run.world().lines()).hasSize(1);
        run.thenStands(payment(run, "2026-03"), Place.HELD, "GBP 0.00").thenOpenProblems("CONTRACT_CLOSED");
    }

    @Test
    void a_service_without_terms_holds_its_work_until_they_are_stated() {
        given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.MANAGED_SERVICE))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenOpenProblems("RECURRING_TERMS_MISSING")
                .whenStored(VERSION, serviced(1, START, Optional.empty(), monthly("100.00")))
                .thenStands(ENTRY, Place.NON_BILLABLE, "GBP 0.00")
                .thenOpenProblems();
    }

    @Test
    void versions_at_one_price_change_no_payment_however_they_share_the_periods() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var term = monthly("%d.%02d".formatted(random.nextInt(9000), random.nextInt(100)));
            var end = Optional.of(START.plusDays(200 + random.nextInt(200)));
            var versions = new ArrayList<>(List.of(version(1, START, end, term)));
            var alone = total(versions);
            for (int number = 2; number < 5; number++) {
                versions.add(version(number, START.plusDays(random.nextInt(180)), end, term));
            }
            // Only where the contract ends within a month may the shares round apart, by a minor unit for each version.
            assertThat(total(versions).minus(alone).abs()).as("seed %d", seed).isLessThanOrEqualTo(gbp("0.03"));
            assertThat(whole(versions)).as("seed %d", seed).allMatch(term.amount()::equals);
        }
    }

    private static ContractVersion version(int number, LocalDate from, Optional<LocalDate> to, Recurring term) {
        return serviced(number, from, to, term);
    }

    private static List<Instalment> payments(List<ContractVersion> versions) {
        return new Recurrence(versions).payments(LocalDate.of(2028, 1, 1));
    }

    private static Money total(List<ContractVersion> versions) {
        return Money.total(payments(versions).stream().map(Instalment::amount).toList());
    }

    /** All but the last, in which the contract ends. */
    private static List<Money> whole(List<ContractVersion> versions) {
        var payments = payments(versions);
        return payments.subList(0, payments.size() - 1).stream()
                .map(Instalment::amount)
                .toList();
    }
}
