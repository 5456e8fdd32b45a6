package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushed changes: resumed where they stopped, gaps told, and an expired position closed by a re-read that the inventory proves complete. */
public abstract class StreamConformance extends ConnectorConformance {
    private Vendor.ReadTarget target;
    private ChangeStream stream;

    @BeforeEach
    void theStream() {
        target = vendor.reading();
        stream = role(connector.stream(), "stream");
        skipUnless(stream.objects().contains(target.object()), "the stream does not carry " + target.object());
    }

    @Test
    void a_change_at_the_screen_is_pushed() {
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            String id = insert(1);
            sink.awaitRecord(id);
        }
        assertThat(sink.overlapped()).as("two calls of the sink at a time").isFalse();
    }

    @Test
    void what_happened_while_we_were_away_is_pushed_on_return() {
        Cursor position = positionAfter(insert(1));
        String missed = insert(2);
        CollectingSink back = new CollectingSink();
        try (var open = open().stream().orElseThrow().open(Optional.of(position), back)) {
            back.awaitRecord(missed);
        }
    }

    @Test
    void the_same_event_twice_is_the_same_version() {
        fault(Fault.DUPLICATE_EVENT, 1, "");
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            String id = insert(1);
            sink.await("the event twice", s -> of(s, id).count() >= 2);
            assertThat(of(sink, id).map(Change::version).distinct().count()).isEqualTo(1);
        }
    }

    @Test
    void a_gap_names_the_record_that_must_be_read_again() {
        fault(Fault.GAP, 1, "");
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            ExternalId id = new ExternalId(insert(1));
            sink.await("a gap", s -> !s.gaps().isEmpty());
            assertThat(sink.gaps()).anySatisfy(gap -> {
                assertThat(gap.objectType()).isEqualTo(target.object());
                assertThat(gap.record()).isIn(Optional.of(id), Optional.empty());
            });
        }
    }

    @Test
    void an_overflow_asks_for_the_whole_object_again_and_the_re_read_is_complete() {
        insert(1);
        fault(Fault.OVERFLOW, 1, "");
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            insert(2);
            sink.await(
                    "an overflow",
                    s -> s.gaps().stream().anyMatch(gap -> gap.record().isEmpty()));
        }
        Instant since = sink.gaps().stream()
                .filter(gap -> gap.record().isEmpty())
                .findFirst()
                .orElseThrow()
                .since();
        assertThat(since).isBeforeOrEqualTo(clock.instant());
        insert(3);
        assertCompleteAfterRereadFrom(since);
    }

    @Test
    void an_expired_position_is_told_and_the_re_read_is_complete() {
        assumeFault(Fault.EXPIRE_REPLAY);
        Cursor position = positionAfter(insert(1));
        clock.advance(Duration.ofDays(4));
        String missed = insert(2);
        simulator.faults().next(Fault.EXPIRE_REPLAY, 1, "");
        CollectingSink sink = new CollectingSink();
        try (var open = open().stream().orElseThrow().open(Optional.of(position), sink)) {
            sink.await("the end of the stream", s -> s.closed().isPresent());
        }
        assertThat(sink.closed()).get().isInstanceOf(ReadResult.Expired.class);
        Instant from = ((ReadResult.Expired) sink.closed().orElseThrow()).rereadFrom();
        assertThat(assertCompleteAfterRereadFrom(from)).contains(missed);
    }

    @Test
    void an_unreachable_vendor_closes_the_stream_with_a_reason() {
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            sink.awaitRecord(insert(1));
            simulator.close();
            sink.await("the end of the stream", s -> s.closed().isPresent());
        }
        assertThat(sink.closed()).get().isInstanceOf(ReadResult.Failed.class);
    }

    /** The bounded re-read, joined with a full first load, brings exactly what the inventory counts. */
    private Set<String> assertCompleteAfterRereadFrom(Instant from) {
        ChangeSource source = role(connector.changes(), "change source to read again from");
        Set<String> reread = Reads.pass(
                        cursor -> source.read(target.object(), cursor, 3),
                        Optional.of(source.startingAt(target.object(), from)))
                .ids();
        Inventory inventory = role(connector.inventory(), "inventory to prove the re-read with");
        Set<String> held = Reads.pass(
                        cursor -> inventory.records(target.object(), Inventory.Window.ALL, cursor, 50),
                        Optional.empty())
                .ids();
        Set<String> all = Reads.pass(cursor -> source.read(target.object(), cursor, 50), Optional.empty())
                .ids();
        assertThat(held).containsAll(reread);
        assertThat(all).containsAll(held);
        return reread;
    }

    private Cursor positionAfter(String id) {
        CollectingSink sink = new CollectingSink();
        try (var open = stream.open(Optional.empty(), sink)) {
            sink.awaitRecord(id);
        }
        return sink.position().orElseThrow();
    }

    private static java.util.stream.Stream<Change> of(CollectingSink sink, String id) {
        return sink.changes().stream().filter(c -> c.externalId().value().equals(id));
    }

    private String insert(int n) {
        return simulator.screen().insert(target.screenObject(), Map.copyOf(target.fields(seeded, 600 + n)));
    }
}
