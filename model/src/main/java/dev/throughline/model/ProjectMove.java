package dev.throughline.model;

/** What can be done with a project as a whole. */
public enum ProjectMove {
    HOLD,
    RELEASE,
    CANCEL,
    CLOSE,
    REOPEN
}
