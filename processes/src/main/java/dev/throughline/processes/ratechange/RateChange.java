package dev.throughline.processes.ratechange;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.Process;
import dev.throughline.processes.policy.Checkpoint;
import dev.throughline.processes.ratechange.RateState.AwaitingApproval;
import dev.throughline.processes.ratechange.RateState.InForce;
import dev.throughline.processes.ratechange.RateState.Unseen;
import dev.throughline.processes.ratechange.RateStep.Approved;
import dev.throughline.processes.ratechange.RateStep.Changed;
import dev.throughline.processes.ratechange.RateStep.Elsewhere;
import dev.throughline.processes.ratechange.RateStep.Gone;
import dev.throughline.processes.ratechange.RateStep.Retried;
import dev.throughline.processes.ratechange.RateStep.Skipped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A rate card that was changed beyond the limit of policy {@link RateApproval} prices nothing until a second person says yes, or it is set back. One instance for each card, by its
 * canonical id. Billing asks whether a card waits here ({@link #waits}), and goes on when this workflow's timer {@link #RELEASED} fires: a moment later, so that it sees the problem closed.
 */
public final class RateChange implements Process<RateState> {
    public static final String TYPE = "rate-change";
    public static final String RELEASED = "released";
    static final String NEEDS_APPROVAL = "RATE_CHANGE_NEEDS_APPROVAL";

    private record Given(RateState state, RateStep step) {}

    /** Whether the card's prices may not bill yet. */
    public static boolean waits(Ref<RateCard> card, Facts facts) {
        return facts.policy(RateApproval.class).abovePercent().isPresent()
                && !facts.heldBecauseOf(TYPE, card).isEmpty();
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<RateState> stateType() {
        return RateState.class;
    }

    @Override
    public RateState initial(String key) {
        return new Unseen();
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed ->
                changed.type() == CanonicalType.RATE_CARD
                                && facts.policy(RateApproval.class)
                                        .abovePercent()
                                        .isPresent()
                        ? Set.of(changed.ref().id())
                        : Set.of();
            case CommandSettled _, TimerFired _ -> Set.of();
            case Asked asked ->
                asked.request() instanceof Request.OfInstance one && one.isOf(TYPE)
                        ? Set.of(one.processKey())
                        : Set.of();
        };
    }

    @Override
    public Decision<RateState> decide(String key, RateState state, CanonicalEvent event, Facts facts) {
        var ref = new Ref<RateCard>(key);
        return switch (new Given(state, RateStep.of(event))) {
            case Given(Unseen _, Changed changed) ->
                judge(ref, state, changed.before().orElse(changed.now()), changed, facts);
            case Given(InForce(var card), Changed changed) -> judge(ref, state, card, changed, facts);
            case Given(AwaitingApproval(var approved, var _), Changed changed) ->
                judge(ref, state, approved, changed, facts);
            case Given(AwaitingApproval waiting, Approved approved) -> approve(ref, waiting, approved, facts);
            case Given(AwaitingApproval _, Retried _) ->
                Decision.ignore(state, "it waits for approval, not for a retry");
            case Given(AwaitingApproval(var _, var checkpoint), Skipped _) ->
                Decision.<RateState>ignore(state, "prices bill once they are approved or set back")
                        .raise(problem(ref, checkpoint, "it cannot be skipped, only approved or set back"));
            case Given(Unseen _, Gone _) -> Decision.ignore(state, "nothing is known of it");
            case Given(InForce _, Gone _), Given(AwaitingApproval _, Gone _) ->
                Decision.<RateState>to(new Unseen()).resolveAll();
            case Given(var _, Approved _), Given(var _, Retried _), Given(var _, Skipped _) ->
                Decision.ignore(state, "nothing waits for approval");
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Decision<RateState> judge(
            Ref<RateCard> ref, RateState state, RateCard approved, Changed changed, Facts facts) {
        var beyond = facts.policy(RateApproval.class).beyond(approved, changed.now());
        if (beyond.isEmpty()) {
            return release(state, changed.now(), changed.at());
        }
        var what = "%s as of %s".formatted(changed.now().code(), changed.at());
        var checkpoint = new Checkpoint(TYPE, ref.id(), what, Set.of());
        return Decision.<RateState>to(new AwaitingApproval(approved, checkpoint))
                .resolveAll()
                .raise(problem(ref, checkpoint, "%d of its prices changed beyond the limit".formatted(beyond.get())));
    }

    private static Decision<RateState> release(RateState state, RateCard card, Instant at) {
        var next = Decision.<RateState>to(new InForce(card));
        return state instanceof AwaitingApproval
                ? next.resolveAll().wakeAt(RELEASED, at)
                : next.state().equals(state) ? Decision.ignore(state, "it says what it said") : next;
    }

    private static Decision<RateState> approve(
            Ref<RateCard> ref, AwaitingApproval waiting, Approved approved, Facts facts) {
        var card = facts.get(ref);
        if (card.isEmpty() || !waiting.checkpoint().isAbout(approved.what())) {
            return Decision.ignore(waiting, approved.what() + " waits for no approval");
        }
        Optional<String> barred = waiting.checkpoint().barred(approved.by());
        return barred.map(
                        why -> Decision.<RateState>ignore(waiting, why).raise(problem(ref, waiting.checkpoint(), why)))
                .orElseGet(() -> release(waiting, card.get(), approved.at()));
    }

    /** Never says a price. */
    private static Problem problem(Ref<RateCard> ref, Checkpoint checkpoint, String because) {
        return Problem.of(
                NEEDS_APPROVAL,
                Problem.Owner.FINANCE_OPS,
                ref,
                "Rate card %s waits for approval, and the work that it prices is held: %s"
                        .formatted(checkpoint.what(), because),
                checkpoint.remedy());
    }
}
