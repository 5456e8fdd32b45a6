package dev.throughline.connector.kit.paging;

import dev.throughline.connector.spi.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A position in records ordered by (modification time, id). Within one pass, pages continue strictly after the last (time, id), so that any number of records may
 * share a time. A new pass begins one overlap before the newest time seen, because vendors stamp records late; what is read twice is recognised by its version.
 *
 * @param from where the pass under way or to come begins, included; empty for everything
 * @param at   the last record read in the pass under way; empty between passes
 * @param high the newest time seen in any pass
 */
public record Keyset(Optional<Instant> from, Optional<At> at, Optional<Instant> high) {
    /** The last record of a page. */
    public record At(Instant time, String id) {}

    public static final CursorCodec<Keyset> CODEC = new CursorCodec<>("keyset", 1, Keyset.class);

    /** Everything the system holds. */
    public static final Keyset BEGINNING = new Keyset(Optional.empty(), Optional.empty(), Optional.empty());

    public static Keyset startingAt(Instant from) {
        return new Keyset(Optional.of(from), Optional.empty(), Optional.empty());
    }

    public static Keyset of(Optional<Cursor> cursor) {
        return cursor.map(CODEC::read).orElse(BEGINNING);
    }

    public Cursor cursor() {
        return CODEC.write(this);
    }

    /** After a page that more follow in this pass. */
    public Keyset after(Instant time, String id) {
        return new Keyset(from, Optional.of(new At(time, id)), later(time));
    }

    /**
     * After the last page of a pass, which may have been empty. A pass that saw nothing at all keeps its beginning: the present is never taken for a position, since
     * our clock is not the vendor's.
     */
    public Keyset passEnded(Duration overlap) {
        return new Keyset(high.map(h -> h.minus(overlap)).or(() -> from), Optional.empty(), high);
    }

    private Optional<Instant> later(Instant time) {
        return Optional.of(high.filter(h -> h.isAfter(time)).orElse(time));
    }
}
