package dev.throughline.processes.margin;

import dev.throughline.model.Assignment;
import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.processes.ledger.CostRates;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Rates;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/**
 * Computes the margins of a project. Sold is what was agreed first against the seats of the plan at standard cost. Planned is the assignments, and the seats that wait for a person,
 * at price and cost. Realised is what the ledger has ready, posted, billed and paid against approved hours at the cost of their day, and approved expenses.
 */
public record Margins(FirmFacts firm, LocalDate asOf) {
    private static final Set<Place> EARNED = Set.of(Place.UNBILLED, Place.POSTING, Place.BILLED, Place.PAID);

    public ProjectMargin of(ProjectFacts facts) {
        var held = facts.ledger().getOrDefault(Place.HELD, Money.zero(facts.currency()));
        return new ProjectMargin(
                        facts.ref(),
                        facts.project().name(),
                        facts.currency(),
                        asOf,
                        sold(facts),
                        planned(facts),
                        realised(facts),
                        held)
                .guarded(firm.policy().leastPeople());
    }

    private Tally tally(ProjectFacts facts) {
        return new Tally(facts.currency(), firm.conversion());
    }

    private Figure sold(ProjectFacts facts) {
        var tally = tally(facts);
        var day = facts.versions().stream()
                .findFirst()
                .map(ContractVersion::effectiveFrom)
                .or(() -> facts.project().startsOn())
                .orElse(asOf);
        value(facts, facts.sold(), day, tally);
        if (facts.seats().stream().noneMatch(seat -> seat.hours().isPresent())) {
            tally.lacks(Lack.noPlan(facts.ref()));
        }
        facts.seats().forEach(seat -> seatCost(seat, day, tally));
        return tally.figure();
    }

    private static void value(ProjectFacts facts, Optional<Money> value, LocalDate day, Tally tally) {
        value.ifPresentOrElse(
                money -> tally.revenue(money.getAmount(), money.getCurrencyUnit(), day),
                () -> tally.lacks(Lack.noValue(facts.ref())));
    }

    private void seatCost(RolePlaceholder seat, LocalDate day, Tally tally) {
        if (seat.hours().isEmpty()) {
            return;
        }
        firm.policy()
                .standardCost(seat.role())
                .ifPresentOrElse(
                        cost -> tally.cost(
                                cost.getAmount().multiply(seat.hours().get()),
                                cost.getCurrencyUnit(),
                                day,
                                Optional.empty()),
                        () -> tally.lacks(Lack.noStandardCost(seat.role())));
    }

    private Figure planned(ProjectFacts facts) {
        var tally = tally(facts);
        var version = facts.inForce(asOf);
        boolean byTheHour = version.map(one -> one.billingModel() == BillingModel.TIME_AND_MATERIALS)
                .orElse(true);
        if (!byTheHour) {
            value(facts, facts.value(version.get()), asOf, tally);
        }
        var open = facts.seats().stream()
                .filter(seat -> seat.filledBy().isEmpty() && seat.hours().isPresent())
                .toList();
        if (open.isEmpty() && facts.assignments().isEmpty()) {
            tally.lacks(Lack.noPlan(facts.ref()));
        }
        var prices = new Prices(facts, version, byTheHour, tally);
        facts.assignments().forEach(assignment -> assigned(assignment, prices, tally));
        for (var seat : open) {
            seatCost(seat, asOf, tally);
            var day = seat.startsOn().orElse(asOf);
            var hours = seat.hours().orElseThrow();
            prices.perHour(Optional.of(seat.role()), Optional.empty(), day)
                    .ifPresent(
                            price -> tally.revenue(price.getAmount().multiply(hours), price.getCurrencyUnit(), asOf));
        }
        return tally.figure();
    }

    /** Hours lie evenly on the working days of the span, each at the price and the cost of its day. */
    private void assigned(Assignment assignment, Prices prices, Tally tally) {
        var person = Optional.ofNullable(firm.people().get(assignment.resource().id()));
        var role = assignment.role().or(() -> person.flatMap(Resource::role));
        var days = Workdays.between(assignment.startsOn(), assignment.endsOn());
        var hours = assignment.hours().divide(BigDecimal.valueOf(days.size()), MathContext.DECIMAL128);
        for (var day : days) {
            cost(assignment.resource(), day, tally)
                    .ifPresent(cost -> tally.cost(
                            cost.getAmount().multiply(hours),
                            cost.getCurrencyUnit(),
                            asOf,
                            Optional.of(assignment.resource().id())));
            prices.perHour(role, person.flatMap(Resource::location), day)
                    .ifPresent(
                            price -> tally.revenue(price.getAmount().multiply(hours), price.getCurrencyUnit(), asOf));
        }
    }

    private Figure realised(ProjectFacts facts) {
        var tally = tally(facts);
        facts.ledger().forEach((place, sum) -> {
            if (EARNED.contains(place)) {
                tally.revenue(sum.getAmount(), sum.getCurrencyUnit(), asOf);
            }
        });
        for (var worked : facts.worked()) {
            cost(worked.person(), worked.day(), tally)
                    .ifPresent(cost -> tally.cost(
                            cost.getAmount().multiply(worked.hours()),
                            cost.getCurrencyUnit(),
                            worked.day(),
                            Optional.of(worked.person().id())));
        }
        facts.expenses()
                .forEach(expense -> tally.cost(
                        expense.amount().getAmount(),
                        expense.amount().getCurrencyUnit(),
                        expense.spentOn(),
                        Optional.empty()));
        return tally.figure();
    }

    private Optional<Money> cost(Ref<Resource> person, LocalDate day, Tally tally) {
        return switch (CostRates.onDay(firm.costs().getOrDefault(person.id(), List.of()), day)) {
            case CostRates.PerHour(var money) -> Optional.of(money);
            case CostRates.None _ -> {
                tally.lacks(Lack.noCost(person, day));
                yield Optional.empty();
            }
            case CostRates.Ambiguous _ -> {
                tally.lacks(Lack.costDisputed(person, day));
                yield Optional.empty();
            }
        };
    }

    /** Prices of the contract version in force; none where hours are not what is billed. */
    private final class Prices {
        private final ProjectFacts facts;
        private final Optional<RateCard> card;
        private final boolean wanted;
        private final Tally tally;

        Prices(ProjectFacts facts, Optional<ContractVersion> version, boolean wanted, Tally tally) {
            this.facts = facts;
            this.wanted = wanted;
            this.tally = tally;
            this.card = version.flatMap(ContractVersion::rateCard)
                    .flatMap(code -> Optional.ofNullable(firm.rateCards().get(code)));
        }

        Optional<Money> perHour(Optional<String> role, Optional<String> region, LocalDate day) {
            if (!wanted) {
                return Optional.empty();
            }
            var work = new Rates.Work(role, facts.contract().map(Contract::legalEntity), region, day);
            var price = card.map(known -> Rates.price(known, work)).orElseGet(Rates.Price.None::new);
            return switch (price) {
                case Rates.Price.PerHour(var money) -> Optional.of(money);
                case Rates.Price.None _, Rates.Price.Ambiguous _ -> {
                    var where = card.map(known -> "rate card " + known.code()).orElse("the contract");
                    tally.lacks(Lack.noPrice(role.orElse(""), where, day));
                    yield Optional.empty();
                }
            };
        }
    }
}
