package dev.throughline.processes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.processes.comparison.BilledLine.Party;
import dev.throughline.processes.comparison.Difference.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line is written as: id customer project day quantity rate amount [regime]. */
class BillComparisonTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private static BilledLine line(String text) {
        var words = text.strip().split("\\s+");
        var day = LocalDate.parse(words[3]);
        return new BilledLine(
                words[0],
                "INV-" + words[0],
                new Party("cus_" + words[1], words[1]),
                Optional.of(words[2]).filter(p -> !p.equals("-")).map(p -> new Party("prj_" + p, p)),
                day,
                Optional.of(day),
                Optional.of(day),
                words[0].replaceAll("\\D", ""),
                figure(words[4]),
                figure(words[5]),
                Money.of(CurrencyUnit.EUR, new BigDecimal(words[6])),
                Optional.of(words).filter(w -> w.length > 7).map(w -> w[7]),
                Optional.empty(),
                Set.of(words[0].replaceAll("\\D", "")));
    }

    private static Optional<BigDecimal> figure(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(new BigDecimal(word));
    }

    private static List<BilledLine> lines(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(";")).map(BillComparisonTest::line).toList();
    }

    private static BillComparison compare(String ours, String theirs) {
        return BillComparison.of(unnamed(lines(ours)), unnamed(lines(theirs)), Set.of(OCTOBER));
    }

    private static List<BilledLine> unnamed(List<BilledLine> lines) {
        return lines.stream().map(line -> with(line, Set.of())).toList();
    }

    private static BilledLine with(BilledLine line, Set<String> references) {
        return new BilledLine(
                line.id(),
                line.invoice(),
                line.customer(),
                line.project(),
                line.invoicedOn(),
                line.servedFrom(),
                line.servedTo(),
                line.description(),
                line.quantity(),
                line.rate(),
                line.amount(),
                line.regime(),
                line.tax(),
                references);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            alike                                | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-10-31 8 150 1200         |          | 0
            without a project is alike           | h1 alder a 2026-10-05 8 150 1200             | e1 ALDER - 2026-10-31 - - 1200           |          | 0
            missing                              | h1 alder a 2026-10-05 8 150 1200             |                                          | MISSING  | -1200.00
            extra                                |                                              | e1 alder a 2026-10-31 8 150 1200         | EXTRA    | 1200.00
            at another rate                      | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-10-31 8 140 1120         | RATE     | -80.00
            with fewer hours                     | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-10-31 7 150 1050         | AMOUNT   | -150.00
            with other hours at no said rate     | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-10-31 7 - 1000           | AMOUNT   | -200.00
            to another customer                  | h1 alder a 2026-10-05 8 150 1200             | e1 birch a 2026-10-31 8 150 1200         | CUSTOMER | 0.00
            in another month                     | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-11-02 8 150 1200         | DATE     | 0.00
            under another tax                    | h1 alder a 2026-10-05 8 150 1200 gb_standard | e1 alder a 2026-10-31 8 150 1200 exempt  | TAX      | 0.00
            summed up by people is alike         | h1 alder a 2026-10-05 8 150 1200;h2 alder a 2026-10-06 2 150 300 | e1 alder a 2026-10-31 10 150 1500 |   | 0
            split by people is alike             | h1 alder a 2026-10-05 10 150 1500            | e1 alder a 2026-10-31 8 150 1200;e2 alder a 2026-10-31 2 150 300 |    | 0
            of another project of the customer   | h1 alder a 2026-10-05 8 150 1200             | e1 alder b 2026-10-31 8 150 1200         |          | 0
            the same twice is one extra          | h1 alder a 2026-10-05 8 150 1200             | e1 alder a 2026-10-31 8 150 1200;e2 alder a 2026-10-31 8 150 1200 | EXTRA | 1200.00
            """)
    void each_difference_has_its_kind_and_its_value(
            String name, String ours, String theirs, String kind, String value) {
        var compared = compare(
                Optional.ofNullable(ours).orElse(""),
                Optional.ofNullable(theirs).orElse(""));
        if (kind == null) {
            assertThat(compared.differences()).isEmpty();
            assertThat(compared.alike()).isEqualTo(1);
        } else {
            assertThat(compared.differences()).singleElement().satisfies(one -> {
                assertThat(one.kind()).isEqualTo(Kind.valueOf(kind));
                assertThat(one.value().getAmount()).isEqualByComparingTo(value);
                assertThat(one.stake().isPositive()).isTrue();
                assertThat(one.says()).isNotBlank();
            });
        }
    }

    @Test
    void a_reference_goes_before_everything_else() {
        var ours = List.of(
                with(line("h1 alder a 2026-10-05 8 150 1200"), Set.of("te1")),
                with(line("h2 alder a 2026-10-06 4 150 600"), Set.of("te2")));
        var theirs = List.of(
                with(line("e1 alder a 2026-10-31 8 150 1200"), Set.of("te2")),
                with(line("e2 alder a 2026-10-31 4 150 600"), Set.of("te1")));
        var compared = BillComparison.of(ours, theirs, Set.of(OCTOBER));
        assertThat(compared.differences())
                .extracting(one ->
                        one.ours().getFirst().id() + one.theirs().getFirst().id())
                .containsExactlyInAnyOrder("h1e2", "h2e1");
    }

    @Test
    void lines_of_other_months_help_to_find_a_like_and_are_not_told() {
        var compared = compare(
                "h1 alder a 2026-10-05 8 150 1200;h2 alder a 2026-11-05 2 150 300",
                "e1 alder a 2026-11-01 8 150 1200;e2 alder a 2026-11-30 2 150 300;e3 alder a 2026-09-30 5 150 750");
        assertThat(compared.differences()).extracting(Difference::kind).containsExactly(Kind.DATE);
        assertThat(compared.totals()).singleElement().satisfies(total -> {
            assertThat(total.period()).isEqualTo(OCTOBER);
            assertThat(total.ours().getAmount()).isEqualByComparingTo("1200");
            assertThat(total.theirs().getAmount()).isEqualByComparingTo("1200");
        });
    }

    @Property(tries = 200)
    void no_line_is_lost_or_used_twice_and_the_differences_explain_the_totals(
            @ForAll @IntRange(max = 12) int ours, @ForAll @IntRange(max = 12) int theirs, @ForAll long seed) {
        var random = new Random(seed);
        var one = some("h", ours, random);
        var other = some("e", theirs, random);
        var compared = BillComparison.of(one, other, Set.of(OCTOBER));
        var used = Pairing.of(one, other).stream()
                .flatMap(pair -> java.util.stream.Stream.concat(pair.ours().stream(), pair.theirs().stream()))
                .map(BilledLine::id)
                .toList();
        assertThat(used).doesNotHaveDuplicates().hasSize(ours + theirs);
        compared.totals()
                .forEach(total -> assertThat(total.kinds().values().stream()
                                .map(BillComparison.Sum::value)
                                .reduce(Money.zero(CurrencyUnit.EUR), Money::plus))
                        .isEqualTo(total.theirs().minus(total.ours())));
        Collections.shuffle(one, random);
        Collections.shuffle(other, random);
        assertThat(BillComparison.of(one, other, Set.of(OCTOBER))).isEqualTo(compared);
    }

    @Property(tries = 50)
    void a_bill_is_like_itself(@ForAll @IntRange(max = 20) int lines, @ForAll long seed) {
        var ours = some("h", lines, new Random(seed));
        var theirs = some("e", lines, new Random(seed));
        assertThat(BillComparison.of(ours, theirs, Set.of(OCTOBER)).differences())
                .isEmpty();
    }

    private static List<BilledLine> some(String prefix, int count, Random random) {
        var lines = new ArrayList<BilledLine>();
        IntStream.range(0, count).forEach(i -> {
            int hours = 1 + random.nextInt(4);
            int rate = 100 + 10 * random.nextInt(3);
            lines.add(with(
                    line("%s%d c%d p%d 2026-10-%02d %d %d %d"
                            .formatted(
                                    prefix,
                                    i,
                                    random.nextInt(2),
                                    random.nextInt(2),
                                    1 + random.nextInt(28),
                                    hours,
                                    rate,
                                    hours * rate)),
                    Set.of()));
        });
        return lines;
    }
}
