package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.Contract;
import dev.throughline.model.Scope;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Whether a term that covers work can be kept. */
record TermCheck(Terms terms, Facts facts) {
    /** Why a term that needs all of its contract's work together, in one currency, cannot be kept. */
    Optional<Problem> barred(Stored<Contract> contract, BillingTerm term) {
        int others = terms.siblings(facts).size();
        var within = switch (term) {
            case Retainer retainer -> Coverage.scope(retainer.within());
            case Usage usage -> Coverage.scope(usage.within());
            case BillingTerm.Recurring _, BillingTerm.Limit _, BillingTerm.Invoicing _ -> Scope.ALL;
        };
        if (others > 0 && within.project().isEmpty()) {
            return Optional.of(BillingProblems.termSpansProjects(contract, term.name(), others + 1));
        }
        return currencies(term)
                .filter(stated -> !stated.equals(contract.body().currency()))
                .findFirst()
                .map(stated -> BillingProblems.termCurrency(contract, term.name(), stated));
    }

    private static Stream<CurrencyUnit> currencies(BillingTerm term) {
        return switch (term) {
            case Retainer retainer ->
                Stream.of(
                                Stream.of(retainer.fee()),
                                retainer.overUse().stream(),
                                retainer.buys() instanceof Buys.Worth(var worth)
                                        ? Stream.of(worth)
                                        : Stream.<Money>of())
                        .flatMap(money -> money)
                        .map(Money::getCurrencyUnit);
            case Usage usage ->
                Stream.concat(
                        Stream.of(usage.currency()), usage.minimum().stream().map(Money::getCurrencyUnit));
            case BillingTerm.Recurring recurring -> Stream.of(recurring.amount().getCurrencyUnit());
            case BillingTerm.Limit limit -> Stream.of(limit.amount().getCurrencyUnit());
            case BillingTerm.Invoicing _ -> Stream.empty();
        };
    }
}
