package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.processes.ledger.Drawdown.Draw;
import dev.throughline.processes.ledger.Drawdown.Outcome;
import dev.throughline.processes.ledger.Drawdown.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawdownTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 1);

    private static Unused unused(String words) {
        return switch (words) {
            case "lapses" -> new Unused.Lapses();
            case "never" -> new Unused.NeverLapses();
            default -> new Unused.CarriesOver(Integer.parseInt(words));
        };
    }

    private static List<Period> months(Unused unused, String... bought) {
        var periods = new ArrayList<Period>();
        for (int i = 0; i < bought.length; i++) {
            periods.add(new Period(START.plusMonths(i), new BigDecimal(bought[i]), unused));
        }
        return periods;
    }

    private static Draw draw(String id, int month, String wants) {
        return new Draw(id, START.plusMonths(month), new BigDecimal(wants));
    }

    private static BigDecimal over(Outcome outcome) {
        return outcome.over().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @ParameterizedTest(
            name = "10 h a month, what is left {0}: after {1}, {2}, {3} h worked, {4}, {5}, {6} h are beyond")
    @CsvSource({
        "lapses, 6, 12, 10, 0, 2, 0",
        "1, 6, 12, 10, 0, 0, 0",
        "1, 6, 10, 14, 0, 0, 0",
        "1, 6, 4, 21, 0, 0, 1",
        "never, 0, 0, 31, 0, 0, 1",
        "2, 0, 0, 31, 0, 0, 1",
        "1, 0, 0, 31, 0, 0, 11",
        "never, 12, 8, 10, 2, 0, 0",
    })
    void what_is_left_is_drawn_as_the_terms_let_it(
            String unused, String a, String b, String c, String overA, String overB, String overC) {
        var outcomes = Drawdown.draw(
                months(unused(unused), "10", "10", "10"), List.of(draw("a", 0, a), draw("b", 1, b), draw("c", 2, c)));
        assertThat(outcomes.stream().map(DrawdownTest::over))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal(overA), new BigDecimal(overB), new BigDecimal(overC));
    }

    @Test
    void work_that_crosses_the_balance_is_covered_in_part() {
        var outcome = Drawdown.draw(months(new Unused.Lapses(), "10"), List.of(draw("a", 0, "8"), draw("b", 0, "5.5")))
                .getFirst();
        assertThat(outcome.over()).containsOnlyKeys("b");
        assertThat(outcome.over().get("b")).isEqualByComparingTo("3.5");
        assertThat(outcome.drawn()).isEqualByComparingTo("10");
        assertThat(outcome.left()).isEqualByComparingTo("0");
    }

    @Test
    void whatever_is_worked_nothing_is_drawn_twice_and_the_order_of_arrival_changes_nothing() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var kinds = List.of("lapses", "1", "2", "never");
            var periods = new ArrayList<Period>();
            for (int i = 0; i < 6; i++) {
                periods.add(new Period(
                        START.plusMonths(i),
                        BigDecimal.valueOf(random.nextInt(3000), 2),
                        unused(kinds.get(random.nextInt(4)))));
            }
            var draws = new ArrayList<Draw>();
            for (int i = 0; i < random.nextInt(40); i++) {
                draws.add(new Draw(
                        "tim_" + i, START.plusDays(random.nextInt(180)), BigDecimal.valueOf(random.nextInt(1000), 2)));
            }
            var outcomes = Drawdown.draw(periods, draws);
            var bought = sum(periods.stream().map(Period::bought));
            var drawn = sum(outcomes.stream().map(Outcome::drawn));
            var beyond = sum(outcomes.stream().map(DrawdownTest::over));
            assertThat(drawn).as("seed %d", seed).isLessThanOrEqualTo(bought);
            assertThat(drawn.add(beyond))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(sum(draws.stream().map(Draw::wants)));
            for (var outcome : outcomes) {
                assertThat(outcome.left())
                        .as("seed %d: what could be drawn is drawn or left", seed)
                        .isEqualByComparingTo(outcome.carriedIn()
                                .add(outcome.period().bought())
                                .subtract(outcome.drawn()));
                assertThat(outcome.over().isEmpty() || outcome.left().signum() == 0)
                        .as("seed %d: nothing is beyond while a balance is left", seed)
                        .isTrue();
            }
            Collections.shuffle(draws, random);
            assertThat(Drawdown.draw(periods, draws)).as("seed %d", seed).isEqualTo(outcomes);
        }
    }

    private static BigDecimal sum(Stream<BigDecimal> amounts) {
        return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
