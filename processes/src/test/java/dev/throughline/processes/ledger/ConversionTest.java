package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.ExchangeRate;
import dev.throughline.processes.ledger.Conversion.Answer;
import dev.throughline.processes.ledger.Conversion.Disputed;
import dev.throughline.processes.ledger.Conversion.Known;
import dev.throughline.processes.ledger.Conversion.Missing;
import dev.throughline.processes.ledger.ConversionPolicy.RateDay;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class ConversionTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final CurrencyUnit SEK = CurrencyUnit.of("SEK");

    private static ExchangeRate rate(String pair, String day, String rate, String source) {
        return new ExchangeRate(
                CurrencyUnit.of(pair.substring(0, 3)),
                CurrencyUnit.of(pair.substring(4)),
                LocalDate.parse(day),
                new BigDecimal(rate),
                Optional.of(source).filter(text -> !text.isEmpty()));
    }

    private static Answer quote(ConversionPolicy policy, ExchangeRate... rates) {
        return new Conversion(
                        day -> Stream.of(rates)
                                .filter(rate -> rate.on().equals(day))
                                .toList(),
                        policy)
                .quote(CurrencyUnit.EUR, CurrencyUnit.GBP, DAY, Optional.of(CurrencyUnit.USD));
    }

    private static Answer quote(ExchangeRate... rates) {
        return quote(ConversionPolicy.defaults(), rates);
    }

    private static Converted.Quote known(Answer answer) {
        assertThat(answer).isInstanceOf(Known.class);
        return ((Known) answer).quote();
    }

    private static String converted(Answer answer, String amount) {
        return new Converted(Money.parse(amount), known(answer)).amount().toString();
    }

    @Test
    void the_rate_of_the_day_converts_and_rounds_once_half_up() {
        var answer = quote(rate("EUR/GBP", "2026-03-02", "0.855", ""), rate("EUR/GBP", "2026-03-01", "0.9", ""));
        assertThat(converted(answer, "EUR 1.00")).isEqualTo("GBP 0.86");
        assertThat(converted(answer, "EUR -1.00")).isEqualTo("GBP -0.86");
        assertThat(converted(answer, "EUR 23.40")).isEqualTo("GBP 20.01");
        assertThat(new Converted(Money.parse("EUR 23.40"), known(answer)).words())
                .isEqualTo("converted from EUR at 0.855 of 2026-03-02 (EUR/GBP)");
    }

    @Test
    void without_a_rate_of_the_day_the_newest_before_it_counts_as_long_as_policy_says() {
        var friday = rate("EUR/GBP", "2026-02-27", "0.8", "");
        assertThat(known(quote(friday)).on()).isEqualTo(LocalDate.of(2026, 2, 27));
        var strict = new ConversionPolicy(RateDay.WORK, 2, Optional.empty());
        assertThat(quote(strict, friday)).isEqualTo(new Missing(CurrencyUnit.EUR));
        assertThat(quote(rate("EUR/GBP", "2026-03-03", "0.8", "")))
                .as("a later rate never counts")
                .isEqualTo(new Missing(CurrencyUnit.EUR));
    }

    @Test
    void the_pair_goes_before_its_inverse_and_that_before_the_way_over_the_books() {
        var direct = rate("EUR/GBP", "2026-03-02", "0.86", "");
        var inverse = rate("GBP/EUR", "2026-03-02", "1.25", "");
        var toBooks = rate("EUR/USD", "2026-03-02", "1.10", "");
        var fromBooks = rate("GBP/USD", "2026-03-02", "1.25", "");
        assertThat(known(quote(inverse, direct, toBooks, fromBooks)).rate()).isEqualByComparingTo("0.86");
        assertThat(known(quote(toBooks, fromBooks, inverse)).rate()).isEqualByComparingTo("0.8");
        var over = known(quote(toBooks, fromBooks));
        assertThat(over.rate()).isEqualByComparingTo("0.88");
        assertThat(over.by()).isEqualTo("EUR/USD, GBP/USD");
        assertThat(over.pairs()).containsExactly("EUR/USD", "GBP/USD");
    }

    @Test
    void the_way_over_the_books_may_join_rates_of_two_days_and_says_what_is_missing() {
        var toBooks = rate("EUR/USD", "2026-02-28", "1.10", "");
        assertThat(quote(toBooks)).isEqualTo(new Missing(CurrencyUnit.GBP));
        assertThat(known(quote(toBooks, rate("GBP/USD", "2026-03-02", "1.25", "")))
                        .on())
                .isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(quote(rate("GBP/USD", "2026-03-02", "1.25", ""))).isEqualTo(new Missing(CurrencyUnit.EUR));
    }

    @Test
    void two_rates_of_one_day_that_differ_are_disputed_until_policy_names_a_source() {
        var bank = rate("EUR/GBP", "2026-03-02", "0.86", "bank");
        var house = rate("EUR/GBP", "2026-03-02", "0.90", "house");
        assertThat(quote(bank, house)).isEqualTo(new Disputed(bank, house));
        assertThat(quote(bank, rate("EUR/GBP", "2026-03-02", "0.860", "house"))).isInstanceOf(Known.class);
        var named = new ConversionPolicy(RateDay.WORK, 7, Optional.of("house"));
        assertThat(known(quote(named, bank, house)).by()).isEqualTo("EUR/GBP by house");
    }

    @Test
    void a_rate_that_is_not_above_zero_is_none() {
        assertThat(quote(rate("EUR/GBP", "2026-03-02", "0", ""), rate("EUR/GBP", "2026-03-02", "-1", "")))
                .isEqualTo(new Missing(CurrencyUnit.EUR));
    }

    @Test
    void minor_units_are_those_of_the_currency_converted_to() {
        var yen = new Conversion(_ -> List.of(rate("SEK/JPY", "2026-03-02", "14.215", "")), ConversionPolicy.defaults())
                .quote(SEK, CurrencyUnit.JPY, DAY, Optional.empty());
        assertThat(converted(yen, "SEK 10.10")).isEqualTo("JPY 144");
    }
}
