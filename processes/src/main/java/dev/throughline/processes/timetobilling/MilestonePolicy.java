package dev.throughline.processes.timetobilling;

/**
 * What the hub asks of milestones.
 *
 * @param aboveValue what becomes of one that is more than all that its contract is worth; a firm that agrees more in other ways than by change orders has it billed
 */
public record MilestonePolicy(AboveValue aboveValue) {
    /** What becomes of a milestone above the contract's value. */
    public enum AboveValue {
        /** It is held until it is corrected, or the value is raised. */
        HOLD,
        BILL
    }

    public static MilestonePolicy defaults() {
        return new MilestonePolicy(AboveValue.HOLD);
    }
}
