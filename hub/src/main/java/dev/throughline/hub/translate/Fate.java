package dev.throughline.hub.translate;

import java.util.Locale;

/** How a captured change ended. Every change gets one; the order is by what must not be hidden when one change becomes several objects. */
public enum Fate {
    /** No mapping reads it, or the mapping's condition says that it is none of the hub's business. */
    IGNORED,
    /** An older version than what is applied already. */
    SUPERSEDED,
    /** It says what is known already. */
    UNCHANGED,
    APPLIED,
    /** A record that it points at is not here yet; goes on by itself when it comes. */
    WAITING,
    /** A person must mend something: there is an exception. */
    HELD;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that must be seen when both happened to parts of the same change. */
    Fate and(Fate other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
