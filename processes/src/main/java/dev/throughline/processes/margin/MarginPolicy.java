package dev.throughline.processes.margin;

import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * How margins are computed, and who is told.
 *
 * @param standardCosts what an hour of a role is taken to cost while nobody holds its seat
 * @param leastPeople   how many people's hours must lie behind a cost that is shown or told, so that nobody's rate can be read from it
 * @param toSales       whether deals show margins
 * @param toDelivery    whether projects show margins
 */
public record MarginPolicy(List<StandardCost> standardCosts, int leastPeople, boolean toSales, boolean toDelivery) {
    public MarginPolicy {
        standardCosts = List.copyOf(standardCosts);
        if (leastPeople < 1) {
            throw new IllegalArgumentException("leastPeople is %d, must be at least 1".formatted(leastPeople));
        }
        if (standardCosts.stream().map(StandardCost::role).distinct().count() < standardCosts.size()) {
            throw new IllegalArgumentException("a role has two standard costs");
        }
    }

    public record StandardCost(String role, Money perHour) {
        public StandardCost {
            if (perHour.isNegative()) {
                throw new IllegalArgumentException("the standard cost of role '%s' is negative".formatted(role));
            }
        }
    }

    public static MarginPolicy defaults() {
        return new MarginPolicy(List.of(), 2, true, true);
    }

    Optional<Money> standardCost(String role) {
        return standardCosts.stream()
                .filter(one -> one.role().equals(role))
                .map(StandardCost::perHour)
                .findFirst();
    }
}
