package dev.throughline.processes.timetobilling;

import dev.throughline.model.RateCard;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Rates;
import dev.throughline.processes.ratechange.RateChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rate cards as they are while one decision is made. A run prices a hundred thousand lines of a few roles and days: each is looked up once. */
final class PriceList {
    private final Facts facts;
    private final Map<String, List<Stored<RateCard>>> cards = new HashMap<>();
    private final Map<Asked, Rates.Price> prices = new HashMap<>();
    private final Map<String, Boolean> waiting = new HashMap<>();

    private record Asked(String card, Rates.Work work) {}

    PriceList(Facts facts) {
        this.facts = facts;
    }

    /** Those that bear the code: one, unless somebody made a mistake. */
    List<Stored<RateCard>> cards(String code) {
        return cards.computeIfAbsent(code, one -> facts.find(RateCard.class, "RateCard.code", one));
    }

    Rates.Price price(Stored<RateCard> card, Rates.Work work) {
        return prices.computeIfAbsent(new Asked(card.ref().id(), work), _ -> Rates.price(card.body(), work));
    }

    /** Whether its prices wait for approval. */
    boolean waits(Stored<RateCard> card) {
        return waiting.computeIfAbsent(card.ref().id(), _ -> RateChange.waits(card.ref(), facts));
    }
}
