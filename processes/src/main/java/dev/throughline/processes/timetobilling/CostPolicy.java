package dev.throughline.processes.timetobilling;

/**
 * What the hub asks of the costs of work.
 *
 * @param withoutCostRate what becomes of time by a person of whom no cost rate is known on its day; a firm whose costs the hub does not see leaves it at {@code NOTHING}
 */
public record CostPolicy(WithoutCostRate withoutCostRate) {
    /** What becomes of time without a cost rate. */
    public enum WithoutCostRate {
        NOTHING,
        /** It is billed, and an exception stands until the rate is known. */
        WARN,
        /** It is held until the rate is known. */
        HOLD
    }

    public static CostPolicy defaults() {
        return new CostPolicy(WithoutCostRate.NOTHING);
    }
}
