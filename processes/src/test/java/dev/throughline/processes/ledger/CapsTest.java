package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.processes.ledger.Caps.Claim;
import dev.throughline.processes.testing.Firm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @ParameterizedTest(name = "{0} left: a {1}, b {2}, c {3} a day later are granted {4}, {5}, {6}")
    @CsvSource({
        "300.00, 100.00, 100.00, 100.00, 100.00, 100.00, 100.00",
        "250.00, 100.00, 100.00, 100.00, 100.00, 100.00, 50.00",
        "100.00, 100.00, 100.00, 100.00, 100.00, 0.00, 0.00",
        "0.01, 100.00, 100.00, 100.00, 0.01, 0.00, 0.00",
        "0.00, 100.00, 100.00, 100.00, 0.00, 0.00, 0.00",
        "-50.00, 100.00, 100.00, 100.00, 0.00, 0.00, 0.00",
        "100.00, 100.00, 100.00, -40.00, 100.00, 40.00, -40.00",
        "-50.00, 100.00, 100.00, -40.00, 0.00, 0.00, -40.00",
    })
    void what_is_left_is_shared_in_turn(
            String left, String a, String b, String c, String grantedA, String grantedB, String grantedC) {
        var claims = List.of(claim("b", 0, b), claim("c", 1, c), claim("a", 0, a));
        assertThat(Caps.grant(Firm.gbp(left), claims))
                .containsEntry("a", Firm.gbp(grantedA))
                .containsEntry("b", Firm.gbp(grantedB))
                .containsEntry("c", Firm.gbp(grantedC));
    }

    private static Claim claim(String id, int day, String amount) {
        return new Claim(id, DAY.plusDays(day), Firm.gbp(amount));
    }

    @Test
    void no_more_than_is_left_is_granted_and_the_order_of_claims_changes_nothing() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var claims = new ArrayList<Claim>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                claims.add(claim("tim_" + i, random.nextInt(5), Integer.toString(random.nextInt(500) - 50)));
            }
            var left = Firm.gbp(Integer.toString(random.nextInt(3000)));
            var granted = Caps.grant(left, claims);
            assertThat(Money.total(granted.values())).as("seed %d", seed).isLessThanOrEqualTo(left);
            Collections.shuffle(claims, random);
            assertThat(Caps.grant(left, claims)).as("seed %d", seed).isEqualTo(granted);
        }
    }
}
