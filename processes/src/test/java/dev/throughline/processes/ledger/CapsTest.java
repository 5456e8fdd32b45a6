package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.processes.ledger.Caps.Claim;
import dev.throughline.processes.testing.Firm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
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
        var granted = Caps.grant(Map.of("cap", Firm.gbp(left)), claims);
        assertThat(granted.get("a").amount()).isEqualTo(Firm.gbp(grantedA));
        assertThat(granted.get("b").amount()).isEqualTo(Firm.gbp(grantedB));
        assertThat(granted.get("c").amount()).isEqualTo(Firm.gbp(grantedC));
    }

    private static Claim claim(String id, int day, String amount) {
        return new Claim(id, DAY.plusDays(day), Firm.gbp(amount), List.of("cap"));
    }

    @Test
    void work_within_several_caps_is_let_in_as_far_as_all_of_them_leave_room_and_counts_once_against_each() {
        var granted = Caps.grant(
                Map.of("role", Firm.gbp("100.00"), "phase", Firm.gbp("150.00"), "whole", Firm.gbp("220.00")),
                List.of(
                        new Claim("a", DAY, Firm.gbp("120.00"), List.of("role", "phase", "whole")),
                        new Claim("b", DAY, Firm.gbp("80.00"), List.of("phase", "whole")),
                        new Claim("c", DAY, Firm.gbp("90.00"), List.of("whole"))));
        assertThat(granted.get("a")).isEqualTo(new Caps.Grant(Firm.gbp("100.00"), Optional.of("role")));
        assertThat(granted.get("b")).isEqualTo(new Caps.Grant(Firm.gbp("50.00"), Optional.of("phase")));
        assertThat(granted.get("c")).isEqualTo(new Caps.Grant(Firm.gbp("70.00"), Optional.of("whole")));
    }

    @Test
    void no_cap_is_exceeded_and_the_order_of_claims_changes_nothing() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var left = new HashMap<String, Money>();
            for (var cap : List.of("role", "phase", "whole")) {
                left.put(cap, Firm.gbp(Integer.toString(random.nextInt(2000))));
            }
            var claims = new ArrayList<Claim>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                var within = Stream.of("role", "phase", "whole")
                        .filter(cap -> cap.equals("whole") || random.nextBoolean())
                        .toList();
                claims.add(new Claim(
                        "tim_" + i,
                        DAY.plusDays(random.nextInt(5)),
                        Firm.gbp(Integer.toString(random.nextInt(500) - 50)),
                        within));
            }
            var granted = Caps.grant(left, claims);
            for (var cap : left.keySet()) {
                var consumed = claims.stream()
                        .filter(claim -> claim.within().contains(cap))
                        .map(claim -> granted.get(claim.id()).amount())
                        .reduce(Firm.gbp("0.00"), Money::plus);
                assertThat(consumed).as("seed %d, %s", seed, cap).isLessThanOrEqualTo(left.get(cap));
            }
            Collections.shuffle(claims, random);
            assertThat(Caps.grant(left, claims)).as("seed %d", seed).isEqualTo(granted);
        }
    }
}
