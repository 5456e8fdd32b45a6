package dev.throughline.connector.kit.paging;

import dev.throughline.connector.spi.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A position in numbered pages of records that changed since a moment. Numbered pages shift when a record is deleted or changed meanwhile, so after each pass the
 * next begins one overlap before this one's start.
 *
 * @param since  what the vendor is asked for, included; empty for everything
 * @param page   the next page, counted as the vendor counts
 * @param began  the vendor's or our time when the pass began
 */
public record PageNumber(Optional<Instant> since, int page, Instant began) {
    public static final CursorCodec<PageNumber> CODEC = new CursorCodec<>("page", 1, PageNumber.class);

    public static PageNumber first(Optional<Instant> since, int firstPage, Instant now) {
        return new PageNumber(since, firstPage, now);
    }

    /** The position to go on from; a cursor between passes begins its pass now. */
    public static PageNumber of(Optional<Cursor> cursor, int firstPage, Instant now) {
        PageNumber position = cursor.map(CODEC::read).orElseGet(() -> first(Optional.empty(), firstPage, now));
        return position.page == firstPage ? new PageNumber(position.since, firstPage, now) : position;
    }

    public PageNumber next() {
        return new PageNumber(since, page + 1, began);
    }

    public PageNumber passEnded(int firstPage, Duration overlap) {
        return new PageNumber(Optional.of(began.minus(overlap)), firstPage, began);
    }

    public Cursor cursor() {
        return CODEC.write(this);
    }
}
