package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.testing.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the code against the contracts that {@code docs/billing-examples.md} works out by hand. */
class BillingExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "billing-examples.md");

    @TestFactory
    Stream<DynamicTest> every_worked_contract_is_billed_as_it_was_computed() throws IOException {
        var sections = Files.readString(EXAMPLES).split("\n## ");
        assertThat(sections).hasSizeGreaterThan(4);
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
                case "version" -> run.whenStored(new Ref<>("cvr_rollout" + words.get(1)), version(words));
                case "time" -> run.whenStored(new Ref<TimeEntry>(words.get(1)), hours(ANN, words.get(2), words.get(3)));
                case "milestone" ->
                    run.whenStored(
                            new Ref<Milestone>(words.get(1)),
                            milestone(words.get(2), words.get(3), Milestone.Status.COMPLETED));
                case "bill" -> assertThat(bill(words.get(1))).as(step).isEqualTo(invoiced);
                default -> throw new AssertionError("no such step: " + step);
            }
        }

        private String bill(String through) {
            run.whenAsked(new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.parse(through)));
            var sent = run.last().commands();
            var amounts = sent.stream()
                    .flatMap(one -> ((PostInvoice) one.command()).lines().stream())
                    .map(line -> line.amount())
                    .toList();
            sent.forEach(one -> run.done(one.step()));
            return amounts.isEmpty() ? "none" : Money.total(amounts).getAmount().toPlainString();
        }

        private static ContractVersion version(List<String> words) {
            return new ContractVersion(
                    CONTRACT,
                    Integer.parseInt(words.get(1)),
                    ContractVersion.Status.APPROVED,
                    BillingModel.valueOf(words.get(4).toUpperCase(Locale.ROOT)),
                    LocalDate.parse(words.get(3)),
                    gbp("120000.00"),
                    Optional.empty(),
                    after(words, "until").map(LocalDate::parse),
                    Optional.of("STD"),
                    after(words, "cap").map(amount -> gbp(amount)),
                    List.of(),
                    after(words, "recurring").stream()
                            .map(name -> recurring(words, name))
                            .toList());
        }

        private static BillingTerm recurring(List<String> words, String name) {
            int at = words.indexOf("recurring");
            var every = BillingTerm.Every.valueOf(words.get(at + 3).toUpperCase(Locale.ROOT));
            return new BillingTerm.Recurring(name, gbp(words.get(at + 2)), every);
        }

        private static Optional<String> after(List<String> words, String word) {
            int at = words.indexOf(word);
            return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
        }
    }
}
