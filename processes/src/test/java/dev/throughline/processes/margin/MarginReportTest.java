package dev.throughline.processes.margin;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ReportMargin;
import dev.throughline.model.command.MarginSums;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class MarginReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 4, 1);
    private static final Figure SOLD = known("12000.00", "4200.00", 2);
    private static final Figure ONE_PERSON = known("1650.00", "565.00", 1);
    private static final Figure MISSING = new Figure.Unknown(List.of(Lack.noPlan(PROJECT)));

    private static Figure known(String revenue, String cost, int people) {
        return new Figure.Known(MarginSums.of(gbp(revenue), gbp(cost)), people);
    }

    private static World world() {
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.CRM, DEAL);
    }

    private static Request asked(String revenue) {
        return margin(known(revenue, "565.00", 3)).report().orElseThrow();
    }

    private static ProjectMargin margin(Figure realised) {
        return new ProjectMargin(
                PROJECT, "Rollout", CurrencyUnit.GBP, DAY, SOLD, MISSING, realised, Money.zero(CurrencyUnit.GBP));
    }

    @Test
    void delivery_and_sales_are_told_once_and_again_when_a_figure_moves() {
        var run = given(new MarginReport(), PROJECT.id(), world())
                .whenAsked(asked("1650.00"))
                .thenSends("tell-1", "tell-2");
        assertThat(run.sent("tell-1", ReportMargin.class).planned()).isEmpty();
        assertThat(run.sent("tell-2", ReportMargin.class).subject()).isEqualTo(DEAL);
        run.done("tell-1").done("tell-2").whenAsked(asked("1650.00")).thenSends();
        run.whenAsked(asked("1700.00")).thenSends("tell-3", "tell-4");
    }

    @Test
    void what_a_system_refused_is_told_again_with_the_next_figures() {
        given(new MarginReport(), PROJECT.id(), world())
                .whenAsked(asked("1650.00"))
                .refused("tell-1", "FIELD_INVALID")
                .thenOpenProblems("FIELD_INVALID")
                .whenAsked(asked("1650.00"))
                .thenSends("tell-3")
                .thenOpenProblems();
    }

    @Test
    void a_cost_of_too_few_people_never_leaves() {
        var guarded = margin(ONE_PERSON).guarded(2);
        assertThat(guarded.realised()).isEqualTo(new Figure.Unknown(List.of(Lack.tooFewPeople(PROJECT, 2))));
        assertThat(guarded.report()).hasValueSatisfying(report -> {
            assertThat(report.realised()).isEmpty();
            assertThat(report.sold()).isPresent();
        });
        assertThat(margin(ONE_PERSON).guarded(1)).isEqualTo(margin(ONE_PERSON));
    }

    @Test
    void nothing_is_told_where_nothing_is_known() {
        var nothing = new ProjectMargin(
                PROJECT, "Rollout", CurrencyUnit.GBP, DAY, MISSING, MISSING, MISSING, Money.zero(CurrencyUnit.GBP));
        assertThat(nothing.report()).isEmpty();
    }
}
