package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.command.Command.CreateProject;
import dev.throughline.model.command.Command.EnsureErpProject;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.FinancialAttributes;
import dev.throughline.processes.Process;
import dev.throughline.processes.projectlifecycle.LifecycleState.AwaitingApproval;
import dev.throughline.processes.projectlifecycle.LifecycleState.Barred;
import dev.throughline.processes.projectlifecycle.LifecycleState.Refused;
import dev.throughline.processes.projectlifecycle.LifecycleState.Settled;
import dev.throughline.processes.projectlifecycle.LifecycleState.Telling;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Answered;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Approved;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Elsewhere;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Looked;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Retried;
import dev.throughline.processes.projectlifecycle.LifecycleStep.SaidNo;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Seen;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Skipped;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Wished;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds, releases, cancels, closes and reopens a project, asked for here or seen in delivery, and records its baselines. What bills is decided at once and kept with the project
 * ({@link Lifecycle}); delivery, finance and sales are told one after the other. One instance for each project, by its canonical id.
 */
public final class ProjectLifecycle implements Process<LifecycleState> {
    public static final String TYPE = "project-lifecycle";

    private record Given(LifecycleState state, LifecycleStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<LifecycleState> stateType() {
        return LifecycleState.class;
    }

    @Override
    public LifecycleState initial(String key) {
        return new Settled(Known.NOTHING);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed -> concernedBy(changed, facts);
            case CommandSettled settled -> concernedBy(settled, facts);
            case TimerFired fired -> TYPE.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
            case Asked asked -> concernedBy(asked.request());
        };
    }

    private static Set<String> concernedBy(ObjectChanged changed, Facts facts) {
        return switch (changed.type()) {
            case PROJECT ->
                FinancialAttributes.touchedBy(changed) ? Set.of(changed.ref().id()) : Set.of();
            case MILESTONE, INVOICE ->
                Stream.concat(changed.before().stream(), changed.after().stream())
                        .flatMap(ProjectLifecycle::project)
                        .filter(project -> waits(project, facts))
                        .map(Ref::id)
                        .collect(Collectors.toUnmodifiableSet());
            default -> Set.of();
        };
    }

    private static Stream<Ref<Project>> project(CanonicalObject object) {
        return switch (object) {
            case Milestone milestone -> Stream.of(milestone.project());
            case Invoice invoice -> invoice.project().stream();
            default -> Stream.empty();
        };
    }

    private static boolean waits(Ref<Project> project, Facts facts) {
        return !facts.heldBecauseOf(TYPE, project).isEmpty();
    }

    /** What others made of the project may come after it was cancelled: then it hears of that too. */
    private static Set<String> concernedBy(CommandSettled settled, Facts facts) {
        if (TYPE.equals(settled.processType())) {
            return Set.of(settled.processKey());
        }
        if (!(settled.outcome() instanceof Outcome.Done)) {
            return Set.of();
        }
        return switch (settled.command()) {
            case PostInvoice posted
            when waits(posted.project(), facts) -> Set.of(posted.project().id());
            case CreateProject made
            when stopped(made.subject(), facts) -> Set.of(made.subject().id());
            case EnsureErpProject made
            when stopped(made.subject(), facts) -> Set.of(made.subject().id());
            case ActivateContract set
            when stopped(set.project(), facts) -> Set.of(set.project().id());
            default -> Set.of();
        };
    }

    private static boolean stopped(Ref<Project> project, Facts facts) {
        return facts.get(project)
                .filter(known -> known.stage() != Lifecycle.Stage.OPEN)
                .isPresent();
    }

    private static Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.OfLifecycle asked -> Set.of(asked.project().id());
            case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    @Override
    public Decision<LifecycleState> decide(String key, LifecycleState state, CanonicalEvent event, Facts facts) {
        var moves =
                new Moves(new Ref<>(key), state, state.known(), event.header().at(), facts);
        var telling = moves.telling(state.known());
        return switch (new Given(state, LifecycleStep.of(event))) {
            case Given(var _, Seen seen) -> moves.seen(seen);
            case Given(var _, Wished(var wish)) -> moves.wish(wish);
            case Given(AwaitingApproval(var _, var wish), Approved(var by, var what)) -> moves.approve(wish, what, by);
            case Given(AwaitingApproval _, Skipped _), Given(Barred _, Skipped _) -> moves.drop();
            case Given(AwaitingApproval _, Looked _), Given(AwaitingApproval _, Retried _) ->
                Decision.ignore(state, "it waits for the approval of a second person");
            case Given(Barred(var _, var wish, var _), Looked _) -> moves.wish(wish);
            case Given(Barred(var _, var wish, var _), Retried _) -> moves.wish(wish);
            case Given(Settled _, Looked _), Given(Settled _, Retried _) -> telling.further("everybody knows it");
            case Given(Settled _, Skipped _) ->
                Decision.<LifecycleState>ignore(state, "nothing is on its way").resolveAll();
            case Given(Telling(var known, var place, var awaited), Answered(var step))
            when awaited.equals(step) -> moves.telling(known.told(place)).further("");
            case Given(Telling(var _, var place, var awaited), SaidNo no)
            when awaited.equals(no.step()) -> telling.refused(place, no);
            case Given(Refused _, Retried _) -> telling.further("").resolveAll();
            case Given(Refused(var known, var place), Skipped _) ->
                moves.telling(known.told(place)).further("").resolveAll();
            case Given(Refused _, Looked _) -> Decision.ignore(state, "a retry tells it again");
            case Given(Telling _, Looked _), Given(Telling _, Retried _), Given(Telling _, Skipped _) ->
                Decision.ignore(state, "a command is on its way; its answer is awaited");
            case Given(var _, Approved _) -> Decision.ignore(state, "nothing waits for approval");
            case Given(var _, Answered _), Given(var _, SaidNo _) ->
                Decision.ignore(state, "late answer to a step already left");
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }
}
