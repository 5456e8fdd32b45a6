package dev.throughline.processes.ledger;

import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Converted.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * Finds the price of a currency in another. The rate of the day asked for counts, else the newest before it that is not too old. The rate of the pair goes before its inverse of
 * the same day, and both before the way over a third currency, whose older rate gives the day. An inverse and a way over a third are taken to sixteen digits, and with what they come to all reckoning is done, so
 * that amount, rate and result agree for whoever checks them.
 *
 * @param on     the rates stated for a day
 * @param policy which of them count
 */
public record Conversion(Function<LocalDate, List<ExchangeRate>> on, ConversionPolicy policy) {
    static final MathContext DIGITS = new MathContext(16, RoundingMode.HALF_UP);

    /** What is known of the price of a currency. */
    public sealed interface Answer {}

    public record Known(Quote quote) implements Answer {}

    /**
     * No rate of the day, nor of the days before it that policy lets count.
     *
     * @param currency from which, or to which, no rate leads on
     */
    public record Missing(CurrencyUnit currency) implements Answer {}

    /** Two rates of one pair and day that differ: neither counts before somebody says which. */
    public record Disputed(ExchangeRate one, ExchangeRate other) implements Answer {}

    public static Conversion by(Facts facts) {
        return new Conversion(
                day -> facts.find(ExchangeRate.class, "ExchangeRate.on", day.toString()).stream()
                        .map(Stored::body)
                        .toList(),
                facts.policy(ConversionPolicy.class));
    }

    /**
     * @param over a third currency that rates may lead over, such as that of the entity's books; empty for none
     */
    public Answer quote(CurrencyUnit from, CurrencyUnit to, LocalDate day, Optional<CurrencyUnit> over) {
        if (from.equals(to)) {
            return new Known(new Quote(from, to, BigDecimal.ONE, day, "the same currency", List.of()));
        }
        var direct = newest(from, to, day);
        if (!(direct instanceof Missing) || over.stream().allMatch(books -> books.equals(from) || books.equals(to))) {
            return direct;
        }
        return joined(newest(from, over.get(), day), newest(over.get(), to, day), to);
    }

    private Answer newest(CurrencyUnit from, CurrencyUnit to, LocalDate day) {
        for (int age = 0; age <= policy.rateHoldsDays(); age++) {
            var stated = day.minusDays(age);
            var answer = leg(
                    from,
                    to,
                    stated,
                    on.apply(stated).stream().filter(this::counts).toList());
            if (!(answer instanceof Missing)) {
                return answer;
            }
        }
        return new Missing(from);
    }

    private boolean counts(ExchangeRate rate) {
        return rate.rate().signum() > 0
                && policy.rateSource().stream()
                        .allMatch(wanted -> rate.source().filter(wanted::equals).isPresent());
    }

    private static Answer leg(CurrencyUnit from, CurrencyUnit to, LocalDate day, List<ExchangeRate> rates) {
        var inverted =
                one(of(to, from, rates).toList(), new Missing(from), rate -> quote(from, to, day, inverse(rate), rate));
        return one(of(from, to, rates).toList(), inverted, rate -> quote(from, to, day, rate.rate(), rate));
    }

    private static Stream<ExchangeRate> of(CurrencyUnit from, CurrencyUnit to, List<ExchangeRate> rates) {
        return rates.stream()
                .filter(rate -> rate.from().equals(from) && rate.to().equals(to));
    }

    private static Answer one(List<ExchangeRate> rates, Answer none, Function<ExchangeRate, Quote> quote) {
        if (rates.isEmpty()) {
            return none;
        }
        var first = rates.getFirst();
        return rates.stream()
                .filter(rate -> rate.rate().compareTo(first.rate()) != 0)
                .<Answer>map(other -> new Disputed(first, other))
                .findFirst()
                .orElseGet(() -> new Known(quote.apply(first)));
    }

    private static BigDecimal inverse(ExchangeRate rate) {
        return BigDecimal.ONE.divide(rate.rate(), DIGITS);
    }

    private static Quote quote(CurrencyUnit from, CurrencyUnit to, LocalDate day, BigDecimal rate, ExchangeRate by) {
        var pair = by.from() + "/" + by.to();
        return new Quote(
                from, to, rate, day, pair + by.source().map(" by "::concat).orElse(""), List.of(pair(by)));
    }

    /** Names the pair of a rate, whichever way round it is stated. */
    public static String pair(ExchangeRate rate) {
        var from = rate.from().getCode();
        var to = rate.to().getCode();
        return from.compareTo(to) < 0 ? from + "/" + to : to + "/" + from;
    }

    private static Answer joined(Answer first, Answer second, CurrencyUnit to) {
        return switch (first) {
            case Missing missing -> missing;
            case Disputed disputed -> disputed;
            case Known(var one) ->
                switch (second) {
                    case Missing _ -> new Missing(to);
                    case Disputed disputed -> disputed;
                    case Known(var two) -> new Known(one.over(two));
                };
        };
    }
}
