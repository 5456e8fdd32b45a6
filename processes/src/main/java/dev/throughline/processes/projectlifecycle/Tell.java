package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ReportProject;
import dev.throughline.model.command.Command.ReviseForecast;
import dev.throughline.model.command.Command.SetOrderStage;
import dev.throughline.model.command.Command.SetProjectStage;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.projectlifecycle.LifecycleState.Place;
import dev.throughline.processes.projectlifecycle.LifecycleState.Refused;
import dev.throughline.processes.projectlifecycle.LifecycleState.Settled;
import dev.throughline.processes.projectlifecycle.LifecycleState.Telling;
import dev.throughline.processes.projectlifecycle.LifecycleStep.SaidNo;
import java.util.Locale;
import java.util.Optional;

/** Tells the systems where a project stands. Every command says the whole of it, so that a repeat, or a later move in its place, leaves no half. */
record Tell(Ref<Project> ref, LifecycleState state, Known known, Facts facts) {
    /** The next that has the project and does not know, or rest. @param otherwise why nothing follows, should nothing follow */
    Decision<LifecycleState> further(String otherwise) {
        for (var place : Place.values()) {
            var command = command(place);
            if (command.isPresent()) {
                var next = known.again();
                var step = "%s-%s-%d".formatted(word(known.stage()), word(place), next.attempts());
                return Decision.<LifecycleState>to(new Telling(next, place, step))
                        .send(step, command.get());
            }
        }
        var settled = new Settled(known);
        return settled.equals(state) ? Decision.ignore(state, otherwise) : Decision.to(settled);
    }

    Decision<LifecycleState> refused(Place place, SaidNo no) {
        return Decision.<LifecycleState>to(new Refused(known, place))
                .raise(LifecycleProblems.refused(ref, known, place, no));
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty where it is known already, is none of the system's business, or the system has nothing to show it by. */
    private Optional<Command> command(Place place) {
        var project = facts.get(ref);
        if (project.isEmpty() || place != Place.ORDER && known.told().contains(place)) {
            return Optional.empty();
        }
        var policy = facts.policy(LifecyclePolicy.class);
        return switch (place) {
            case DELIVERY -> policy.tellDelivery() ? stage(Role.PSA, project.get()) : Optional.empty();
            case FINANCE -> policy.tellFinance() ? stage(Role.ERP, project.get()) : Optional.empty();
            case ORDER -> policy.tellFinance() ? order() : Optional.empty();
            case SALES -> policy.tellSales() ? sales(project.get()) : Optional.empty();
            case FORECAST -> policy.tellFinance() ? forecast(project.get()) : Optional.empty();
        };
    }

    private Optional<Command> stage(Role target, Project project) {
        return facts.existsIn(target, ref) && known.since().isPresent()
                ? Optional.of(new SetProjectStage(
                        target, ref, known.stage(), known.since().get(), known.reason(), project.legalEntity()))
                : Optional.empty();
    }

    /** An order that other projects share goes on. */
    private Optional<Command> order() {
        var contracted = new Contracted(ref, facts);
        boolean ends = known.over() && contracted.alone();
        if (ends == known.ended() || known.since().isEmpty()) {
            return Optional.empty();
        }
        return contracted
                .order()
                .map(order -> new SetOrderStage(
                        order.version().ref(),
                        order.contract().ref(),
                        order.contract().body(),
                        order.version().body(),
                        ends ? known.stage() : Stage.OPEN,
                        known.since().get(),
                        known.reason()));
    }

    private Optional<Command> sales(Project project) {
        Optional<Ref<Opportunity>> deal = project.opportunity().filter(one -> facts.existsIn(Role.CRM, one));
        var customer = project.customer().or(() -> new Contracted(ref, facts).customer());
        return deal.flatMap(one ->
                customer.map(payer -> new ReportProject(one, ref, shown(project), payer, project.legalEntity())));
    }

    /** Sales reads delivery's word for a project that goes on. */
    private String shown(Project project) {
        return switch (known.stage()) {
            case OPEN ->
                project.status() == Project.Status.PLANNED
                        ? Project.Status.PLANNED.name()
                        : Project.Status.ACTIVE.name();
            case ON_HOLD, CANCELLED, CLOSED -> known.stage().name();
        };
    }

    /** The value is that of the contract, whatever delivery's budget says. */
    private Optional<Command> forecast(Project project) {
        var contracted = new Contracted(ref, facts);
        return facts.existsIn(Role.ERP, ref)
                ? contracted
                        .newest()
                        .map(version -> new ReviseForecast(
                                ref,
                                contracted.contract().orElseThrow().body().number(),
                                version.number(),
                                version.value(),
                                version.value()
                                        .minus(contracted.billed(version.value().getCurrencyUnit())),
                                project.startsOn(),
                                project.endsOn(),
                                project.legalEntity()))
                : Optional.empty();
    }
}
