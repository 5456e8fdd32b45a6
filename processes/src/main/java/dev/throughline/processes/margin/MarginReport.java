package dev.throughline.processes.margin;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ReportMargin;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.publishing.Publisher;
import dev.throughline.processes.publishing.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Delivery and sales see margins as they were computed last; what has not changed is not told again. One instance for each project, by canonical id. */
public final class MarginReport extends Publisher {
    public static final String TYPE = "margin-report";

    public MarginReport() {
        super(TYPE);
    }

    @Override
    protected Set<String> keys(ObjectChanged changed, Facts facts) {
        return Set.of();
    }

    @Override
    protected Set<String> keys(Request.ReportMargin asked) {
        return Set.of(asked.project().id());
    }

    /** The figures come with the request; without one there is nothing new to tell. */
    @Override
    protected List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told) {
        if (!(event instanceof Asked asked) || !(asked.request() instanceof Request.ReportMargin margin)) {
            return List.of();
        }
        var policy = facts.policy(MarginPolicy.class);
        var project = new Ref<Project>(key);
        var wanted = new ArrayList<Wanted>();
        if (policy.toDelivery() && facts.existsIn(Role.PSA, project)) {
            wanted.add(told(Role.PSA, project, margin, facts));
        }
        facts.get(project)
                .flatMap(Project::opportunity)
                .filter(deal -> policy.toSales() && facts.existsIn(Role.CRM, deal))
                .ifPresent(deal -> wanted.add(told(Role.CRM, deal, margin, facts)));
        return wanted;
    }

    /** The day alone is no news. */
    private static Wanted told(Role role, Ref<?> subject, Request.ReportMargin margin, Facts facts) {
        var entity = facts.get(margin.project()).flatMap(Project::legalEntity);
        var command = new ReportMargin(
                role, subject, margin.asOf(), margin.sold(), margin.planned(), margin.realised(), entity);
        return Wanted.shown(command, "%s %s %s".formatted(margin.sold(), margin.planned(), margin.realised()));
    }

    @Override
    protected Problem.Owner owner(Command command) {
        return Problem.Owner.INTEGRATION;
    }
}
