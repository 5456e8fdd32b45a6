package dev.throughline.processes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.OpenLine.Balance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class ConservationTest {
    private static final Money PRICE = Money.parse("GBP 150.00");
    private static final SourceLine LINE = new SourceLine(
            new Ref<>("tim_1"),
            LineKind.TIME,
            new Ref<>("prj_1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Ref<>("ent_uk")),
            LocalDate.of(2026, 3, 2),
            "",
            "",
            "",
            "");

    private static Posting move(Place from, Place to) {
        return new Posting(LINE, from, to, BigDecimal.ONE, PRICE, "test");
    }

    private static OpenLine standing(Place place, String quantity) {
        return new OpenLine(LINE, Map.of(place, new Balance(new BigDecimal(quantity), PRICE)));
    }

    @Test
    void a_line_where_its_postings_put_it_conserves() {
        assertThat(Conservation.check(
                        List.of(standing(Place.BILLED, "1.00")),
                        List.of(
                                move(Place.OUTSIDE, Place.UNBILLED),
                                move(Place.UNBILLED, Place.POSTING),
                                move(Place.POSTING, Place.BILLED))))
                .isEmpty();
    }

    @Test
    void a_line_that_stands_elsewhere_or_with_another_quantity_or_nowhere_is_a_breach() {
        var postings = List.of(move(Place.OUTSIDE, Place.UNBILLED));
        assertThat(Conservation.check(List.of(standing(Place.BILLED, "1")), postings))
                .hasSize(2);
        assertThat(Conservation.check(List.of(standing(Place.UNBILLED, "2")), postings))
                .hasSize(1);
        assertThat(Conservation.check(List.of(), postings)).hasSize(1);
        assertThat(Conservation.check(List.of(standing(Place.UNBILLED, "1")), List.of()))
                .hasSize(1);
    }

    @Test
    void taking_from_a_place_what_never_lay_there_is_a_breach() {
        assertThat(Conservation.check(List.of(), List.of(move(Place.UNBILLED, Place.POSTING))))
                .extracting(Conservation.Breach::says)
                .anyMatch(says -> says.contains("more was taken from UNBILLED"));
    }

    @Test
    void totals_are_kept_by_entity_and_currency() {
        var totals = Conservation.totals(List.of(standing(Place.UNBILLED, "1"), standing(Place.HELD, "2")));
        assertThat(totals.byAccount().get(new Conservation.Account("ent_uk", CurrencyUnit.GBP)))
                .containsKeys(Place.UNBILLED, Place.HELD);
    }
}
