package dev.throughline.processes.ratechange;

import dev.throughline.model.RateCard;
import dev.throughline.processes.policy.Checkpoint;

/** Whether the prices of a rate card may bill. */
public sealed interface RateState {
    /** Never changed since anybody looked. */
    record Unseen() implements RateState {}

    /** Its prices bill. */
    record InForce(RateCard card) implements RateState {}

    /** It was changed beyond the limit; work that it prices is held. @param approved as it was before */
    record AwaitingApproval(RateCard approved, Checkpoint checkpoint) implements RateState {}
}
