package dev.throughline.hub.workspace;

import java.util.Locale;

/** How far a workflow may go. */
public enum WorkflowMode {
    /** What concerns it is passed over, and can be decided later from the log of events. */
    OFF,
    /** Everything is decided as if it were live, and no command leaves. */
    SHADOW,
    LIVE;

    /** As a workspace writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
