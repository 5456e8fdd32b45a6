package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.testing.Scenario;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Whatever rates, caps, corrections and invoices come in whatever order, the parts of an expense add up to what it was converted to. A failing seed is named and replays alike. */
class ForeignMoneyPropertiesTest {
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY");

    @Test
    void parts_of_converted_work_always_add_up_to_the_whole() {
        boolean split = false;
        for (int seed = 0; seed < 60; seed++) {
            var history = new History(seed);
            for (int step = 0; step < 60; step++) {
                history.step();
                history.check();
            }
            split |= history.sources().values().stream().anyMatch(parts -> parts.size() > 1);
        }
        assertThat(split).as("some expense was split by a cap").isTrue();
    }

    private static final class History {
        private final int seed;
        private final Random random;
        private final List<String> awaited = new ArrayList<>();
        private final Scenario<BillingState> run =
                given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> run.whenStored(expense(), spent());
                case 4, 5, 6 -> {
                    var code = CURRENCIES.get(random.nextInt(3));
                    var day = day();
                    run.whenStored(new Ref<>("fxr_" + code + day), rate(code, day));
                }
                case 7 ->
                    run.whenStored(
                            VERSION,
                            capped(
                                    1,
                                    START,
                                    Optional.of(gbp("%d.%02d".formatted(random.nextInt(900), random.nextInt(100))))));
                case 8 -> run.whenAsked(new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31)));
                default -> {
                    if (!awaited.isEmpty()) {
                        run.done(awaited.removeFirst());
                    }
                }
            }
            run.last().commands().forEach(send -> awaited.add(send.step()));
        }

        private Ref<Expense> expense() {
            return new Ref<>("exp_" + random.nextInt(8));
        }

        private LocalDate day() {
            return LocalDate.of(2026, 3, 2).plusDays(random.nextInt(4));
        }

        private Expense spent() {
            var currency = CurrencyUnit.of(CURRENCIES.get(random.nextInt(3)));
            var amount = new BigDecimal(1 + random.nextInt(40_000)).movePointLeft(currency.getDecimalPlaces());
            return new Expense(
                    PROJECT,
                    ANN,
                    day(),
                    "travel",
                    Money.of(currency, amount),
                    true,
                    Approval.APPROVED,
                    Optional.empty());
        }

        private ExchangeRate rate(String code, LocalDate day) {
            var rate = new BigDecimal(1 + random.nextInt(20_000)).movePointLeft(code.equals("JPY") ? 6 : 4);
            return new ExchangeRate(CurrencyUnit.of(code), CurrencyUnit.GBP, day, rate, Optional.empty());
        }

        /** The lines of each expense that lie anywhere. */
        java.util.Map<String, List<OpenLine>> sources() {
            return run.world().lines().stream()
                    .filter(line -> !line.balances().isEmpty())
                    .collect(Collectors.groupingBy(
                            line -> Parts.source(line.line().source()).id()));
        }

        void check() {
            assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                    .as("seed %d", seed)
                    .isEmpty();
            sources()
                    .forEach((source, parts) -> parts.getFirst()
                            .line()
                            .converted()
                            .ifPresent(one -> {
                                // Billed parts stand when the expense is corrected; what is left follows, so their sum
                                // is told by the newest.
                                boolean corrected = parts.stream()
                                                .map(part ->
                                                        part.line().converted().map(Converted::original))
                                                .distinct()
                                                .count()
                                        > 1;
                                if (!corrected) {
                                    assertThat(parts.stream()
                                                    .map(part -> part.line()
                                                            .converted()
                                                            .map(Converted::quote))
                                                    .distinct())
                                            .as("seed %d: %s goes by one rate", seed, source)
                                            .hasSize(1);
                                    assertThat(Money.total(amounts(parts)))
                                            .as("seed %d: parts of %s", seed, source)
                                            .isEqualTo(one.amount());
                                }
                            }));
            run.steps().forEach(this::checkInvoice);
        }

        private static List<Money> amounts(List<OpenLine> parts) {
            return parts.stream()
                    .flatMap(part -> part.balances().values().stream())
                    .map(OpenLine.Balance::amount)
                    .toList();
        }

        private void checkInvoice(String step) {
            run.sent(step, PostInvoice.class)
                    .lines()
                    .forEach(row -> assertThat(Money.total(row.sources().stream()
                                    .map(BilledSource::amount)
                                    .toList()))
                            .as("seed %d", seed)
                            .isEqualTo(row.amount()));
        }
    }
}
