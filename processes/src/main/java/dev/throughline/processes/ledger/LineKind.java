package dev.throughline.processes.ledger;

/** What a source line is. */
public enum LineKind {
    TIME,
    EXPENSE,
    MILESTONE,
    INSTALMENT,
    /** Use of a meter on a day; its quantity is in the meter's unit. */
    USAGE,
    /** What a period comes to beyond what was paid in advance: a true-up, or use by its tiers; or what a later change adds to it or takes from it. */
    CHARGE,
    /** What a source comes to beyond what is settled of it, after it was edited or priced anew; its quantity is 1. */
    CORRECTION
}
