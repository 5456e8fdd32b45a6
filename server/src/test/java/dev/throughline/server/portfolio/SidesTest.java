package dev.throughline.server.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.portfolio.Sides.Key;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidesTest {
    private static final Key KEPT = new Key("A", "USD");
    private static final Key ASTRAY = new Key("B", "USD");

    private static Sides sides() {
        var sides = new Sides();
        sides.crm(KEPT, new BigDecimal("1E+1"));
        sides.hub(KEPT, new BigDecimal("10"));
        sides.erp(KEPT, new BigDecimal("10.00"));
        sides.crm(ASTRAY, new BigDecimal("5"));
        sides.hub(ASTRAY, new BigDecimal("5"));
        return sides;
    }

    @Test
    void a_contract_that_an_exception_explains_is_left_out_on_all_sides() {
        var differing = sides().differing(Map.of("B", "REFUSED"));
        assertThat(differing).hasSize(1);
        var totals = sides().totals(differing);
        assertThat(totals.equal()).isTrue();
        assertThat(totals.crm()).containsEntry("USD", "10.00");
    }

    @Test
    void a_contract_that_nothing_explains_makes_the_totals_differ() {
        var differing = sides().differing(Map.of());
        assertThat(sides().totals(differing).equal()).isFalse();
        assertThat(differing.getFirst().says()).contains("NOTHING EXPLAINS IT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"$1,200.00|1200.00", "(1.50)|-1.50", "-|0", "1.04E3|1.04E+3", "' 7 USD'|7"})
    void amounts_are_read_as_people_write_them(String written, BigDecimal amount) {
        assertThat(Columns.money(written)).isEqualByComparingTo(amount);
    }
}
