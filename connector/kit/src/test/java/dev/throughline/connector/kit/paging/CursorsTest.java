package dev.throughline.connector.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.throughline.connector.spi.Cursor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00.123456Z");
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    @Test
    void a_keyset_goes_on_strictly_after_the_last_record_and_begins_anew_before_the_newest() {
        Keyset first = Keyset.of(Optional.empty());
        Keyset second = Keyset.of(Optional.of(first.after(NINE, "b").cursor()));
        assertThat(second.at()).contains(new Keyset.At(NINE, "b"));
        assertThat(second.from()).isEmpty();
        Keyset third = second.after(NINE.minusSeconds(60), "c").passEnded(OVERLAP);
        assertThat(third.from()).contains(NINE.minus(OVERLAP));
        assertThat(third.at()).isEmpty();
        assertThat(Keyset.of(Optional.of(third.cursor()))).isEqualTo(third);
    }

    @Test
    void a_pass_that_saw_nothing_keeps_its_beginning() {
        assertThat(Keyset.startingAt(NINE).passEnded(OVERLAP)).isEqualTo(Keyset.startingAt(NINE));
        assertThat(Keyset.BEGINNING.passEnded(OVERLAP)).isEqualTo(Keyset.BEGINNING);
    }

    @Test
    void a_cursor_written_today_stays_readable() {
        assertThat(
                        Keyset.of(
                                Optional.of(
                                        new Cursor(
                                                "{\"k\":\"keyset\",\"v\":1,\"from\":\"2026-03-02T09:00:00Z\",\"at\":{\"time\":\"2026-03-02T09:10:00Z\",\"id\":\"7\"},\"high\":\"2026-03-02T09:10:00Z\"}"))))
                .isEqualTo(Keyset.startingAt(Instant.parse("2026-03-02T09:00:00Z"))
                        .after(Instant.parse("2026-03-02T09:10:00Z"), "7"));
        assertThat(Keyset.startingAt(NINE).cursor().value())
                .isEqualTo(
                        "{\"k\":\"keyset\",\"v\":1,\"from\":\"2026-03-02T09:00:00.123456Z\",\"at\":null,\"high\":null}");
    }

    @Test
    void a_cursor_of_another_source_or_a_later_release_is_refused_with_a_remedy() {
        for (String value :
                new String[] {"{\"k\":\"page\",\"v\":1}", "{\"k\":\"keyset\",\"v\":2}", "oops", "[]", "17"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Keyset.of(Optional.of(new Cursor(value))))
                    .withMessageContaining("read this object again");
        }
    }

    @Test
    void numbered_pages_begin_anew_before_the_start_of_the_pass_that_ended() {
        PageNumber first = PageNumber.of(Optional.empty(), 1, NINE);
        PageNumber second = PageNumber.of(Optional.of(first.next().cursor()), 1, NINE.plusSeconds(100));
        assertThat(second).isEqualTo(new PageNumber(Optional.empty(), 2, NINE));
        PageNumber ended = second.passEnded(1, OVERLAP);
        assertThat(PageNumber.of(Optional.of(ended.cursor()), 1, NINE.plusSeconds(900)))
                .isEqualTo(new PageNumber(Optional.of(NINE.minus(OVERLAP)), 1, NINE.plusSeconds(900)));
    }

    @Test
    void a_link_is_followed_only_at_the_vendors_own_host() {
        URI base = URI.create("https://acme.example/api/v1");
        assertThat(NextLink.safe(base, "/api/v1/orders?page=2"))
                .isEqualTo(URI.create("https://acme.example/api/v1/orders?page=2"));
        assertThatIllegalArgumentException().isThrownBy(() -> NextLink.safe(base, "https://evil.example/steal"));
        assertThatIllegalArgumentException().isThrownBy(() -> NextLink.safe(base, "http://acme.example/plain"));
        NextLink ended =
                NextLink.startingAt(NINE).saw(NINE.plusSeconds(60)).follow("/x").passEnded(OVERLAP);
        assertThat(NextLink.of(Optional.of(ended.cursor()))).isEqualTo(ended);
        assertThat(ended.since()).contains(NINE.plusSeconds(60).minus(OVERLAP));
    }
}
