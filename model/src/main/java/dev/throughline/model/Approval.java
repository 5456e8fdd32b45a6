package dev.throughline.model;

/** Where the approval of work stands. */
public enum Approval {
    DRAFT,
    SUBMITTED,
    APPROVED,
    REJECTED
}
