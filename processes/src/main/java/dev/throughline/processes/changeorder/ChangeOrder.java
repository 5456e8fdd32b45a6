package dev.throughline.processes.changeorder;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.ActivateContract;
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
import dev.throughline.processes.changeorder.ChangeState.AwaitingApproval;
import dev.throughline.processes.changeorder.ChangeState.Carrying;
import dev.throughline.processes.changeorder.ChangeState.InForce;
import dev.throughline.processes.changeorder.ChangeState.Lacking;
import dev.throughline.processes.changeorder.ChangeState.NotCarried;
import dev.throughline.processes.changeorder.ChangeState.NotSetUp;
import dev.throughline.processes.changeorder.ChangeState.Refused;
import dev.throughline.processes.changeorder.ChangeState.Stage;
import dev.throughline.processes.changeorder.ChangeState.UndoRefused;
import dev.throughline.processes.changeorder.ChangeState.Undoing;
import dev.throughline.processes.changeorder.ChangeStep.Answered;
import dev.throughline.processes.changeorder.ChangeStep.Approved;
import dev.throughline.processes.changeorder.ChangeStep.Elsewhere;
import dev.throughline.processes.changeorder.ChangeStep.Looked;
import dev.throughline.processes.changeorder.ChangeStep.Retried;
import dev.throughline.processes.changeorder.ChangeStep.SaidNo;
import dev.throughline.processes.changeorder.ChangeStep.SetUp;
import dev.throughline.processes.changeorder.ChangeStep.Skipped;
import dev.throughline.processes.contractterms.TermsPolicy;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries each approved further version of a contract to delivery, finance and sales as one step: budget and dates, order, revenue forecast, and what became of it. One change at a
 * time, the newest first; what is half done is completed or undone. One instance for each contract, by its canonical id; steps and problems name the version.
 */
public final class ChangeOrder implements Process<ChangeState> {
    public static final String TYPE = "change-order";

    private record Given(ChangeState state, ChangeStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<ChangeState> stateType() {
        return ChangeState.class;
    }

    @Override
    public ChangeState initial(String key) {
        return new NotSetUp();
    }

    /** Where the versions of a contract are terms that add up, none of them changes another. */
    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        if (facts.policy(TermsPolicy.class).termsAddUp()) {
            return Set.of();
        }
        return switch (event) {
            case ObjectChanged changed when !FinancialAttributes.touchedBy(changed) -> Set.of();
            case ObjectChanged changed ->
                Stream.concat(changed.before().stream(), changed.after().stream())
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
            case Project project -> project.contract().stream().map(Ref::id);
            // A credit may bring what is billed below the value again.
            case Invoice invoice ->
                invoice.project().flatMap(facts::get).flatMap(Project::contract).stream()
                        .map(Ref::id);
            default -> Stream.empty();
        };
    }

    private static Set<String> concernedBy(CommandSettled settled) {
        if (TYPE.equals(settled.processType())) {
            return Set.of(settled.processKey());
        }
        return settled.command() instanceof ActivateContract set && settled.outcome() instanceof Outcome.Done
                ? Set.of(set.contractRef().id())
                : Set.of();
    }

    private static Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    @Override
    public Decision<ChangeState> decide(String key, ChangeState state, CanonicalEvent event, Facts facts) {
        var ref = new Ref<Contract>(key);
        var by = event instanceof Asked asked ? Optional.of(asked.by()) : Optional.<String>empty();
        return switch (new Given(state, ChangeStep.of(event))) {
            case Given(NotSetUp _, SetUp set) -> setUp(ref, set, facts);
            case Given(NotSetUp _, Looked _), Given(NotSetUp _, Retried _) ->
                Decision.ignore(state, "finance has not the contract yet; its newest version is set up with it");
            case Given(InForce(var standing), Looked _) ->
                moves(ref, state, standing, by, facts).look(Optional.empty());
            case Given(InForce(var standing), Retried _) ->
                moves(ref, state, standing, by, facts).look(Optional.empty());
            case Given(Lacking(var standing, var _), Looked _) ->
                moves(ref, state, standing, by, facts).look(Optional.empty());
            case Given(Lacking(var standing, var _), Retried _) ->
                moves(ref, state, standing, by, facts).look(Optional.empty());
            case Given(Lacking(var standing, var _), Skipped skip) ->
                drop(moves(ref, state, standing, by, facts), skip);
            case Given(AwaitingApproval(var standing, var change, var _), Looked _) ->
                moves(ref, state, standing, by, facts).look(Optional.of(change.wanted()));
            case Given(AwaitingApproval(var standing, var _, var _), Approved(var who, var what)) ->
                moves(ref, state, standing, by, facts).approve(who, what, Optional.empty());
            case Given(AwaitingApproval(var standing, var change, var _), Skipped skip) ->
                moves(ref, state, standing, by, facts).giveUp(change.wanted(), says(skip));
            case Given(AwaitingApproval _, Retried _) ->
                Decision.ignore(state, "it waits for approval, not for a retry");
            case Given(Carrying(var standing, var change, var stage, var awaited), Answered(var step))
            when awaited.equals(step) -> carry(ref, standing, facts).done(change, stage);
            case Given(Carrying(var standing, var change, var stage, var awaited), SaidNo no)
            when awaited.equals(no.step()) -> carry(ref, standing, facts).refused(change, stage, no);
            case Given(Refused(var standing, var change, var _), Looked _) ->
                moves(ref, state, standing, by, facts).replace(change);
            case Given(Refused(var standing, var change, var _), Approved(var who, var what)) ->
                moves(ref, state, standing, by, facts).approve(who, what, Optional.of(change.wanted()));
            case Given(Refused(var standing, var change, var stage), Retried _) ->
                carry(ref, standing, facts).send(change, stage).resolveAll();
            case Given(Refused refused, Skipped skip) -> stop(ref, refused, skip, by, facts);
            case Given(Undoing(var standing, var change, var stage, var awaited, var stays), Answered(var step))
            when awaited.equals(step) -> carry(ref, standing, facts).doneBack(change, stage, stays);
            case Given(Undoing(var standing, var change, var stage, var awaited, var stays), SaidNo no)
            when awaited.equals(no.step()) -> carry(ref, standing, facts).backRefused(change, stage, no, stays);
            case Given(UndoRefused(var standing, var change, var _, var _), Looked _) ->
                moves(ref, state, standing, by, facts).replace(change);
            case Given(UndoRefused(var standing, var change, var _, var _), Approved(var who, var what)) ->
                moves(ref, state, standing, by, facts).approve(who, what, Optional.of(change.wanted()));
            case Given(UndoRefused(var standing, var change, var stage, var stays), Retried _) ->
                carry(ref, standing, facts).back(change, stage, stays).resolveAll();
            case Given(UndoRefused(var standing, var change, var stage, var _), Skipped _) ->
                carry(ref, standing, facts)
                        .doneBack(change, stage, Optional.empty())
                        .resolveAll();
            case Given(NotCarried(var standing, var wanted, var _), Looked _) ->
                moves(ref, state, standing, by, facts).look(Optional.of(wanted));
            case Given(NotCarried(var standing, var _, var _), Retried _) ->
                moves(ref, state, standing, by, facts).look(Optional.empty());
            case Given(NotCarried _, Skipped _) ->
                Decision.<ChangeState>ignore(state, "no system holds it").resolveAll();
            case Given(Carrying _, Looked _), Given(Undoing _, Looked _) ->
                Decision.ignore(state, "a command is on its way; the contract is looked at again after its answer");
            case Given(Carrying _, Retried _),
                    Given(Undoing _, Retried _),
                    Given(Carrying _, Skipped _),
                    Given(Undoing _, Skipped _) ->
                Decision.ignore(state, "a command is on its way; its answer is awaited");
            case Given(NotSetUp _, Skipped _), Given(InForce _, Skipped _) ->
                Decision.ignore(state, "no change is under way");
            case Given(NotSetUp _, Approved _),
                    Given(InForce _, Approved _),
                    Given(Lacking _, Approved _),
                    Given(Carrying _, Approved _),
                    Given(Undoing _, Approved _),
                    Given(NotCarried _, Approved _) -> Decision.ignore(state, "nothing waits for approval");
            case Given(var _, SetUp _) -> Decision.ignore(state, "finance has the contract already");
            case Given(var _, Answered _), Given(var _, SaidNo _) ->
                Decision.ignore(state, "late answer to a step already left");
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Moves moves(
            Ref<Contract> ref, ChangeState state, Standing standing, Optional<String> by, Facts facts) {
        return new Moves(ref, state, standing, by, facts);
    }

    private static Carry carry(Ref<Contract> ref, Standing standing, Facts facts) {
        return new Carry(ref, standing, facts);
    }

    /** Delivery has its project since the deal was won: if the contract was changed before finance had it, delivery must still hear of that. */
    private static Decision<ChangeState> setUp(Ref<Contract> ref, SetUp set, Facts facts) {
        var now = new Agreed(set.version(), set.body());
        var sold = Contracted.of(ref, facts).flatMap(known -> known.before(now));
        var standing = Standing.all(sold.orElse(now), 0).ordered(now.ref());
        return moves(ref, new InForce(standing), standing, Optional.empty(), facts)
                .look(Optional.empty());
    }

    private static Decision<ChangeState> drop(Moves moves, Skipped skip) {
        return moves.newest()
                .map(wanted -> moves.giveUp(wanted, says(skip)))
                .orElseGet(() ->
                        Decision.<ChangeState>to(new InForce(moves.standing())).resolveAll());
    }

    /** A person does not want it any longer: what is half done is undone. Only when nothing but the report to sales is missing, it stands. */
    private static Decision<ChangeState> stop(
            Ref<Contract> ref, Refused refused, Skipped skip, Optional<String> by, Facts facts) {
        var standing = refused.standing();
        if (refused.stage() == Stage.SALES) {
            return carry(ref, standing, facts).done(refused.change(), Stage.SALES);
        }
        return standing.whole()
                ? moves(ref, refused, standing, by, facts)
                        .giveUp(refused.change().wanted(), says(skip))
                : carry(ref, standing, facts)
                        .undo(refused.change(), Optional.empty())
                        .resolveAll();
    }

    private static String says(Skipped skip) {
        return "given up by %s: %s".formatted(skip.by(), skip.reason());
    }
}
