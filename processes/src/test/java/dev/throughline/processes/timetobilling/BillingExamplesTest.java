package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.AccountingPeriod;
import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ledger.ConversionPolicy.RateDay;
import dev.throughline.processes.testing.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the code against the contracts that {@code docs/billing-examples.md} works out by hand. */
class BillingExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "billing-examples.md");

    @TestFactory
    Stream<DynamicTest> every_worked_contract_is_billed_as_it_was_computed() throws IOException {
        var sections = Files.readString(EXAMPLES).split("\n## ");
        assertThat(sections).hasSizeGreaterThan(12);
        return Stream.of(sections).skip(1).map(section -> {
            var lines = section.lines().toList();
            return DynamicTest.dynamicTest(lines.getFirst(), () -> new Play().all(lines));
        });
    }

    private static final class Play {
        private final Scenario<BillingState> run = given(
                new TimeToBilling(),
                PROJECT.id(),
                delivering(BillingModel.TIME_AND_MATERIALS).without(VERSION));
        private final Map<String, String> rates = new TreeMap<>(Map.of("consultant", "150.00", "architect", "200.00"));
        private CurrencyUnit currency = CurrencyUnit.GBP;
        private Optional<Ref<Invoice>> latest = Optional.empty();
        private Optional<LocalDate> dated = Optional.empty();

        Play() {
            card();
        }

        void all(List<String> lines) {
            lines.stream()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| step"))
                    .map(line -> line.split("\\|"))
                    .forEach(cells -> step(cells[1].strip(), cells[2].strip()));
            assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                    .isEmpty();
        }

        private void step(String step, String invoiced) {
            var words = List.of(step.split(" "));
            switch (words.getFirst()) {
                case "today" -> run.on(words.get(1) + "T06:00:00Z");
                case "currency" -> inCurrency(words.get(1));
                case "rate" -> {
                    rates.put(words.get(1), words.get(2));
                    card(words.size() > 3 ? CurrencyUnit.of(words.get(3)) : currency);
                }
                case "policy" -> {
                    if (words.size() > 2) {
                        policy(words.get(1), words.get(2).toUpperCase(Locale.ROOT));
                    } else {
                        corrections(words.get(1).toUpperCase(Locale.ROOT));
                    }
                }
                case "decide" ->
                    run.whenAsked(new Request.DecideCorrections(
                            PROJECT, Optional.empty(), words.get(1).equals("adjust"), "as agreed"));
                case "credit" ->
                    run.whenAsked(new Request.CreditInvoice(
                                    latest.orElseThrow(), words.get(1).equals("rebill"), "wrong"))
                            .done(run.last().commands().getFirst().step());
                case "writeoff" -> {
                    run.world().with(new WriteOffPolicy(List.of(Money.of(currency, 1_000_000))));
                    run.whenAsked(new Request.WriteOff(PROJECT, Optional.of(new Ref<>(words.get(1))), "goodwill"));
                }
                case "takeback" ->
                    run.whenAsked(
                            new Request.TakeBackWriteOff(PROJECT, Optional.of(new Ref<>(words.get(1))), "they pay"));
                case "version" ->
                    run.whenStored(
                            new Ref<>("cvr_rollout" + words.get(1)), new ExampleTerms(words, currency).version());
                case "time" -> {
                    var person = words.contains("ben") ? BEN : ANN;
                    run.whenStored(new Ref<TimeEntry>(words.get(1)), hours(person, words.get(2), words.get(3)));
                }
                case "expense" -> run.whenStored(new Ref<>(words.get(1)), expense(words));
                case "use" ->
                    run.whenStored(new Ref<UsageRecord>(words.get(1)), used(words.get(2), words.get(3), words.get(4)));
                case "delete" -> run.whenDeleted(new Ref<UsageRecord>(words.get(1)));
                case "milestone" ->
                    run.whenStored(
                            new Ref<Milestone>(words.get(1)),
                            milestone(words.get(2), words.get(3), Milestone.Status.COMPLETED));
                case "bill" ->
                    assertThat(invoiced(run.whenAsked(
                                    new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.parse(words.get(1))))))
                            .as(step)
                            .isEqualTo(invoiced);
                case "exchange" ->
                    run.whenStored(new Ref<ExchangeRate>("fxr_" + words.get(1) + words.get(2)), exchange(words));
                case "period" ->
                    assertThat(invoiced(run.whenStored(
                                    new Ref<AccountingPeriod>("per_" + words.get(1)),
                                    period(words.get(1), words.get(2)))))
                            .as(step)
                            .isEqualTo(invoiced.isEmpty() ? "none" : invoiced);
                case "dated" -> assertThat(dated).as(step).hasValue(LocalDate.parse(words.get(1)));
                case "void" -> run.whenStored(latest.orElseThrow(), invoice(Invoice.Status.VOIDED, "0.00"));
                case "retry" -> assertThat(invoiced(run.whenRetried())).as(step).isEqualTo(invoiced);
                default -> throw new AssertionError("no such step: " + step);
            }
        }

        private ExchangeRate exchange(List<String> words) {
            return new ExchangeRate(
                    CurrencyUnit.of(words.get(1)),
                    currency,
                    LocalDate.parse(words.get(2)),
                    new BigDecimal(words.get(3)),
                    Optional.empty());
        }

        private void corrections(String lateEdit) {
            run.world()
                    .with(new CorrectionPolicy(
                            CorrectionPolicy.LateEdit.valueOf(lateEdit),
                            CorrectionPolicy.Reductions.NEXT_INVOICE,
                            false));
        }

        private void policy(String name, String value) {
            var periods = run.world().policy(PeriodPolicy.class);
            run.world()
                    .with(
                            switch (name) {
                                case "rate_day" -> new ConversionPolicy(RateDay.valueOf(value), 7, Optional.empty());
                                case "dated" ->
                                    new PeriodPolicy(
                                            PeriodPolicy.Dated.valueOf(value),
                                            periods.onClosed(),
                                            periods.lateEntries());
                                case "on_closed" ->
                                    new PeriodPolicy(
                                            periods.dated(),
                                            PeriodPolicy.OnClosed.valueOf(value),
                                            periods.lateEntries());
                                default -> throw new AssertionError("no such policy: " + name);
                            });
        }

        private static AccountingPeriod period(String month, String state) {
            var days = YearMonth.parse(month);
            return new AccountingPeriod(
                    month, days.atDay(1), days.atEndOfMonth(), state.equals("closed"), Optional.empty());
        }

        private void card() {
            card(currency);
        }

        private void card(CurrencyUnit currency) {
            run.whenStored(
                    CARD,
                    new RateCard(
                            "STD",
                            currency,
                            rates.entrySet().stream()
                                    .map(rate -> new RateCard.Rate(
                                            Optional.of(rate.getKey()),
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            Money.of(currency, new BigDecimal(rate.getValue()))))
                                    .toList()));
        }

        private void inCurrency(String code) {
            currency = CurrencyUnit.of(code);
            rates.clear();
            var like = contract(Contract.Status.ACTIVE);
            run.world()
                    .with(
                            CONTRACT,
                            new Contract(
                                    like.number(),
                                    like.name(),
                                    like.customer(),
                                    like.legalEntity(),
                                    currency,
                                    like.status(),
                                    like.opportunity(),
                                    like.paymentTerms(),
                                    like.serviceLine()));
        }

        private Expense expense(List<String> words) {
            var spent = words.size() > 4 ? CurrencyUnit.of(words.get(4)) : currency;
            return new Expense(
                    PROJECT,
                    ANN,
                    LocalDate.parse(words.get(2)),
                    "travel",
                    Money.of(spent, new BigDecimal(words.get(3))),
                    true,
                    Approval.APPROVED,
                    Optional.empty());
        }

        /** Has finance accept what was sent just now. */
        private String invoiced(Scenario<BillingState> asked) {
            var sent = asked.last().commands();
            var amounts = sent.stream()
                    .flatMap(one -> ((PostInvoice) one.command()).lines().stream())
                    .map(line -> line.amount())
                    .toList();
            sent.forEach(one -> {
                latest = Optional.of(((PostInvoice) one.command()).subject());
                dated = Optional.of(((PostInvoice) one.command()).invoicedOn());
                run.done(one.step());
            });
            return amounts.isEmpty() ? "none" : Money.total(amounts).getAmount().toPlainString();
        }
    }
}
