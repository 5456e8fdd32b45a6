package dev.throughline.processes.contractactivation;

import dev.throughline.model.Assignment;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.command.Command.CreateProject;
import dev.throughline.model.command.Command.EnsureErpProject;
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
import dev.throughline.processes.Problem;
import dev.throughline.processes.Process;
import dev.throughline.processes.contractactivation.ActivationState.Activating;
import dev.throughline.processes.contractactivation.ActivationState.Active;
import dev.throughline.processes.contractactivation.ActivationState.AwaitingApproval;
import dev.throughline.processes.contractactivation.ActivationState.CreatingProject;
import dev.throughline.processes.contractactivation.ActivationState.GivenUp;
import dev.throughline.processes.contractactivation.ActivationState.Refused;
import dev.throughline.processes.contractactivation.ActivationState.Waiting;
import dev.throughline.processes.contractactivation.ActivationStep.Abandoned;
import dev.throughline.processes.contractactivation.ActivationStep.Answered;
import dev.throughline.processes.contractactivation.ActivationStep.Approved;
import dev.throughline.processes.contractactivation.ActivationStep.Changed;
import dev.throughline.processes.contractactivation.ActivationStep.Elsewhere;
import dev.throughline.processes.contractactivation.ActivationStep.Retried;
import dev.throughline.processes.contractactivation.ActivationStep.SaidNo;
import dev.throughline.processes.contractactivation.ActivationStep.Skipped;
import dev.throughline.processes.contractactivation.ActivationStep.Staffed;
import dev.throughline.processes.contractactivation.Readiness.NotYet;
import dev.throughline.processes.contractactivation.Readiness.Ready;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An approved contract whose project delivery has is set up in finance: the project with its dimensions, then the version's value, billing schedule and revenue treatment.
 * What is approved later is a change order, and no matter of this workflow. One instance for each contract, by its canonical id.
 */
public final class ContractActivation implements Process<ActivationState> {
    public static final String TYPE = "contract-activation";

    private record Given(ActivationState state, ActivationStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<ActivationState> stateType() {
        return ActivationState.class;
    }

    @Override
    public ActivationState initial(String key) {
        return new Waiting(0);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed when !FinancialAttributes.touchedBy(changed) -> Set.of();
            case ObjectChanged changed ->
                changed.after().stream()
                        .flatMap(object -> contracts(object, changed.ref(), facts))
                        .collect(Collectors.toUnmodifiableSet());
            case CommandSettled settled -> concernedBy(settled);
            case TimerFired fired -> TYPE.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
            case Asked asked -> concernedBy(asked.request());
        };
    }

    private static Stream<String> contracts(CanonicalObject object, Ref<?> ref, Facts facts) {
        return switch (object) {
            case Contract _ -> Stream.of(ref.id());
            case ContractVersion version -> Stream.of(version.contract().id());
            case Project project -> contract(project, facts);
            case Assignment assignment -> contract(assignment.project(), facts);
            case Milestone milestone
            when milestone.status() == Milestone.Status.APPROVED -> contract(milestone.project(), facts);
            default -> Stream.empty();
        };
    }

    private static Stream<String> contract(Ref<Project> project, Facts facts) {
        return facts.get(project).stream().flatMap(known -> contract(known, facts));
    }

    /** A project that names no contract has that of its deal. */
    private static Stream<String> contract(Project project, Facts facts) {
        return project.contract().isPresent()
                ? project.contract().stream().map(Ref::id)
                : project.opportunity().stream()
                        .flatMap(deal -> facts.find(Contract.class, "Contract.opportunity", deal.id()).stream())
                        .map(contract -> contract.ref().id());
    }

    private static Set<String> concernedBy(CommandSettled settled) {
        if (TYPE.equals(settled.processType())) {
            return Set.of(settled.processKey());
        }
        return settled.command() instanceof CreateProject made && settled.outcome() instanceof Outcome.Done
                ? made.project().contract().stream().map(Ref::id).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.ActivateContract(var contract) -> Set.of(contract.id());
            case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    @Override
    public Decision<ActivationState> decide(String key, ActivationState state, CanonicalEvent event, Facts facts) {
        var ref = new Ref<Contract>(key);
        var gate = new Gate(ref, state, event instanceof Asked asked ? Set.of(asked.by()) : Set.of(), facts);
        return switch (new Given(state, ActivationStep.of(event))) {
            case Given(Waiting _, Changed _),
                    Given(Waiting _, Staffed _),
                    Given(Waiting _, Retried _),
                    Given(Refused _, Changed _),
                    Given(Refused _, Retried _),
                    Given(AwaitingApproval _, Changed _),
                    Given(AwaitingApproval _, Staffed _),
                    Given(GivenUp _, Retried _) -> begin(ref, state, gate, facts);
            case Given(AwaitingApproval waiting, Approved(var who, var what)) ->
                approve(ref, waiting, gate, who, what, facts);
            case Given(AwaitingApproval _, Retried _) ->
                Decision.ignore(state, "it waits for approval, not for a retry");
            case Given(AwaitingApproval _, Skipped(var by, var reason)) -> giveUp(ref, state, facts, by, reason);
            case Given(var _, Approved _) -> Decision.ignore(state, "nothing waits for approval");
            case Given(Refused _, Staffed _) ->
                Decision.ignore(state, "what finance refused is not mended by people and milestones");
            case Given(CreatingProject _, Staffed _), Given(Activating _, Staffed _), Given(Active _, Staffed _) ->
                Decision.ignore(state, "it waits for nobody");
            case Given(GivenUp(var by, var _, var _), Staffed _) -> Decision.ignore(state, "given up by " + by);
            case Given(CreatingProject _, Changed _), Given(Activating _, Changed _) ->
                Decision.ignore(state, "a command is on its way; the contract is looked at again after its answer");
            case Given(CreatingProject _, Retried _), Given(Activating _, Retried _) ->
                Decision.ignore(state, "a command is on its way; its answer is awaited");
            case Given(Active _, Changed _), Given(Active _, Retried _) ->
                Decision.ignore(state, "finance has the contract; later versions are change orders");
            case Given(GivenUp(var by, var _, var _), Changed _) -> Decision.ignore(state, "given up by " + by);
            case Given(CreatingProject making, Answered(var step))
            when making.awaited().equals(step) -> activate(ref, making, gate, facts);
            case Given(Activating making, Answered(var step))
            when making.awaited().equals(step) -> Decision.to(new Active(making.version(), state.attempts()));
            case Given(CreatingProject making, SaidNo no)
            when making.awaited().equals(no.step()) -> refused(ref, making.version(), state, no);
            case Given(Activating making, SaidNo no)
            when making.awaited().equals(no.step()) -> refused(ref, making.version(), state, no);
            case Given(CreatingProject making, Abandoned no)
            when making.awaited().equals(no.step()) ->
                giveUp(ref, new Refused(making.version(), state.attempts()), facts, no.by(), no.reason());
            case Given(Activating making, Abandoned no)
            when making.awaited().equals(no.step()) ->
                giveUp(ref, new Refused(making.version(), state.attempts()), facts, no.by(), no.reason());
            case Given(var _, Answered _), Given(var _, SaidNo _), Given(var _, Abandoned _) ->
                Decision.ignore(state, "late answer to a step already left");
            case Given(Waiting _, Skipped(var by, var reason)) -> giveUp(ref, state, facts, by, reason);
            case Given(CreatingProject _, Skipped(var by, var reason)) -> giveUp(ref, state, facts, by, reason);
            case Given(Activating _, Skipped(var by, var reason)) -> giveUp(ref, state, facts, by, reason);
            case Given(Refused _, Skipped(var by, var reason)) -> giveUp(ref, state, facts, by, reason);
            case Given(Active _, Skipped _) -> Decision.ignore(state, "finance has the contract");
            case Given(GivenUp(var by, var _, var _), Skipped _) ->
                Decision.<ActivationState>ignore(state, "given up by " + by).resolveAll();
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Decision<ActivationState> begin(Ref<Contract> ref, ActivationState state, Gate gate, Facts facts) {
        return switch (Readiness.of(ref, facts)) {
            case NotYet(var waitsFor) ->
                state instanceof AwaitingApproval
                        ? waitAgain(ref, state, waitsFor, facts).resolveAll()
                        : Decision.ignore(state, waitsFor);
            case Ready ready ->
                gate.shut(ready)
                        ? gate.wait(ready)
                        : send(ref, state, ready, true).resolveAll();
        };
    }

    private static Decision<ActivationState> approve(
            Ref<Contract> ref, AwaitingApproval waiting, Gate gate, String who, String what, Facts facts) {
        return switch (Readiness.of(ref, facts)) {
            case NotYet(var waitsFor) ->
                waitAgain(ref, waiting, waitsFor, facts).resolveAll();
            case Ready ready ->
                gate.denied(ready, waiting.checkpoint(), who, what)
                        .orElseGet(() -> send(ref, waiting, ready, true).resolveAll());
        };
    }

    /** A version that came while finance made the project may need an approval that the one before did not. */
    private static Decision<ActivationState> activate(
            Ref<Contract> ref, CreatingProject making, Gate gate, Facts facts) {
        return switch (Readiness.of(ref, facts)) {
            case NotYet(var waitsFor) -> waitAgain(ref, making, waitsFor, facts);
            case Ready ready -> gate.shut(ready) ? gate.wait(ready) : send(ref, making, ready, false);
        };
    }

    /** What was there a moment ago has gone: it is waited for again, and finance's half is told. */
    private static Decision<ActivationState> waitAgain(
            Ref<Contract> ref, ActivationState state, String waitsFor, Facts facts) {
        var waiting = new Waiting(state.attempts());
        return Decision.<ActivationState>ignore(waiting, waitsFor)
                .raise(half(ref, waiting, facts).stream()
                        .map(half -> halfDone(ref, "stopped, since " + waitsFor, half))
                        .toList());
    }

    private static Decision<ActivationState> send(
            Ref<Contract> ref, ActivationState state, Ready ready, boolean projectFirst) {
        int attempt = state.attempts() + 1;
        var version = ready.version().ref();
        var project = ready.project();
        if (projectFirst) {
            var step = "project-in-finance-" + attempt;
            return Decision.<ActivationState>to(new CreatingProject(version, project.ref(), step, attempt))
                    .send(step, ensureProject(ready));
        }
        var step = "activate-" + attempt;
        return Decision.<ActivationState>to(new Activating(version, project.ref(), step, attempt))
                .send(
                        step,
                        new ActivateContract(
                                version,
                                ref,
                                ready.contract(),
                                ready.version().body(),
                                project.ref(),
                                ready.treatment()));
    }

    private static Command ensureProject(Ready ready) {
        return new EnsureErpProject(
                ready.project().ref(),
                ready.project().body(),
                ready.contract().customer(),
                Optional.of(ready.contract().legalEntity()));
    }

    private static Decision<ActivationState> refused(
            Ref<Contract> ref, Ref<ContractVersion> version, ActivationState state, SaidNo no) {
        return Decision.<ActivationState>to(new Refused(version, state.attempts()))
                .raise(Problem.of(
                        no.said().code(),
                        Problem.Owner.FINANCE_OPS,
                        ref,
                        "%s refused to set up contract %s: %s"
                                .formatted(no.said().system(), ref, no.said().says()),
                        "Mend what it names, then retry; a change of the contract retries by itself"));
    }

    /** Nothing more is sent. What finance has stays, or may still come, and somebody must hear of it. */
    private static Decision<ActivationState> giveUp(
            Ref<Contract> ref, ActivationState state, Facts facts, String by, String reason) {
        var given = Decision.<ActivationState>to(new GivenUp(by, reason, state.attempts()))
                .resolveAll();
        return half(ref, state, facts)
                .map(half -> given.raise(halfDone(ref, "given up by %s: %s".formatted(by, reason), half)))
                .orElse(given);
    }

    private static Optional<String> half(Ref<Contract> ref, ActivationState state, Facts facts) {
        return switch (state) {
            case CreatingProject making ->
                Optional.of(
                        "project %s may still be made in finance, and its order is not".formatted(making.project()));
            case Activating making ->
                Optional.of("finance has project %s, and its order may still be made".formatted(making.project()));
            case Waiting _, Refused _, AwaitingApproval _ ->
                facts.find(Project.class, "Project.contract", ref.id()).stream()
                        .filter(project -> facts.existsIn(Role.ERP, project.ref()))
                        .findFirst()
                        .map(project ->
                                "finance has project %s, but no order of the contract".formatted(project.ref()));
            case Active _, GivenUp _ -> Optional.empty();
        };
    }

    private static Problem halfDone(Ref<Contract> ref, String how, String half) {
        return Problem.of(
                "CONTRACT_HALF_SET_UP",
                Problem.Owner.FINANCE_OPS,
                ref,
                "Contract %s was %s, when half of it was set up: %s".formatted(ref, how, half),
                "Retry to complete it; or end the project in finance by hand, then skip this once more");
    }
}
