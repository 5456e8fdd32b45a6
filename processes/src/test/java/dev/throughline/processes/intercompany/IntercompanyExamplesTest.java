package dev.throughline.processes.intercompany;

import static dev.throughline.processes.intercompany.Companies.*;
import static dev.throughline.processes.testing.Firm.UK;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.CostRate;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.PostIntercompany;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Transfer;
import dev.throughline.processes.testing.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the code against the charges that {@code docs/intercompany-examples.md} works out by hand. */
class IntercompanyExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "intercompany-examples.md");

    @TestFactory
    Stream<DynamicTest> companies_owe_each_other_what_was_computed() throws IOException {
        var sections = Files.readString(EXAMPLES).split("\n## ");
        assertThat(sections).hasSize(5);
        return Stream.of(sections).skip(1).map(section -> {
            var lines = section.lines().toList();
            return DynamicTest.dynamicTest(lines.getFirst(), () -> new Play().all(lines));
        });
    }

    private static final class Play {
        private final Scenario<IntercompanyState> run = given(new Intercompany(), KEY, world(costPlus("0")));

        void all(List<String> lines) {
            lines.stream()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| step"))
                    .map(line -> line.split("\\|"))
                    .forEach(cells -> step(List.of(cells[1].strip().split(" ")), cells[2].strip()));
        }

        private void step(List<String> words, String posted) {
            switch (words.getFirst()) {
                case "price" -> run.world().with(policy(transfer(words), 0));
                case "today" -> run.on(words.get(1) + "T06:00:00Z");
                case "cost" ->
                    run.whenStored(new Ref<CostRate>("crt_eva" + words.get(1)), cost(words.get(1), words.get(2)));
                case "time" -> {
                    var approval = words.contains("draft") ? Approval.DRAFT : Approval.APPROVED;
                    run.whenStored(entry(words.get(1)), eva(words.get(2), words.get(3), approval, true));
                }
                case "delete" -> run.whenDeleted(entry(words.get(1)));
                case "post" ->
                    assertThat(post(words.get(1))).as(words.toString()).isEqualTo(posted);
                default -> throw new AssertionError("no such step: " + words);
            }
        }

        private static Transfer transfer(List<String> words) {
            return switch (words.get(1)) {
                case "cost-plus" -> costPlus(words.get(2));
                case "share" -> new Transfer.ShareOfPrice(new BigDecimal(words.get(2)));
                default -> new Transfer.Card("STD");
            };
        }

        private String post(String month) {
            run.whenAsked(new Request.PostIntercompany(DE, UK, LocalDate.parse(month + "-01")));
            var sent = run.last().commands();
            sent.forEach(one -> run.done(one.step()));
            return sent.isEmpty()
                    ? "none"
                    : sent.stream()
                            .map(one -> ((PostIntercompany) one.command()).total())
                            .reduce(Money::plus)
                            .orElseThrow()
                            .getAmount()
                            .toPlainString();
        }
    }
}
