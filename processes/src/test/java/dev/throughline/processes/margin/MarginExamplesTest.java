package dev.throughline.processes.margin;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.Assignment;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.processes.ledger.Conversion;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ledger.Place;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the code against the margins that {@code docs/margin-examples.md} works out by hand. */
class MarginExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "margin-examples.md");

    @TestFactory
    Stream<DynamicTest> margins_are_what_was_computed() throws IOException {
        var sections = Files.readString(EXAMPLES).split("\n## ");
        assertThat(sections).hasSize(4);
        return Stream.of(sections).skip(1).map(section -> {
            var lines = section.lines().toList();
            return DynamicTest.dynamicTest(lines.getFirst(), () -> new Play().all(lines));
        });
    }

    private static final class Play {
        private final List<ContractVersion> versions = new ArrayList<>();
        private final List<RolePlaceholder> seats = new ArrayList<>();
        private final List<MarginPolicy.StandardCost> standards = new ArrayList<>();
        private final Map<String, List<CostRate>> costs = new HashMap<>();
        private final List<Assignment> assignments = new ArrayList<>();
        private final List<ProjectFacts.Worked> worked = new ArrayList<>();
        private final List<Expense> expenses = new ArrayList<>();
        private final List<ExchangeRate> rates = new ArrayList<>();
        private final Map<Place, Money> ledger = new EnumMap<>(Place.class);

        void all(List<String> lines) {
            lines.stream()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| step"))
                    .map(line -> line.split("\\|"))
                    .forEach(cells -> step(List.of(cells[1].strip().split(" ")), cells));
        }

        private void step(List<String> words, String[] cells) {
            switch (words.getFirst()) {
                case "value" -> versions.add(version(words));
                case "seat" ->
                    seats.add(new RolePlaceholder(
                            PROJECT,
                            words.get(1),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new BigDecimal(words.get(2))),
                            words.contains("filled") ? Optional.of(ANN) : Optional.empty()));
                case "standard" -> standards.add(new MarginPolicy.StandardCost(words.get(1), gbp(words.get(2))));
                case "cost" ->
                    costs.computeIfAbsent(person(words).id(), _ -> new ArrayList<>())
                            .add(new CostRate(
                                    person(words),
                                    LocalDate.parse(words.get(2)),
                                    Money.of(CurrencyUnit.of(words.get(4)), new BigDecimal(words.get(3)))));
                case "assigned" ->
                    assignments.add(new Assignment(
                            PROJECT,
                            person(words),
                            Optional.of(words.get(2)),
                            LocalDate.parse(words.get(3)),
                            LocalDate.parse(words.get(4)),
                            new BigDecimal(words.get(5)),
                            true));
                case "worked" ->
                    worked.add(new ProjectFacts.Worked(
                            person(words), LocalDate.parse(words.get(2)), new BigDecimal(words.get(3))));
                case "expense" -> expenses.add(expense(words));
                case "rate" ->
                    rates.add(new ExchangeRate(
                            CurrencyUnit.EUR,
                            CurrencyUnit.GBP,
                            LocalDate.parse(words.get(1)),
                            new BigDecimal(words.get(2)),
                            Optional.empty()));
                case "ledger" -> ledger.put(Place.valueOf(words.get(1).toUpperCase(Locale.ROOT)), gbp(words.get(2)));
                case "margin" -> margin(LocalDate.parse(words.get(1)), cells);
                default -> throw new AssertionError("no such step: " + words);
            }
        }

        private static Ref<Resource> person(List<String> words) {
            return new Ref<>("res_" + words.get(1));
        }

        private static ContractVersion version(List<String> words) {
            return new ContractVersion(
                    CONTRACT,
                    1,
                    ContractVersion.Status.APPROVED,
                    BillingModel.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
                    START,
                    gbp(words.get(1)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("STD"),
                    Optional.empty(),
                    List.of(),
                    List.of());
        }

        private static Expense expense(List<String> words) {
            return new Expense(
                    PROJECT,
                    ANN,
                    LocalDate.parse(words.get(1)),
                    "travel",
                    Money.of(CurrencyUnit.of(words.get(3)), new BigDecimal(words.get(2))),
                    true,
                    Approval.APPROVED,
                    Optional.empty());
        }

        private void margin(LocalDate day, String[] cells) {
            var card = new RateCard(
                    "STD",
                    CurrencyUnit.GBP,
                    List.of(rate(Optional.of("consultant"), "150.00"), rate(Optional.of("architect"), "200.00")));
            var conversion = new Conversion(
                    on -> rates.stream().filter(rate -> rate.on().equals(on)).toList(), ConversionPolicy.defaults());
            var firm = new FirmFacts(
                    Map.of(), costs, Map.of("STD", card), conversion, new MarginPolicy(standards, 1, true, true));
            var facts = new ProjectFacts(
                    PROJECT,
                    project(),
                    Optional.of(contract(Contract.Status.ACTIVE)),
                    false,
                    versions,
                    Optional.empty(),
                    worked,
                    expenses,
                    assignments,
                    seats,
                    ledger);
            var margin = new Margins(firm, day).of(facts);
            assertThat(List.of(words(margin.sold()), words(margin.planned()), words(margin.realised())))
                    .containsExactly(cells[2].strip(), cells[3].strip(), cells[4].strip());
        }

        private static String words(Figure figure) {
            return switch (figure) {
                case Figure.Known(var sums, var _) ->
                    "%s - %s = %s (%s)"
                            .formatted(
                                    sums.revenue().getAmount(),
                                    sums.cost().getAmount(),
                                    sums.margin().getAmount(),
                                    sums.percent()
                                            .map(BigDecimal::toPlainString)
                                            .orElse("-"));
                case Figure.Unknown(var lacks) ->
                    lacks.stream().map(lack -> lack.code() + " " + lack.about()).collect(Collectors.joining(", "));
            };
        }
    }
}
