package dev.throughline.processes.ledger;

/** What a source line is. */
public enum LineKind {
    TIME,
    EXPENSE,
    MILESTONE,
    INSTALMENT
}
