package dev.throughline.processes.policy;

/** Whether a second person has to approve. */
public record Checked(Approval approval) {
    /** What a limit says. */
    public enum Approval {
        NEEDED,
        NOT_NEEDED
    }

    public static Checked of(boolean needed) {
        return new Checked(needed ? Approval.NEEDED : Approval.NOT_NEEDED);
    }
}
