package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.LegalEntity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Rates.Price;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final Optional<String> ANY = Optional.empty();
    private static final Optional<Ref<LegalEntity>> UK = Optional.of(new Ref<>("ent_uk"));
    private static final Rates.Work WORK =
            new Rates.Work(Optional.of("consultant"), UK, Optional.of("London"), LocalDate.of(2026, 3, 2));

    private static RateCard.Rate rate(
            Optional<String> role, Optional<String> region, String from, String to, String price) {
        return new RateCard.Rate(role, Optional.empty(), region, day(from), day(to), Money.parse("GBP " + price));
    }

    private static Optional<LocalDate> day(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private static Money money(RateCard.Rate... rates) {
        return ((Price.PerHour) price(rates)).money();
    }

    private static Price price(RateCard.Rate... rates) {
        return Rates.price(new RateCard("STD", CurrencyUnit.GBP, List.of(rates)), WORK);
    }

    @Test
    void more_conditions_go_before_fewer() {
        assertThat(money(
                        rate(ANY, ANY, "", "", "100.00"),
                        rate(Optional.of("consultant"), Optional.of("London"), "", "", "180.00"),
                        rate(Optional.of("consultant"), ANY, "", "", "150.00")))
                .isEqualTo(Money.parse("GBP 180.00"));
    }

    @Test
    void of_equals_the_later_goes_first() {
        assertThat(money(rate(ANY, ANY, "2025-01-01", "", "100.00"), rate(ANY, ANY, "2026-01-01", "", "110.00")))
                .isEqualTo(Money.parse("GBP 110.00"));
    }

    @Test
    void first_and_last_day_count() {
        assertThat(price(rate(ANY, ANY, "2026-03-02", "2026-03-02", "100.00"))).isInstanceOf(Price.PerHour.class);
        assertThat(price(rate(ANY, ANY, "2026-03-03", "", "100.00"))).isInstanceOf(Price.None.class);
        assertThat(price(rate(ANY, ANY, "", "2026-03-01", "100.00"))).isInstanceOf(Price.None.class);
    }

    @Test
    void two_rates_of_equal_right_are_ambiguous_unless_they_agree() {
        assertThat(price(rate(ANY, ANY, "", "", "100.00"), rate(ANY, ANY, "", "", "110.00")))
                .isInstanceOf(Price.Ambiguous.class);
        assertThat(price(rate(ANY, ANY, "", "", "100.00"), rate(ANY, ANY, "", "", "100.00")))
                .isInstanceOf(Price.PerHour.class);
    }

    @Test
    void a_rate_tells_by_which_conditions_it_went_first() {
        assertThat(Rates.words(rate(Optional.of("consultant"), Optional.of("London"), "2026-01-01", "", "180.00")))
                .isEqualTo("for role and region from 2026-01-01");
        assertThat(Rates.words(rate(ANY, ANY, "", "", "100.00"))).isEqualTo("for everybody");
    }
}
