package dev.throughline.processes.timetobilling;

/**
 * What becomes of work that is edited, reopened, rejected, deleted or priced anew after it was billed.
 *
 * @param lateEdit   what is done with the difference to what was billed
 * @param reductions how the customer gets back what a correction takes away
 * @param rebill     whether work that finance credited is billed again without anybody asking
 */
public record CorrectionPolicy(LateEdit lateEdit, Reductions reductions, boolean rebill) {
    /** What is done with the difference. */
    public enum LateEdit {
        /** What was billed stands, and delivery is told to restore its record. */
        BLOCK,
        /** The difference is billed or given back by itself. */
        ADJUST,
        /** The difference waits until finance decides. */
        REVIEW
    }

    /** How a reduction reaches the customer. */
    public enum Reductions {
        /** On the next invoice of the contract that outweighs it; by a credit memo once the contract is closed. */
        NEXT_INVOICE,
        /** By a credit memo with the next billing run. */
        CREDIT_MEMO
    }

    public static CorrectionPolicy defaults() {
        return new CorrectionPolicy(LateEdit.REVIEW, Reductions.NEXT_INVOICE, false);
    }
}
