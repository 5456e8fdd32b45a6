package dev.throughline.processes.quotetoproject;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.ServiceItem;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.joda.money.Money;

/** Whether every line of a deal is something that the firm sells. */
record LinesCheck(Ref<Opportunity> ref, Opportunity deal, Facts facts) {
    Optional<Problem> unmatched() {
        var missing = IntStream.range(0, deal.lines().size())
                .filter(i -> !matched(deal.lines().get(i)))
                .boxed()
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        var named = missing.stream()
                .map(i -> "line %d '%s'".formatted(i + 1, deal.lines().get(i).description()))
                .collect(Collectors.joining(", "));
        var problem = DealProblems.of(
                "ITEM_NOT_MATCHED",
                SALES_OPS,
                ref,
                deal,
                "%s has no service item".formatted(named),
                "Choose a product that has an item, or add its name to the lookup of items and replay the deal");
        var waiting = missing.stream().map(i -> price(deal.lines().get(i))).toList();
        boolean oneCurrency =
                waiting.stream().map(Money::getCurrencyUnit).distinct().count() == 1;
        return Optional.of(oneCurrency ? problem.atStake(Money.total(waiting)) : problem);
    }

    private boolean matched(Opportunity.Line line) {
        return line.item().isPresent() && facts.get(line.item().get()).isPresent();
    }

    private static Money price(Opportunity.Line line) {
        return line.unitPrice().multipliedBy(line.quantity(), RoundingMode.HALF_UP);
    }

    List<Problem> inactive() {
        Map<Ref<ServiceItem>, ServiceItem> inactive = new LinkedHashMap<>();
        for (var line : deal.lines()) {
            line.item()
                    .flatMap(item -> facts.get(item).filter(known -> !known.active()))
                    .ifPresent(item -> inactive.put(line.item().get(), item));
        }
        return inactive.entrySet().stream()
                .map(entry -> DealProblems.of(
                        "ITEM_INACTIVE",
                        FINANCE_OPS,
                        entry.getKey(),
                        deal,
                        "item %s is inactive".formatted(entry.getValue().code()),
                        "Reactivate the item, or replace it on the deal"))
                .toList();
    }

    Optional<Problem> otherCurrency(Money value) {
        return deal.lines().stream()
                .filter(line -> !line.unitPrice().getCurrencyUnit().equals(value.getCurrencyUnit()))
                .findFirst()
                .map(line -> DealProblems.of(
                        "LINE_CURRENCY_DIFFERS",
                        SALES_OPS,
                        ref,
                        deal,
                        "line '%s' is in %s, the deal in %s"
                                .formatted(
                                        line.description(),
                                        line.unitPrice().getCurrencyUnit(),
                                        value.getCurrencyUnit()),
                        "Bring the deal and its lines to one currency"));
    }
}
