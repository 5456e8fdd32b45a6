package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.paging.CursorCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the stamped records of one object were read. A pass asks for what changed after {@code after} and goes on by {@code offset}; since records that change
 * meanwhile leave their place and move all later ones forward, each page begins with the last record of the page before, and where that one is gone the pass
 * begins again.
 *
 * @param after  what the vendor is asked for; empty for everything
 * @param last   id of the record before {@code offset}
 * @param high   the newest stamp seen
 * @param events where the event log is to be read from
 * @param swept  when a poll last read far back
 */
record ChangePosition(
        Optional<Instant> after,
        int offset,
        Optional<String> last,
        Optional<Instant> high,
        Instant events,
        Instant swept) {
    static final CursorCodec<ChangePosition> CODEC = new CursorCodec<>("kantata-changes", 1, ChangePosition.class);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    static ChangePosition beginning(Instant now, Duration overlap) {
        return new ChangePosition(Optional.empty(), 0, Optional.empty(), Optional.empty(), now.minus(overlap), now);
    }

    static ChangePosition startingAt(Instant from, Instant events, Instant now) {
        // "After" leaves out the very second, so one second earlier is asked for.
        return new ChangePosition(
                Optional.of(from.minusSeconds(1)), 0, Optional.empty(), Optional.empty(), events, now);
    }

    /** The same pass from its start. */
    ChangePosition again() {
        return new ChangePosition(after, 0, Optional.empty(), high, events, swept);
    }

    /** After a full page. Moves on by time where the page spans more than a second, else by offset. */
    ChangePosition after(Instant lastStamp, String lastId, int rows) {
        Instant next = lastStamp.minusSeconds(1);
        boolean moves = after.isEmpty() || next.isAfter(after.get());
        Optional<Instant> newest =
                Optional.of(high.filter(h -> h.isAfter(lastStamp)).orElse(lastStamp));
        return moves
                ? new ChangePosition(Optional.of(next), 0, Optional.empty(), newest, events, swept)
                : new ChangePosition(after, offset + rows, Optional.of(lastId), newest, events, swept);
    }

    /**
     * After the last page. What was stamped more than an overlap before the present is taken to be visible by now; once a minute a longer stretch is read again,
     * for records whose transaction took longer.
     */
    ChangePosition ended(
            Optional<Instant> lastStamp, Instant now, Instant eventsFrom, Duration overlap, Duration sweep) {
        boolean far = !now.isBefore(swept.plus(SWEEP_EVERY));
        Duration back = far ? sweep : overlap;
        Instant newest = lastStamp.or(() -> high).filter(h -> h.isBefore(now)).orElse(now);
        Instant next = newest.isAfter(now.minus(back)) ? newest.minus(back) : now.minus(back);
        return new ChangePosition(
                Optional.of(next.minusSeconds(1)),
                0,
                Optional.empty(),
                Optional.empty(),
                eventsFrom,
                far ? now : swept);
    }
}
