package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final List<CurrencyUnit> CURRENCIES =
            List.of(CurrencyUnit.USD, CurrencyUnit.JPY, CurrencyUnit.of("KWD"));

    @Test
    void a_third_of_a_pound_three_times_is_a_pound() {
        assertThat(Allocation.split(Money.parse("GBP 1.00"), List.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE)))
                .containsExactly(Money.parse("GBP 0.34"), Money.parse("GBP 0.33"), Money.parse("GBP 0.33"));
    }

    @Test
    void the_largest_remainder_gets_the_last_unit() {
        assertThat(Allocation.split(Money.parse("GBP 0.10"), List.of(new BigDecimal("1"), new BigDecimal("1.9"))))
                .containsExactly(Money.parse("GBP 0.03"), Money.parse("GBP 0.07"));
    }

    @Test
    void parts_sum_to_the_whole_and_are_within_a_unit_of_their_share() {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var whole =
                    Money.ofMinor(CURRENCIES.get(random.nextInt(3)), random.nextLong(-1_000_000_000, 1_000_000_000));
            var weights = IntStream.range(0, random.nextInt(1, 20))
                    .mapToObj(_ -> BigDecimal.valueOf(random.nextInt(0, 1000), random.nextInt(0, 4)))
                    .toList();
            if (weights.stream().anyMatch(weight -> weight.signum() > 0)) {
                var parts = Allocation.split(whole, weights);
                assertThat(Money.total(parts)).as("seed %d", seed).isEqualTo(whole);
                assertThat(parts)
                        .as("seed %d", seed)
                        .allMatch(part -> part.isZero() || part.isNegative() == whole.isNegative());
            }
        }
    }

    @Test
    void weights_that_sum_to_nothing_are_refused() {
        assertThatThrownBy(() -> Allocation.split(Money.parse("GBP 1.00"), List.of(BigDecimal.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one must be above zero");
    }
}
