package dev.throughline.connector.kit.paging;

import dev.throughline.connector.spi.Cursor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A position in pages that the vendor links one to the next.
 *
 * @param since what the pass began with; empty for everything
 * @param next  the vendor's link, as it gave it; empty between passes
 * @param high  the newest modification time seen
 */
public record NextLink(Optional<Instant> since, Optional<String> next, Optional<Instant> high) {
    public static final CursorCodec<NextLink> CODEC = new CursorCodec<>("link", 1, NextLink.class);

    public static NextLink of(Optional<Cursor> cursor) {
        return cursor.map(CODEC::read)
                .orElseGet(() -> new NextLink(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    public static NextLink startingAt(Instant from) {
        return new NextLink(Optional.of(from), Optional.empty(), Optional.empty());
    }

    public NextLink saw(Instant time) {
        return new NextLink(
                since, next, Optional.of(high.filter(h -> h.isAfter(time)).orElse(time)));
    }

    public NextLink follow(String link) {
        return new NextLink(since, Optional.of(link), high);
    }

    public NextLink passEnded(Duration overlap) {
        return new NextLink(high.map(h -> h.minus(overlap)).or(() -> since), Optional.empty(), high);
    }

    public Cursor cursor() {
        return CODEC.write(this);
    }

    /**
     * The address of a link, which must lead to the vendor's own host: a token is sent along.
     *
     * @throws IllegalArgumentException when it leads elsewhere
     */
    public static URI safe(URI base, String link) {
        URI target = base.resolve(link);
        boolean same = base.getScheme().equals(target.getScheme())
                && base.getAuthority().equals(target.getAuthority());
        if (!same) {
            throw new IllegalArgumentException("the next-page link leads away from %s to %s"
                    .formatted(base.getAuthority(), target.getAuthority()));
        }
        return target;
    }
}
