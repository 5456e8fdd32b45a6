package dev.throughline.processes.contractterms;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Payment;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command.CreateProject;
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
import dev.throughline.processes.contractterms.TermsState.GivenUp;
import dev.throughline.processes.contractterms.TermsState.Known;
import dev.throughline.processes.contractterms.TermsState.MakingProject;
import dev.throughline.processes.contractterms.TermsState.Ordering;
import dev.throughline.processes.contractterms.TermsState.Refused;
import dev.throughline.processes.contractterms.TermsState.Settled;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps in finance one order for all the terms of a contract, and bills what the customer states to have paid to date. Only where policy says that terms add up. One
 * instance for each contract, by its canonical id.
 */
public final class ContractTerms implements Process<TermsState> {
    public static final String TYPE = "contract-terms";

    private record Given(TermsState state, TermsStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<TermsState> stateType() {
        return TermsState.class;
    }

    @Override
    public TermsState initial(String key) {
        return new Settled(Known.NOTHING);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        if (!facts.policy(TermsPolicy.class).termsAddUp()) {
            return Set.of();
        }
        return switch (event) {
            case ObjectChanged changed when !FinancialAttributes.touchedBy(changed) -> Set.of();
            case ObjectChanged changed ->
                changed.after().stream()
                        .flatMap(object -> contracts(object, changed.ref(), facts))
                        .collect(Collectors.toUnmodifiableSet());
            case CommandSettled settled when TYPE.equals(settled.processType()) -> Set.of(settled.processKey());
            case CommandSettled settled ->
                settled.command() instanceof CreateProject made && settled.outcome() instanceof Outcome.Done
                        ? made.project().contract().stream().map(Ref::id).collect(Collectors.toUnmodifiableSet())
                        : Set.of();
            case TimerFired _ -> Set.of();
            case Asked asked ->
                switch (asked.request()) {
                    case Request.ActivateContract(var contract) -> Set.of(contract.id());
                    case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
                    default -> Set.of();
                };
        };
    }

    private static Stream<String> contracts(CanonicalObject object, Ref<?> ref, Facts facts) {
        return switch (object) {
            case Contract _ -> Stream.of(ref.id());
            case ContractVersion version -> Stream.of(version.contract().id());
            case Project project -> project.contract().stream().map(Ref::id);
            case Payment payment ->
                payment.reference().stream()
                        .flatMap(number -> facts.find(Contract.class, "Contract.number", number).stream())
                        .map(Stored::ref)
                        .map(Ref::id);
            default -> Stream.empty();
        };
    }

    @Override
    public Decision<TermsState> decide(String key, TermsState state, CanonicalEvent event, Facts facts) {
        var contract = new Ref<Contract>(key);
        return switch (new Given(state, TermsStep.of(event))) {
            case Given(Settled _, TermsStep.Look _), Given(Settled _, TermsStep.Retried _) ->
                advance(contract, state, facts);
            case Given(Refused _, TermsStep.Look _),
                    Given(Refused _, TermsStep.Retried _),
                    Given(GivenUp _, TermsStep.Retried _) ->
                advance(contract, state, facts).resolveAll();
            case Given(MakingProject _, TermsStep.Look _),
                    Given(Ordering _, TermsStep.Look _),
                    Given(MakingProject _, TermsStep.Retried _),
                    Given(Ordering _, TermsStep.Retried _) ->
                Decision.ignore(state, "a command is on its way; the terms are looked at again after its answer");
            case Given(GivenUp(var by, var _, var _), TermsStep.Look _) -> Decision.ignore(state, "given up by " + by);
            case Given(MakingProject making, TermsStep.Answered(var step))
            when making.awaited().equals(step) -> advance(contract, new Settled(making.known()), facts);
            case Given(Ordering ordering, TermsStep.Answered(var step))
            when ordering.awaited().equals(step) ->
                advance(contract, new Settled(ordering.known().ordered(ordering.order())), facts);
            case Given(MakingProject making, TermsStep.SaidNo no)
            when making.awaited().equals(no.step()) -> refused(contract, making.known(), no.said());
            case Given(Ordering ordering, TermsStep.SaidNo no)
            when ordering.awaited().equals(no.step()) -> refused(contract, ordering.known(), no.said());
            case Given(var _, TermsStep.Answered _), Given(var _, TermsStep.SaidNo _) ->
                Decision.ignore(state, "late answer to a step already left");
            case Given(GivenUp _, TermsStep.Stopped(var by, var _)) ->
                Decision.<TermsState>ignore(state, "given up by " + by).resolveAll();
            case Given(var _, TermsStep.Stopped(var by, var reason)) -> giveUp(contract, state, by, reason, facts);
            case Given(var _, TermsStep.Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Decision<TermsState> advance(Ref<Contract> contract, TermsState state, Facts facts) {
        return Terms.of(contract, facts)
                .map(terms -> new Advance(terms, facts).from(state.known()))
                .orElseGet(() ->
                        Decision.ignore(new Settled(state.known()), "contract, terms or project are not there yet"));
    }

    /** What finance has stays, or may still come, and somebody must hear of it. */
    private static Decision<TermsState> giveUp(
            Ref<Contract> contract, TermsState state, String by, String reason, Facts facts) {
        var given =
                Decision.<TermsState>to(new GivenUp(by, reason, state.known())).resolveAll();
        boolean half = state.known().ordered().isEmpty()
                && Terms.of(contract, facts)
                        .filter(terms ->
                                facts.existsIn(Role.ERP, terms.project().ref()))
                        .isPresent();
        boolean underWay = state instanceof MakingProject || state instanceof Ordering;
        return half || underWay
                ? given.raise(Problem.of(
                        "CONTRACT_HALF_SET_UP",
                        Problem.Owner.FINANCE_OPS,
                        contract,
                        "The terms of contract %s were given up by %s (%s) when half was done: finance may have its project, and not the order of all its terms"
                                .formatted(contract, by, reason),
                        "Retry to complete it; or end the project in finance by hand, then skip this once more"))
                : given;
    }

    private static Decision<TermsState> refused(Ref<Contract> contract, Known known, Outcome.Refused said) {
        return Decision.<TermsState>to(new Refused(known))
                .raise(Problem.of(
                        said.code(),
                        Problem.Owner.FINANCE_OPS,
                        contract,
                        "%s refused the terms of contract %s: %s".formatted(said.system(), contract, said.says()),
                        "Mend what it names, then retry; a change of the contract retries by itself"));
    }
}
