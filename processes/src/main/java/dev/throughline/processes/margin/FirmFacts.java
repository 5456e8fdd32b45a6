package dev.throughline.processes.margin;

import dev.throughline.model.CostRate;
import dev.throughline.model.RateCard;
import dev.throughline.model.Resource;
import dev.throughline.processes.ledger.Conversion;
import java.util.List;
import java.util.Map;

/**
 * What all projects share.
 *
 * @param people    by canonical id
 * @param costs     by canonical id of the person
 * @param rateCards by code
 */
public record FirmFacts(
        Map<String, Resource> people,
        Map<String, List<CostRate>> costs,
        Map<String, RateCard> rateCards,
        Conversion conversion,
        MarginPolicy policy) {
    public FirmFacts {
        people = Map.copyOf(people);
        costs = Map.copyOf(costs);
        rateCards = Map.copyOf(rateCards);
    }
}
