package dev.throughline.processes.financialfeedback;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ReportRevenue;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.publishing.Publisher;
import dev.throughline.processes.publishing.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/** Sales and delivery see how much of what was billed finance has recognised, and how much it defers. One instance for each project, by canonical id. */
public final class RevenueFeedback extends Publisher {
    public static final String TYPE = "revenue-feedback";

    public RevenueFeedback() {
        super(TYPE);
    }

    @Override
    protected Set<String> keys(ObjectChanged changed, Facts facts) {
        if (changed.type() != CanonicalType.REVENUE_SCHEDULE) {
            return Set.of();
        }
        return Stream.concat(changed.before().stream(), changed.after().stream())
                .flatMap(one -> project((RevenueSchedule) one, facts).stream())
                .map(Ref::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Finance may not say which project it is for; then the lines on the invoice do. */
    private static Optional<Ref<Project>> project(RevenueSchedule schedule, Facts facts) {
        return schedule.project()
                .or(() -> schedule.invoice()
                        .flatMap(invoice -> facts.linesOn(invoice).stream().findFirst())
                        .map(line -> line.line().project()));
    }

    @Override
    protected List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told) {
        var policy = facts.policy(FeedbackPolicy.class);
        var ref = new Ref<Project>(key);
        var project = facts.get(ref);
        var wanted = new ArrayList<Wanted>();
        if (policy.revenueToDelivery() && facts.existsIn(Role.PSA, ref)) {
            report(Role.PSA, ref, List.of(ref), project, facts).ifPresent(wanted::add);
        }
        var deal = project.flatMap(Project::opportunity).filter(one -> facts.existsIn(Role.CRM, one));
        if (policy.revenueToSales() && deal.isPresent()) {
            var projects = facts
                    .find(Project.class, "Project.opportunity", deal.get().id())
                    .stream()
                    .map(Stored::ref)
                    .toList();
            report(Role.CRM, deal.get(), projects, project, facts).ifPresent(wanted::add);
        }
        return wanted;
    }

    private static Optional<Wanted> report(
            Role target, Ref<?> subject, List<Ref<Project>> projects, Optional<Project> project, Facts facts) {
        var schedules = projects.stream()
                .flatMap(one -> facts.find(RevenueSchedule.class, "RevenueSchedule.project", one.id()).stream())
                .map(Stored::body)
                .toList();
        return currency(project, schedules)
                .flatMap(currency -> RevenueSums.of(schedules, currency))
                .map(sums -> new ReportRevenue(
                        target,
                        subject,
                        sums.status(),
                        sums.billed(),
                        sums.recognised(),
                        sums.deferred(),
                        project.flatMap(Project::legalEntity)))
                .map(Wanted::of);
    }

    private static Optional<CurrencyUnit> currency(Optional<Project> project, List<RevenueSchedule> schedules) {
        return project.flatMap(Project::currency)
                .or(() -> schedules.stream()
                        .findFirst()
                        .map(one -> one.recognised().getCurrencyUnit()));
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return Problem.Owner.INTEGRATION;
    }
}
