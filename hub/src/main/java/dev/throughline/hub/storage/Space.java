package dev.throughline.hub.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the database lacked room lately, whoever of this process met it: small writes may still find some where larger ones do not, so one success proves nothing. */
public final class Space {
    /** PostgreSQL's own word for a full disk. */
    public static final String FULL = "53100";

    private static final long NEVER = Long.MIN_VALUE;
    private static final AtomicLong REFUSED_AT = new AtomicLong(NEVER);

    private Space() {}

    /** A write was refused for want of room. */
    public static void refused() {
        REFUSED_AT.set(System.nanoTime());
    }

    /** There is room again for certain: what was refused before says nothing any more. */
    public static void freed() {
        REFUSED_AT.set(NEVER);
    }

    public static boolean lackedWithin(Duration time) {
        long at = REFUSED_AT.get();
        return at != NEVER && System.nanoTime() - at < time.toNanos();
    }
}
