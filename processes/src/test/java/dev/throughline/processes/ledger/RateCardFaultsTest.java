package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.RateCard;
import dev.throughline.processes.ledger.RateCardFaults.Fault;
import dev.throughline.processes.ledger.RateCardFaults.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class RateCardFaultsTest {
    /** Role, region, first day, last day, price; {@code -} for what is not stated. */
    private static RateCard card(String... rates) {
        return new RateCard(
                "STD",
                CurrencyUnit.GBP,
                Stream.of(rates).map(RateCardFaultsTest::rate).toList());
    }

    private static RateCard.Rate rate(String text) {
        var parts = Stream.of(text.split(" "))
                .map(part -> Optional.of(part).filter(word -> !word.equals("-")))
                .toList();
        return new RateCard.Rate(
                parts.get(0),
                Optional.empty(),
                parts.get(1),
                parts.get(2).map(LocalDate::parse),
                parts.get(3).map(LocalDate::parse),
                Money.of(
                        CurrencyUnit.of(parts.get(4).orElseThrow()),
                        new java.math.BigDecimal(parts.get(5).orElseThrow())));
    }

    private static List<Kind> faults(String... rates) {
        return RateCardFaults.of(card(rates)).stream().map(Fault::kind).toList();
    }

    @Test
    void a_card_of_years_that_follow_each_other_is_sound() {
        assertThat(faults(
                        "consultant - 2025-01-01 2025-12-31 GBP 140",
                        "consultant - 2026-01-01 - GBP 150",
                        "architect - - - GBP 200",
                        "consultant London 2026-01-01 - GBP 170"))
                .isEmpty();
    }

    @Test
    void days_between_two_rates_are_a_gap_unless_a_wider_rate_prices_them() {
        assertThat(RateCardFaults.of(
                        card("consultant - 2025-01-01 2025-11-30 GBP 140", "consultant - 2026-01-01 - GBP 150")))
                .containsExactly(new Fault(
                        Kind.GAP, "it has no rate for role 'consultant' on 2025-12-01, between two that it has"));
        assertThat(faults(
                        "consultant - 2025-01-01 2025-11-30 GBP 140",
                        "consultant - 2026-01-01 - GBP 150",
                        "- - 2025-06-01 2026-01-31 GBP 120"))
                .isEmpty();
        assertThat(faults(
                        "consultant - 2025-01-01 2025-11-30 GBP 140",
                        "consultant - 2026-01-01 - GBP 150",
                        "- London - - GBP 120"))
                .as("a rate of one region does not price everybody's days")
                .containsExactly(Kind.GAP);
    }

    @Test
    void rates_of_equal_right_that_differ_overlap_and_the_later_goes_first_otherwise() {
        assertThat(RateCardFaults.of(card("consultant - - - GBP 140", "consultant - - - GBP 150")))
                .containsExactly(new Fault(
                        Kind.OVERLAP, "two rates of equal right differ for role 'consultant' from the first day on"));
        assertThat(faults("consultant - 2026-01-01 - GBP 140", "- London 2026-01-01 - GBP 150"))
                .as("a consultant in London meets both")
                .containsExactly(Kind.OVERLAP);
        assertThat(faults("consultant - 2026-01-01 - GBP 140", "architect - 2026-01-01 - GBP 150"))
                .isEmpty();
        assertThat(faults("consultant - 2025-01-01 - GBP 140", "consultant - 2026-01-01 - GBP 150"))
                .isEmpty();
        assertThat(faults("consultant - - - GBP 140", "consultant - - - GBP 140"))
                .as("they agree")
                .isEmpty();
    }

    @Test
    void a_rate_may_be_wrong_by_itself() {
        assertThat(faults()).containsExactly(Kind.EMPTY);
        assertThat(faults("consultant - 2026-02-01 2026-01-01 GBP 140")).containsExactly(Kind.BACKWARDS);
        assertThat(faults("consultant - - - GBP -1")).containsExactly(Kind.NEGATIVE);
        assertThat(faults("consultant - - - EUR 140")).containsExactly(Kind.CURRENCY);
    }
}
