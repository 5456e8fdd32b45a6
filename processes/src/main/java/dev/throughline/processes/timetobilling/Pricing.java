package dev.throughline.processes.timetobilling;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.Rates;
import java.util.Optional;
import org.joda.money.Money;

/** The price of an hour: the version's rate card first, then the entry's own rate where policy allows it. */
record Pricing(
        Facts facts,
        BillingPolicy policy,
        Optional<Ref<LegalEntity>> entity,
        Stored<Contract> contract,
        Exchange exchange) {
    sealed interface Answer {}

    /**
     * @param rate      in the contract's currency
     * @param words     how the price was found; never the price itself
     * @param converted from the price of an hour in another currency
     */
    record Priced(Money rate, String words, Optional<Converted> converted) implements Answer {}

    record Unpriced(Problem problem) implements Answer {}

    String role(Source.Time time, Optional<Resource> person) {
        return time.entry().role().or(() -> person.flatMap(Resource::role)).orElse("");
    }

    Answer price(Source.Time time, Optional<Resource> person, ContractVersion version) {
        var card = version.rateCard()
                .flatMap(code -> facts.find(RateCard.class, "RateCard.code", code).stream()
                        .findFirst());
        return card.map(found -> byCard(found, time, person, version))
                .orElseGet(() -> byEntry(
                        time,
                        person,
                        version,
                        version.rateCard().map("rate card "::concat).orElse("the contract")));
    }

    private Answer byCard(Stored<RateCard> card, Source.Time time, Optional<Resource> person, ContractVersion version) {
        var role = role(time, person);
        var day = time.entry().workedOn();
        var work = new Rates.Work(
                Optional.of(role).filter(text -> !text.isEmpty()), entity, person.flatMap(Resource::location), day);
        var code = card.body().code();
        return switch (Rates.price(card.body(), work)) {
            case Rates.Price.PerHour(var rate) ->
                inContractsCurrency(
                        rate, time, "version %d, rate card %s, role '%s'".formatted(version.number(), code, role));
            case Rates.Price.Ambiguous _ -> new Unpriced(BillingProblems.rateAmbiguous(card.ref(), code, role, day));
            case Rates.Price.None _ -> byEntry(time, person, version, "rate card " + code);
        };
    }

    private Answer byEntry(Source.Time time, Optional<Resource> person, ContractVersion version, String where) {
        var own = time.entry().rate().filter(_ -> policy.entryRates());
        if (own.isEmpty()) {
            return new Unpriced(BillingProblems.rateMissing(
                    time.entry().resource(),
                    role(time, person),
                    where,
                    time.entry().workedOn()));
        }
        return inContractsCurrency(own.get(), time, "version %d, the entry's own rate".formatted(version.number()));
    }

    /** The price of an hour is rounded in the contract's currency, and hours are billed at it: quantity and price explain the amount. */
    private Answer inContractsCurrency(Money rate, Source.Time time, String words) {
        return switch (exchange.into(contract, rate, time.ref(), time.entry().workedOn())) {
            case Exchange.Same(var same) -> new Priced(same, words, Optional.empty());
            case Exchange.Done(var converted) ->
                new Priced(converted.amount(), words + ", " + converted.words(), Optional.of(converted));
            case Exchange.Barred(var problem) -> new Unpriced(problem);
        };
    }
}
