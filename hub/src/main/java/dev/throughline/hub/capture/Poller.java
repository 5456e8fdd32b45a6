package dev.throughline.hub.capture;

import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sources forward: the only capture of systems without events, and the safety net that finds what a webhook or stream lost. The system is asked outside of any
 * transaction; a page and its cursor are stored in one, and only if the cursor still lies where the reading began. Thread-safe.
 */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int PAGE = 1_000;
    private static final int PAGES_PER_TURN = 50;

    /** What a healthy stream brings is polled this many times less often. */
    private static final int SAFETY_NET = 10;

    /** A stream that has said nothing for so long, not even that nothing happened, is taken for dead. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(6);

    private final Transactions transactions;
    private final Systems systems;
    private final Intake intake;
    private final Fetcher fetcher;
    private final Rereading rereading;
    private final InstantSource clock;

    /** @param captured called after each commit that may have brought work for the next stage */
    public Poller(
            Transactions transactions, Systems systems, CaptureWriter writer, InstantSource clock, Runnable captured) {
        this.transactions = transactions;
        this.systems = systems;
        this.clock = clock;
        this.intake = new Intake(writer, clock, captured);
        this.fetcher = new Fetcher(transactions, systems, intake, clock);
        this.rereading = new Rereading(transactions, systems, intake, clock);
    }

    /** What one turn over one source did. */
    public record Turn(int read, int stored, Optional<Trouble> trouble) {}

    /** Reads all sources of a system to their present end, parents before children, and fetches what was only touched. */
    public List<Turn> poll(TenantId tenant, SystemId system) {
        return poll(tenant, system, Set.of());
    }

    /** The same, but leaves to a healthy stream what it brings, as long as that was read not too long ago. @param every how often a source without a stream is read */
    public List<Turn> pollDue(TenantId tenant, SystemId system, Duration every) {
        return poll(tenant, system, streamed(tenant, system, every));
    }

    /** Fetches the records that are due. @return what was found, by turns; empty when none was due */
    public List<Turn> fetchTouched(TenantId tenant, SystemId system) {
        return fetcher.fetch(tenant, system);
    }

    /** Reads on where something must be read again. @return what was read, by turns; empty when there is no gap */
    public List<Turn> closeGaps(TenantId tenant, SystemId system) {
        return rereading.goOn(tenant, system);
    }

    private List<Turn> poll(TenantId tenant, SystemId system, Set<ObjectType> left) {
        List<Turn> turns = new ArrayList<>();
        systems.connector(tenant, system).flatMap(Connector::changes).ifPresent(changes -> {
            for (ObjectType type : changes.objects()) {
                if (!left.contains(type)) {
                    turns.add(read(new Source(tenant, system, type), changes));
                }
            }
        });
        turns.addAll(rereading.goOn(tenant, system));
        turns.addAll(fetcher.fetch(tenant, system));
        return turns;
    }

    private Set<ObjectType> streamed(TenantId tenant, SystemId system, Duration every) {
        Set<ObjectType> objects = systems.connector(tenant, system)
                .flatMap(Connector::stream)
                .map(ChangeStream::objects)
                .orElse(Set.of());
        if (objects.isEmpty()) {
            return objects;
        }
        Instant now = clock.instant();
        return transactions.run(c -> {
            var stream = SourceCursors.read(c, Source.streamOf(tenant, system));
            if (!stream.well() || stream.readAt().isBefore(now.minus(SILENCE_MAX))) {
                return Set.of();
            }
            Set<ObjectType> recent = new java.util.HashSet<>();
            for (ObjectType type : objects) {
                var place = SourceCursors.read(c, new Source(tenant, system, type));
                if (place.well() && place.readAt().isAfter(now.minus(every.multipliedBy(SAFETY_NET)))) {
                    recent.add(type);
                }
            }
            return recent;
        });
    }

    private Turn read(Source source, ChangeSource changes) {
        int read = 0;
        int stored = 0;
        for (int page = 0; page < PAGES_PER_TURN; page++) {
            Optional<Cursor> from =
                    transactions.run(c -> SourceCursors.read(c, source).cursor());
            ReadResult answer = changes.read(source.type(), from, PAGE);
            Step step = transactions.run(c -> keep(c, source, changes, from, answer));
            read += step.read;
            stored += step.stored;
            intake.announce(step.stored);
            if (!step.more) {
                return new Turn(read, stored, step.trouble);
            }
        }
        return new Turn(read, stored, Optional.empty());
    }

    private record Step(int read, int stored, boolean more, Optional<Trouble> trouble) {
        private static final Step DONE = new Step(0, 0, false, Optional.empty());
    }

    private Step keep(
            Connection connection, Source source, ChangeSource changes, Optional<Cursor> from, ReadResult answer)
            throws SQLException {
        Instant now = clock.instant();
        return switch (answer) {
            case ReadResult.Page page -> {
                if (!SourceCursors.move(connection, source, from, page.next(), now)) {
                    yield Step.DONE;
                }
                int stored = intake.page(connection, source, Capture.Via.POLL, page);
                yield new Step(page.changes().size(), stored, page.more(), Optional.empty());
            }
            case ReadResult.Expired(var reason, var since) -> {
                LOG.warn("{}: position expired ({}), reading again from {}", source, reason, since);
                boolean ours =
                        SourceCursors.move(connection, source, from, changes.startingAt(source.type(), since), now);
                if (ours) {
                    Rereads.ask(connection, source, since, "position expired: " + reason, now);
                }
                yield new Step(0, 0, ours, Optional.empty());
            }
            case ReadResult.Failed(var trouble) -> {
                LOG.info("{}: {}", source, trouble.says());
                SourceCursors.failed(connection, source, trouble.says(), now);
                yield new Step(0, 0, false, Optional.of(trouble));
            }
        };
    }
}
