package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Tariff;
import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.processes.ledger.Tiers.Share;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiersTest {
    private static final Share WHOLE = new Share(30, 30);

    /** The first 1000 at 0.10, the next 9000 at 0.05, all above at 0.0125. */
    private static Usage term(Tariff tariff, String free, Optional<Money> minimum) {
        return new Usage(
                "Calls",
                "calls",
                Every.MONTH,
                CurrencyUnit.GBP,
                tariff,
                List.of(
                        tier("1000", "0.10"),
                        tier("10000", "0.05"),
                        new Tier(Optional.empty(), new BigDecimal("0.0125"))),
                new BigDecimal(free),
                minimum,
                Optional.empty());
    }

    private static Tier tier(String upTo, String price) {
        return new Tier(Optional.of(new BigDecimal(upTo)), new BigDecimal(price));
    }

    @ParameterizedTest(name = "{0}: {1} used, {2} free, come to {3}")
    @CsvSource({
        "GRADUATED, 0, 0, 0.00",
        "GRADUATED, 1000, 0, 100.00",
        "GRADUATED, 1001, 0, 100.05",
        "GRADUATED, 10000, 0, 550.00",
        "GRADUATED, 10001, 0, 550.01",
        "GRADUATED, 12000, 0, 575.00",
        "GRADUATED, 12000, 2000, 550.00",
        "GRADUATED, 1500, 2000, 0.00",
        "VOLUME, 1000, 0, 100.00",
        "VOLUME, 1001, 0, 50.05",
        "VOLUME, 10001, 0, 125.01",
        "VOLUME, 10001, 1, 500.00",
        "GRADUATED, 0.5, 0, 0.05",
    })
    void units_are_priced_by_their_tiers_after_the_free_ones(
            Tariff tariff, BigDecimal quantity, String free, String amount) {
        assertThat(Tiers.price(term(tariff, free, Optional.empty()), quantity, WHOLE)
                        .amount())
                .isEqualTo(Money.parse("GBP " + amount));
    }

    @Test
    void a_minimum_and_free_units_go_by_the_days_of_a_part_of_a_period() {
        var term = term(Tariff.GRADUATED, "1000", Optional.of(Money.parse("GBP 100.00")));
        var third = Tiers.price(term, new BigDecimal("400"), new Share(10, 30));
        assertThat(third.amount()).isEqualTo(Money.parse("GBP 33.33"));
        assertThat(third.atMinimum()).isTrue();
        assertThat(third.free()).isEqualByComparingTo("333.33");
        assertThat(Tiers.price(term, BigDecimal.ZERO, WHOLE).amount()).isEqualTo(Money.parse("GBP 100.00"));
    }

    @Test
    void more_use_never_costs_less_by_graduated_tiers_and_every_unit_is_in_one_tier() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var term = term(Tariff.GRADUATED, Integer.toString(random.nextInt(500)), Optional.empty());
            var less = BigDecimal.valueOf(random.nextInt(3_000_000), 2);
            var more = less.add(BigDecimal.valueOf(random.nextInt(100_000), 2));
            var one = Tiers.price(term, less, WHOLE);
            assertThat(one.amount())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(Tiers.price(term, more, WHOLE).amount());
            assertThat(one.units().stream().reduce(one.free(), BigDecimal::add))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(less);
        }
    }

    @Test
    void tiers_that_leave_a_gap_or_do_not_end_are_refused() {
        assertThatThrownBy(() -> new Usage(
                        "Calls",
                        "calls",
                        Every.MONTH,
                        CurrencyUnit.GBP,
                        Tariff.VOLUME,
                        List.of(tier("1000", "0.10"), tier("900", "0.05")),
                        BigDecimal.ZERO,
                        Optional.empty(),
                        Optional.empty()))
                .hasMessageContaining("tier 2");
    }
}
