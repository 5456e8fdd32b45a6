package dev.throughline.hub.capture;

import static dev.throughline.hub.capture.TalkingVendor.CRM;
import static dev.throughline.hub.capture.TalkingVendor.DEAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Signal;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.ExternalId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamKeeperTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final TestClock clock = new TestClock();
    private final TalkingVendor vendor = new TalkingVendor();
    private final Transactions transactions = new Transactions(DATABASE.source());
    private final AtomicInteger gaps = new AtomicInteger();
    private StreamKeeper keeper;
    private Poller poller;

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE change, touched, reread, source_cursor");
        transactions.run(c -> Logs.prepare(c, 4));
        keeper = keeper();
        poller = new Poller(transactions, vendor, new CaptureWriter(4), clock, () -> {});
        keeper.turn();
    }

    @AfterEach
    void end() {
        keeper.close();
    }

    private StreamKeeper keeper() {
        return new StreamKeeper(
                FIRM,
                CRM,
                vendor,
                DATABASE.source(),
                new CaptureWriter(4),
                clock,
                new Signal(),
                () -> {},
                gaps::incrementAndGet);
    }

    @Test
    void what_a_stream_brings_is_durable_with_its_position_before_the_stream_goes_on() {
        vendor.push(List.of(TalkingVendor.change("d1", clock.instant(), "one")), List.of());

        assertThat(count("change")).isEqualTo("1");
        assertThat(DATABASE.value("SELECT via FROM change")).isEqualTo("stream");
        assertThat(position()).isEqualTo("said-1");
    }

    @Test
    void a_page_that_cannot_be_stored_leaves_the_position_where_it_was_and_breaks_the_stream() {
        vendor.push(List.of(), List.of());
        var poison = TalkingVendor.change("d\u0000", clock.instant(), "no");

        assertThatThrownBy(() -> vendor.push(List.of(poison), List.of())).isInstanceOf(StorageException.class);

        assertThat(position()).isEqualTo("said-1");
        assertThat(count("change")).isEqualTo("0");
    }

    @Test
    void a_broken_stream_is_opened_again_where_it_stopped_after_a_pause_that_grows() {
        vendor.push(List.of(), List.of());
        breakAndTurn();
        keeper.turn();
        assertThat(keeper.isOpen()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        keeper.turn();
        assertThat(keeper.isOpen()).isTrue();
        breakAndTurn();
        clock.advance(Duration.ofSeconds(1));
        keeper.turn();
        assertThat(keeper.isOpen()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        keeper.turn();

        assertThat(vendor.opened)
                .containsExactly(
                        Optional.empty(), Optional.of(new Cursor("said-1")), Optional.of(new Cursor("said-1")));
    }

    @Test
    void one_node_holds_the_stream_and_the_next_takes_it_when_it_is_gone() {
        var other = keeper();
        other.turn();
        assertThat(other.isOpen()).isFalse();
        keeper.close();
        clock.advance(Duration.ofSeconds(5));
        other.turn();
        assertThat(other.isOpen()).isTrue();
        other.close();
    }

    @Test
    void a_gap_of_one_record_and_a_touched_one_are_fetched() {
        vendor.put("d1", LONG_AGO, "one");
        vendor.put("d2", LONG_AGO, "two");
        var gap = new ReadResult.Gap(DEAL, Optional.of(new ExternalId("d1")), clock.instant(), "GAP_UPDATE");

        vendor.push(List.of(TalkingVendor.touched("d2", clock.instant())), List.of(gap));
        poller.fetchTouched(FIRM, CRM);

        assertThat(captured()).isEqualTo("d1,d2");
        assertThat(count("touched")).isEqualTo("0");
        assertThat(vendor.polled).isEmpty();
    }

    @Test
    void an_overflow_is_read_again_from_the_last_certain_time_and_proved_complete() {
        Instant since = clock.instant().minus(Duration.ofMinutes(5));
        poller.poll(FIRM, CRM);
        for (int i = 1; i <= 5; i++) {
            vendor.put("d" + i, since.plusSeconds(i), "deal");
        }
        // Stamped before the re-read begins: only the comparison with what the system holds can find it.
        vendor.put("late", LONG_AGO, "deal");
        vendor.push(List.of(), List.of(new ReadResult.Gap(DEAL, Optional.empty(), since, "GAP_OVERFLOW")));
        assertThat(gaps).hasValue(1);
        vendor.nextRead = Optional.of(new ReadResult.Page(List.of(), new Cursor("9999999999999999"), false, List.of()));

        poller.poll(FIRM, CRM);

        assertThat(captured()).isEqualTo("d1,d2,d3,d4,d5,late");
        assertThat(DATABASE.value("SELECT phase || ' ' || found || ' ' || missing FROM reread"))
                .isEqualTo("done 5 1");
    }

    @Test
    void an_expired_position_is_closed_by_a_re_read_and_the_stream_begins_anew() {
        vendor.push(List.of(), List.of());
        poller.poll(FIRM, CRM);
        vendor.put("missed", clock.instant(), "deal");

        vendor.hangUp(
                new ReadResult.Expired("replay id too old", clock.instant().minus(Duration.ofHours(1))));
        keeper.turn();
        clock.advance(Duration.ofSeconds(1));
        keeper.turn();

        assertThat(vendor.opened).containsExactly(Optional.empty(), Optional.empty());
        assertThat(DATABASE.value("SELECT object_type || ' ' || phase FROM reread"))
                .isEqualTo("Deal reading");
        assertThat(gaps).hasValue(1);
        poller.poll(FIRM, CRM);
        assertThat(captured()).isEqualTo("missed");
        assertThat(DATABASE.value("SELECT phase FROM reread")).isEqualTo("done");
    }

    @Test
    void a_source_is_polled_less_often_while_its_stream_is_well() {
        Duration every = Duration.ofMinutes(1);
        vendor.push(List.of(), List.of());
        poller.pollDue(FIRM, CRM, every);
        int first = vendor.polled.size();
        assertThat(first).isPositive();

        clock.advance(Duration.ofMinutes(2));
        poller.pollDue(FIRM, CRM, every);
        assertThat(vendor.polled).hasSize(first);

        vendor.push(List.of(), List.of());
        clock.advance(Duration.ofMinutes(5));
        vendor.push(List.of(), List.of());
        clock.advance(Duration.ofMinutes(4));
        poller.pollDue(FIRM, CRM, every);
        assertThat(vendor.polled).as("after ten times as long").hasSize(first + 1);

        breakAndTurn();
        clock.advance(every);
        poller.pollDue(FIRM, CRM, every);
        assertThat(vendor.polled).as("the stream is down").hasSize(first + 2);
    }

    private void breakAndTurn() {
        vendor.hangUp(new ReadResult.Failed(new Trouble.Unavailable("the line is dead", Optional.empty())));
        keeper.turn();
    }

    private static String position() {
        return DATABASE.value("SELECT cursor FROM source_cursor WHERE object_type = '*'");
    }

    private static String captured() {
        return DATABASE.value("SELECT string_agg(DISTINCT external_id, ',' ORDER BY external_id) FROM change");
    }

    private static String count(String table) {
        return DATABASE.value("SELECT count(*) FROM " + table);
    }
}
