package dev.throughline.processes.timetobilling;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Conversion;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.Converted.Quote;
import dev.throughline.processes.ledger.OpenLine;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Brings money of other currencies into the contract's.
 *
 * @param standing   the lines of a source in the ledger: what an invoice holds keeps the rate by which it was billed
 * @param invoiceDay the day that an invoice written now would bear
 */
record Exchange(Facts facts, Terms terms, Function<Ref<?>, List<OpenLine>> standing, Supplier<LocalDate> invoiceDay) {
    sealed interface Answer {}

    /** It is in the contract's currency already. */
    record Same(Money amount) implements Answer {}

    record Done(Converted converted) implements Answer {}

    record Barred(Problem problem) implements Answer {}

    /** Stands for a currency of which a rate is missing; no object is stored under it. */
    static Ref<ExchangeRate> currency(CurrencyUnit currency) {
        return DerivedRef.of(ExchangeRate.class, currency.getCode());
    }

    /** @param day of the work behind the amount */
    Answer into(Stored<Contract> contract, Money amount, Ref<?> source, LocalDate day) {
        var from = amount.getCurrencyUnit();
        var to = contract.body().currency();
        if (from.equals(to)) {
            return new Same(amount);
        }
        var kept = billedBy(source, from, to);
        if (kept.isPresent()) {
            return new Done(new Converted(amount, kept.get()));
        }
        var rateDay = rateDay(day);
        return switch (Conversion.by(facts).quote(from, to, rateDay, books())) {
            case Conversion.Known(var quote) -> new Done(new Converted(amount, quote));
            case Conversion.Missing(var currency) ->
                new Barred(CurrencyProblems.rateMissing(source, amount, contract, currency, rateDay));
            case Conversion.Disputed(var one, var other) ->
                new Barred(CurrencyProblems.rateDisputed(source, amount, contract, one, other));
        };
    }

    /** All of a source that an invoice holds in part goes by one rate, so that its parts add up to it. */
    private Optional<Quote> billedBy(Ref<?> source, CurrencyUnit from, CurrencyUnit to) {
        return standing.apply(source).stream()
                .filter(Intake::isOnInvoice)
                .flatMap(line -> line.line().converted().stream())
                .map(Converted::quote)
                .filter(quote -> quote.from().equals(from) && quote.to().equals(to))
                .findFirst();
    }

    private LocalDate rateDay(LocalDate day) {
        return switch (facts.policy(ConversionPolicy.class).rateDay()) {
            case WORK -> day;
            case INVOICE -> invoiceDay.get();
            case CONTRACT_START ->
                terms.versions().stream()
                        .map(ContractVersion::effectiveFrom)
                        .min(LocalDate::compareTo)
                        .orElse(day);
        };
    }

    private Optional<CurrencyUnit> books() {
        return terms.legalEntity().flatMap(facts::get).map(LegalEntity::currency);
    }
}
