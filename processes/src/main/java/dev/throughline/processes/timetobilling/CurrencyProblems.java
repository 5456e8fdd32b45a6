package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;

import dev.throughline.model.Contract;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Conversion;
import java.time.LocalDate;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Why money of another currency is held, in words: one problem for each currency, not for each line. */
final class CurrencyProblems {
    private CurrencyProblems() {}

    /** @param currency from which, or to which, no rate leads */
    static Problem rateMissing(
            Ref<?> source, Money amount, Stored<Contract> contract, CurrencyUnit currency, LocalDate day) {
        return Problem.of(
                        "EXCHANGE_RATE_MISSING",
                        FINANCE_OPS,
                        Exchange.currency(currency),
                        "%s is in %s and contract %s bills in %s, but no exchange rate of %s counts for %s"
                                .formatted(
                                        source,
                                        amount.getCurrencyUnit(),
                                        contract.body().number(),
                                        contract.body().currency(),
                                        currency,
                                        day),
                        "State the rate of %s for that day in finance; what is held goes on by itself"
                                .formatted(currency))
                .atStake(amount);
    }

    static Problem rateDisputed(
            Ref<?> source, Money amount, Stored<Contract> contract, ExchangeRate one, ExchangeRate other) {
        return Problem.of(
                        "EXCHANGE_RATE_DISPUTED",
                        FINANCE_OPS,
                        Exchange.currency(one.from()),
                        "%s is in %s and contract %s bills in %s, but two exchange rates of %s on %s differ: %s and %s"
                                .formatted(
                                        source,
                                        amount.getCurrencyUnit(),
                                        contract.body().number(),
                                        contract.body().currency(),
                                        Conversion.pair(one),
                                        one.on(),
                                        stated(one),
                                        stated(other)),
                        "Correct one of the two, or state in policy rateSource which source counts; what is held goes on by itself")
                .atStake(amount);
    }

    private static String stated(ExchangeRate rate) {
        return rate.rate().toPlainString() + rate.source().map(" by "::concat).orElse("");
    }
}
