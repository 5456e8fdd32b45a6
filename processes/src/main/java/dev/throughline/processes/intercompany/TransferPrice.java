package dev.throughline.processes.intercompany;

import dev.throughline.model.Approval;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Agreement;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Transfer;
import dev.throughline.processes.ledger.CostRates;
import dev.throughline.processes.ledger.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import org.joda.money.Money;

/** Prices work between two companies by what they agreed. Hours times price are exact and rounded once, half up. */
record TransferPrice(Pair pair, Facts facts, IntercompanyPolicy policy) {
    /** What a hundred percent is. */
    private static final BigDecimal WHOLE = new BigDecimal(100);

    /** A price of an hour, or why there is none. */
    private sealed interface Hourly {
        record Price(Money perHour, BigDecimal percent, String basis) implements Hourly {}

        record No(Worth worth) implements Hourly {}
    }

    Worth of(Delivery delivery) {
        var entry = delivery.entry();
        if (entry.approval() != Approval.APPROVED) {
            return new Worth.Nothing("the hours are not approved");
        }
        if (!entry.billable() && !policy.nonBillable()) {
            return new Worth.Nothing("no customer pays the hours, and policy charges only those");
        }
        var provider = facts.get(pair.provider());
        var receiver = facts.get(pair.receiver());
        if (provider.isEmpty() || receiver.isEmpty()) {
            return new Worth.Unknown(
                    IntercompanyProblems.companyUnknown(provider.isEmpty() ? pair.provider() : pair.receiver()));
        }
        return byAgreement(delivery, provider.get(), receiver.get());
    }

    private Worth byAgreement(Delivery delivery, LegalEntity provider, LegalEntity receiver) {
        var agreement = policy.inForce(provider, receiver, delivery.entry().workedOn());
        if (agreement.isEmpty()) {
            return policy.covers(provider, receiver)
                    ? new Worth.Nothing("the hours were worked before the companies agreed a price")
                    : new Worth.Unknown(IntercompanyProblems.noAgreement(pair.provider(), provider, receiver));
        }
        return switch (hourly(delivery, agreement.get())) {
            case Hourly.No(var worth) -> worth;
            case Hourly.Price(var perHour, var percent, var basis) ->
                charged(delivery.entry().hours(), perHour, percent, basis);
        };
    }

    private static Worth charged(BigDecimal hours, Money perHour, BigDecimal percent, String basis) {
        var exact = perHour.getAmount().multiply(hours).multiply(percent).movePointLeft(2);
        return new Worth.Charged(hours, Money.of(perHour.getCurrencyUnit(), exact, RoundingMode.HALF_UP), basis);
    }

    private Hourly hourly(Delivery delivery, Agreement agreement) {
        return switch (agreement.transfer()) {
            case Transfer.CostPlus(var percent) -> byCost(delivery.entry(), percent);
            case Transfer.ShareOfPrice(var percent) -> byPrice(delivery, percent);
            case Transfer.Card(var code) ->
                byCard(delivery.entry(), code, WHOLE, "rate card " + code)
                        .orElseGet(() -> noPrice(delivery.entry(), Optional.of(code)));
        };
    }

    private Hourly byCost(TimeEntry entry, BigDecimal percent) {
        var day = entry.workedOn();
        var rates = facts
                .find(CostRate.class, "CostRate.resource", entry.resource().id())
                .stream()
                .map(Stored::body)
                .toList();
        return switch (CostRates.onDay(rates, day)) {
            case CostRates.PerHour(var cost) ->
                new Hourly.Price(cost, WHOLE.add(percent), "cost plus %s %%".formatted(percent.toPlainString()));
            case CostRates.None _ -> unknown(IntercompanyProblems.noCost(entry.resource(), day));
            case CostRates.Ambiguous _ -> unknown(IntercompanyProblems.costDisputed(entry.resource(), day));
        };
    }

    /** The customer's price: the rate card of the version in force, else the price that delivery fixed on the entry. */
    private Hourly byPrice(Delivery delivery, BigDecimal percent) {
        var entry = delivery.entry();
        if (!entry.billable()) {
            return new Hourly.No(new Worth.Nothing("no customer pays the hours, and their price is what is shared"));
        }
        var version = delivery.contract().flatMap(contract -> inForce(contract, entry.workedOn()));
        var basis = "%s %% of the customer's price%s"
                .formatted(
                        percent.toPlainString(),
                        version.map(one -> " by version %d".formatted(one.number()))
                                .orElse(""));
        var card = version.flatMap(ContractVersion::rateCard);
        return card.flatMap(code -> byCard(entry, code, percent, basis))
                .or(() -> entry.rate().map(rate -> new Hourly.Price(rate, percent, basis)))
                .orElseGet(() -> noPrice(entry, card));
    }

    private Optional<ContractVersion> inForce(Stored<Contract> contract, LocalDate day) {
        return facts
                .find(
                        ContractVersion.class,
                        "ContractVersion.contract",
                        contract.ref().id())
                .stream()
                .map(Stored::body)
                .filter(version -> switch (version.status()) {
                    case APPROVED, SUPERSEDED -> true;
                    case DRAFT, REJECTED -> false;
                })
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .max(Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number));
    }

    private Optional<Hourly> byCard(TimeEntry entry, String code, BigDecimal percent, String basis) {
        var card = facts.find(RateCard.class, "RateCard.code", code).stream().findFirst();
        return card.flatMap(found -> {
            var person = facts.get(entry.resource());
            var work = new Rates.Work(
                    role(entry, person),
                    Optional.of(pair.receiver()),
                    person.flatMap(Resource::location),
                    entry.workedOn());
            return switch (Rates.price(found.body(), work)) {
                case Rates.Price.PerHour(var rate) -> Optional.of(new Hourly.Price(rate, percent, basis));
                case Rates.Price.None _ -> Optional.empty();
                case Rates.Price.Ambiguous _ ->
                    Optional.of(unknown(IntercompanyProblems.priceDisputed(
                            found.ref(), code, role(entry, person).orElse(""), entry.workedOn())));
            };
        });
    }

    /** The card is to be mended, or the project's contract where there is no such card. */
    private Hourly noPrice(TimeEntry entry, Optional<String> code) {
        var role = role(entry, facts.get(entry.resource())).orElse("");
        Optional<Ref<?>> card = code.flatMap(one -> facts.find(RateCard.class, "RateCard.code", one).stream()
                .findFirst()
                .map(Stored::ref));
        var where = code.map("rate card "::concat).orElse("the contract");
        return unknown(IntercompanyProblems.noPrice(card.orElse(entry.project()), where, role, entry.workedOn()));
    }

    private static Optional<String> role(TimeEntry entry, Optional<Resource> person) {
        return entry.role().or(() -> person.flatMap(Resource::role)).filter(text -> !text.isEmpty());
    }

    private static Hourly unknown(Problem problem) {
        return new Hourly.No(new Worth.Unknown(problem));
    }
}
