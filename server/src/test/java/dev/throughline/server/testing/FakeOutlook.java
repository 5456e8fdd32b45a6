package dev.throughline.server.testing;

import dev.throughline.hub.outlook.Outlook;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.MarginSums;
import dev.throughline.processes.forecast.Forecast;
import dev.throughline.processes.forecast.Horizon;
import dev.throughline.processes.margin.Figure;
import dev.throughline.processes.margin.Lack;
import dev.throughline.processes.margin.ProjectMargin;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** One project, of which not all is known. */
final class FakeOutlook implements Outlook {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Ref<Project> PROJECT = new Ref<>("prj_1");

    private static Money usd(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    @Override
    public List<ProjectMargin> margins(TenantId tenant, Optional<Ref<Project>> project) {
        return List.of(new ProjectMargin(
                PROJECT,
                "Rollout",
                CurrencyUnit.USD,
                DAY,
                new Figure.Known(MarginSums.of(usd("12000.00"), usd("4200.00")), 0),
                new Figure.Unknown(
                        List.of(new Lack("COST_RATE_MISSING", "res_1", "no cost of an hour of res_1 is known"))),
                new Figure.Known(MarginSums.of(usd("0.00"), usd("0.00")), 0),
                usd("0.00")));
    }

    @Override
    public int report(TenantId tenant, Optional<Ref<Project>> project, String by, String correlationId) {
        return 1;
    }

    @Override
    public List<Earned> revenue(TenantId tenant, Optional<Ref<Project>> project) {
        return List.of(new Earned(PROJECT, "Rollout", List.of()));
    }

    @Override
    public Forecast forecast(TenantId tenant, int months) {
        return new Forecast(
                DAY,
                new Horizon(DAY, months).labels(),
                List.of(new Forecast.Pipeline("2026-03", "ent_1", 1, usd("100.00"), usd("50.00"))),
                List.of(new Forecast.Backlog("2026-03", "ent_1", 1, usd("10.00"))),
                List.of(new Forecast.Staffing(
                        "2026-03",
                        "=consultant",
                        new BigDecimal("8.00"),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        new BigDecimal("160"))),
                List.of());
    }
}
