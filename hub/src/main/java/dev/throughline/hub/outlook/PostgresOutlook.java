package dev.throughline.hub.outlook;

import dev.throughline.hub.Asks;
import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.Stored;
import dev.throughline.model.TenantId;
import dev.throughline.processes.financialfeedback.RevenueSums;
import dev.throughline.processes.forecast.Forecast;
import dev.throughline.processes.forecast.Forecaster;
import dev.throughline.processes.forecast.Horizon;
import dev.throughline.processes.margin.ProjectMargin;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The outlook over PostgreSQL. Thread-safe. */
public final class PostgresOutlook implements Outlook {
    private final Transactions transactions;
    private final Policies policies;
    private final Asks asks;
    private final InstantSource clock;

    public PostgresOutlook(Transactions transactions, Policies policies, Asks asks, InstantSource clock) {
        this.transactions = transactions;
        this.policies = policies;
        this.asks = asks;
        this.clock = clock;
    }

    @Override
    public List<ProjectMargin> margins(TenantId tenant, Optional<Ref<Project>> project) {
        return transactions.snapshot(
                c -> new MarginGathering(new OutlookReader(c, tenant), policies, today()).of(project));
    }

    @Override
    public int report(TenantId tenant, Optional<Ref<Project>> project, String by, String correlationId) {
        var known = margins(tenant, project).stream()
                .flatMap(margin -> margin.report().stream())
                .toList();
        known.forEach(report -> asks.ask(tenant, report, by, correlationId));
        return known.size();
    }

    @Override
    public List<Earned> revenue(TenantId tenant, Optional<Ref<Project>> project) {
        return transactions.snapshot(c -> revenue(new OutlookReader(c, tenant), project));
    }

    private static List<Earned> revenue(OutlookReader reader, Optional<Ref<Project>> one) throws SQLException {
        var schedules = MarginGathering.by(
                reader.all(RevenueSchedule.class).stream()
                        .filter(schedule -> schedule.body().project().isPresent())
                        .toList(),
                schedule -> schedule.project().orElseThrow().id());
        return reader.all(Project.class).stream()
                .filter(project -> one.map(project.ref()::equals).orElse(true))
                .filter(project -> schedules.containsKey(project.ref().id()))
                .map(project -> earned(project, schedules.get(project.ref().id())))
                .toList();
    }

    private static Earned earned(Stored<Project> project, List<RevenueSchedule> schedules) {
        return new Earned(
                project.ref(),
                project.body().name(),
                schedules.stream()
                        .map(schedule -> schedule.recognised().getCurrencyUnit())
                        .distinct()
                        .sorted(Comparator.comparing(currency -> currency.getCode()))
                        .flatMap(currency -> RevenueSums.of(schedules, currency).stream())
                        .toList());
    }

    @Override
    public Forecast forecast(TenantId tenant, int months) {
        var horizon = new Horizon(today(), months);
        var facts = transactions.snapshot(c -> new PlanGathering(new OutlookReader(c, tenant), horizon.asOf()).facts());
        return Forecaster.of(facts, horizon);
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
