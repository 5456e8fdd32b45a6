package dev.throughline.processes.forecast;

import static dev.throughline.processes.testing.Firm.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Absence;
import dev.throughline.model.Assignment;
import dev.throughline.model.Contract;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.model.Stored;
import dev.throughline.processes.forecast.Forecast.Gap;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class ForecasterTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 16);
    private static final Horizon HORIZON = new Horizon(DAY, 3);
    private static final PlanFacts NOTHING =
            new PlanFacts(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    private static Stored<Opportunity> deal(String amount, Optional<String> probability, LocalDate from, LocalDate to) {
        var like = dev.throughline.processes.testing.Firm.deal();
        return new Stored<>(
                DEAL,
                1,
                new Opportunity(
                        "Next",
                        Opportunity.Stage.OPEN,
                        like.account(),
                        Optional.of(gbp(amount)),
                        Optional.of(from),
                        like.legalEntity(),
                        like.billingModel(),
                        like.serviceLine(),
                        like.rateCard(),
                        like.paymentTerms(),
                        like.deliveryTemplate(),
                        like.sow(),
                        Optional.of(from),
                        Optional.of(to),
                        like.owner(),
                        probability.map(BigDecimal::new),
                        like.lines()));
    }

    private static PlanFacts pipeline(Stored<Opportunity> deal) {
        return new PlanFacts(List.of(deal), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    /** 22 working days in April and 21 in May. */
    @Test
    void a_deal_is_weighed_and_spread_over_the_days_that_it_will_run() {
        var deal = deal("4300.00", Optional.of("50"), LocalDate.of(2026, 4, 1), LocalDate.of(2026, 5, 31));
        assertThat(Forecaster.of(pipeline(deal), HORIZON).pipeline())
                .extracting(line -> "%s %s %s".formatted(line.month(), line.amount(), line.weighted()))
                .containsExactly("2026-04 GBP 2200.00 GBP 1100.00", "2026-05 GBP 2100.00 GBP 1050.00");
    }

    @Test
    void a_deal_without_probability_is_named_and_left_out() {
        var forecast = Forecaster.of(pipeline(deal("1.00", Optional.empty(), DAY, DAY)), HORIZON);
        assertThat(forecast.pipeline()).isEmpty();
        assertThat(forecast.lacks()).extracting(Gap::code).containsExactly("DEAL_NOT_WEIGHED");
    }

    @Test
    void what_lies_behind_falls_into_the_first_month_and_what_lies_beyond_is_later() {
        var late = Forecaster.of(
                pipeline(deal("100.00", Optional.of("10"), DAY.minusYears(1), DAY.minusYears(1))), HORIZON);
        assertThat(late.pipeline().getFirst().month()).isEqualTo("2026-03");
        var far =
                Forecaster.of(pipeline(deal("100.00", Optional.of("10"), DAY.plusYears(1), DAY.plusYears(1))), HORIZON);
        assertThat(far.pipeline().getFirst().month()).isEqualTo(Horizon.LATER);
    }

    @Property(tries = 300)
    void months_add_up_to_the_whole(
            @ForAll @LongRange(min = 1, max = 99_999_999) long minor,
            @ForAll @IntRange(min = 0, max = 100) int probability,
            @ForAll @IntRange(min = -100, max = 300) int start,
            @ForAll @IntRange(min = 0, max = 400) int days) {
        var amount = Money.ofMinor(CurrencyUnit.GBP, minor);
        var from = DAY.plusDays(start);
        var deal = deal(
                amount.getAmount().toPlainString(),
                Optional.of(Integer.toString(probability)),
                from,
                from.plusDays(days));
        var lines = Forecaster.of(pipeline(deal), HORIZON).pipeline();
        assertThat(Money.total(lines.stream().map(Forecast.Pipeline::amount).toList()))
                .isEqualTo(amount);
        assertThat(Money.total(lines.stream().map(Forecast.Pipeline::weighted).toList()))
                .isEqualTo(amount.multipliedBy(
                        new BigDecimal(probability).movePointLeft(2), java.math.RoundingMode.HALF_UP));
        var hours = HORIZON.spread(new BigDecimal("37.5"), from, from.plusDays(days)).values().stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(hours).isEqualByComparingTo("37.5");
    }

    /** 16 to 31 March has 12 working days, April 22: 3400.00 of 5000.00 is open, 100.00 a day. */
    @Test
    void backlog_is_what_is_not_billed_over_the_days_that_are_left() {
        var agreed = new PlanFacts.Agreed(
                CONTRACT,
                contract(Contract.Status.ACTIVE),
                gbp("5000.00"),
                gbp("1600.00"),
                Optional.of(START),
                Optional.of(LocalDate.of(2026, 4, 30)));
        var facts = new PlanFacts(List.of(), List.of(agreed), List.of(), List.of(), List.of(), Map.of());
        assertThat(Forecaster.of(facts, HORIZON).backlog())
                .extracting(line -> "%s %s".formatted(line.month(), line.amount()))
                .containsExactly("2026-03 GBP 1200.00", "2026-04 GBP 2200.00");
    }

    @Test
    void a_contract_without_an_end_or_billed_above_its_value_is_named() {
        var endless = new PlanFacts.Agreed(
                CONTRACT,
                contract(Contract.Status.ACTIVE),
                gbp("5.00"),
                gbp("0.00"),
                Optional.empty(),
                Optional.empty());
        var over = new PlanFacts.Agreed(
                CONTRACT,
                contract(Contract.Status.ACTIVE),
                gbp("5.00"),
                gbp("6.00"),
                Optional.empty(),
                Optional.empty());
        var forecast = Forecaster.of(
                new PlanFacts(List.of(), List.of(endless, over), List.of(), List.of(), List.of(), Map.of()), HORIZON);
        assertThat(forecast.backlog())
                .singleElement()
                .satisfies(line -> assertThat(line.month()).isEqualTo("later"));
        assertThat(forecast.lacks()).extracting(Gap::code).containsExactly("END_MISSING", "BILLED_ABOVE_VALUE");
    }

    /** Half of the assignment's ten days are over; 12, 22 and 21 working days are ahead, one day and a half of them away. */
    @Test
    void staffing_shows_what_is_assigned_open_and_possible_by_role() {
        var like = person("Ann Lee", "consultant");
        var ann = new Resource(
                like.name(),
                like.kind(),
                like.status(),
                like.number(),
                like.email(),
                like.role(),
                like.department(),
                like.practice(),
                like.location(),
                like.legalEntity(),
                like.manager(),
                Optional.of(new BigDecimal("40")),
                like.hiredOn(),
                like.leftOn(),
                like.skills());
        var assignment = new Assignment(
                PROJECT,
                ANN,
                Optional.empty(),
                LocalDate.of(2026, 3, 9),
                LocalDate.of(2026, 3, 20),
                new BigDecimal("60"),
                true);
        var seat = new RolePlaceholder(
                PROJECT,
                "consultant",
                Optional.of(LocalDate.of(2026, 4, 1)),
                Optional.of(LocalDate.of(2026, 4, 2)),
                Optional.of(new BigDecimal("16")),
                Optional.empty());
        var away = new Absence(
                ANN,
                LocalDate.of(2026, 4, 3),
                LocalDate.of(2026, 4, 6),
                "holiday",
                Absence.Status.APPROVED,
                Optional.empty(),
                List.of(
                        new Absence.Day(LocalDate.of(2026, 4, 3), BigDecimal.ONE, Absence.Unit.DAYS),
                        new Absence.Day(LocalDate.of(2026, 4, 6), new BigDecimal("4"), Absence.Unit.HOURS)));
        var facts = new PlanFacts(
                List.of(), List.of(), List.of(assignment), List.of(seat), List.of(away), Map.of(ANN.id(), ann));
        assertThat(Forecaster.of(facts, HORIZON).staffing())
                .extracting(line -> "%s %s %s %s %s"
                        .formatted(
                                line.month(),
                                line.role(),
                                line.firm().stripTrailingZeros().toPlainString(),
                                line.open().stripTrailingZeros().toPlainString(),
                                line.capacity().stripTrailingZeros().toPlainString()))
                .containsExactly(
                        "2026-03 consultant 30 0 96", "2026-04 consultant 0 16 164", "2026-05 consultant 0 0 168");
        assertThat(Forecaster.of(NOTHING, HORIZON).months()).containsExactly("2026-03", "2026-04", "2026-05", "later");
    }
}
