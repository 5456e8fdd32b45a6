package dev.throughline.hub.capture;

import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Signal;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.SessionLock;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one system's stream open: on one node at a time, from the stored position, again after a pause that grows when it breaks. What a page brings and the position after
 * it are stored in one transaction, and only then does the stream go on. An expired position is answered by a re-read from the last certain moment. {@link #turn} is called by one thread; the
 * stream calls its sink on its own.
 */
public final class StreamKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamKeeper.class);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    private final TenantId tenant;
    private final SystemId system;
    private final Systems systems;
    private final Transactions transactions;
    private final DataSource db;
    private final Intake intake;
    private final InstantSource clock;
    private final Signal news;
    private final Runnable gaps;

    private @Nullable Open open;
    private Instant nextTry = Instant.MIN;
    private Duration pause = PAUSE_MIN;

    /**
     * @param news     woken when the stream has ended, so that the next {@link #turn} comes at once
     * @param captured called after each commit that brought work
     * @param gaps     called after each commit that asked for something to be read again
     */
    public StreamKeeper(
            TenantId tenant,
            SystemId system,
            Systems systems,
            DataSource db,
            CaptureWriter writer,
            InstantSource clock,
            Signal news,
            Runnable captured,
            Runnable gaps) {
        this.tenant = tenant;
        this.system = system;
        this.systems = systems;
        this.transactions = new Transactions(db);
        this.db = db;
        this.intake = new Intake(writer, clock, captured);
        this.clock = clock;
        this.news = news;
        this.gaps = gaps;
    }

    /** An open stream and the lock that says it is ours. */
    private record Open(ChangeStream stream, ChangeStream.Subscription subscription, Inlet inlet, SessionLock lock) {}

    /** Looks after the stream: opens it when it is time, and takes up its end. @return false: there is nothing more to do for now */
    public boolean turn() {
        Open now = open;
        if (now == null) {
            if (!clock.instant().isBefore(nextTry)) {
                systems.connector(tenant, system).flatMap(Connector::stream).ifPresent(this::open);
            }
        } else if (now.inlet.ended.get() != null) {
            hangUp(now);
            ended(now.stream, now.inlet.ended.get());
        } else if (!now.lock.held()) {
            LOG.warn("{}: the lock of the stream is lost with its connection; opening it again", system);
            hangUp(now);
            later(PAUSE_MIN);
        }
        return false;
    }

    public boolean isOpen() {
        return open != null;
    }

    private void open(ChangeStream stream) {
        Optional<SessionLock> lock = SessionLock.tryTake(db, "stream|" + tenant + "|" + system);
        if (lock.isEmpty()) {
            later(PAUSE_MIN.multipliedBy(5));
            return;
        }
        try {
            Optional<Cursor> position =
                    transactions.run(c -> SourceCursors.read(c, source()).cursor());
            var inlet = new Inlet(position);
            open = new Open(stream, stream.open(position, inlet), inlet, lock.get());
            LOG.info("{}: stream opened {}", system, position.isPresent() ? "where it stopped" : "at its beginning");
        } catch (RuntimeException e) {
            lock.get().close();
            later(longer());
            throw e;
        }
    }

    private void ended(ChangeStream stream, ReadResult why) {
        Instant now = clock.instant();
        switch (why) {
            case ReadResult.Expired(var reason, var since) -> {
                LOG.warn("{}: stream position expired ({}), reading again from {}", system, reason, since);
                transactions.run(c -> {
                    SourceCursors.failed(c, source(), "position expired: " + reason, now);
                    SourceCursors.forget(c, source());
                    for (var type : stream.objects()) {
                        Rereads.ask(
                                c, new Source(tenant, system, type), since, "stream position expired: " + reason, now);
                    }
                    return null;
                });
                gaps.run();
                later(PAUSE_MIN);
            }
            case ReadResult.Failed(var trouble) -> failed(trouble, now);
            case ReadResult.Page _ -> later(longer());
        }
    }

    private void failed(Trouble trouble, Instant now) {
        LOG.info("{}: stream ended: {}", system, trouble.says());
        transactions.run(c -> {
            SourceCursors.failed(c, source(), "stream ended: " + trouble.says(), now);
            return null;
        });
        later(
                switch (trouble) {
                    case Trouble.Throttled(var wait) -> wait;
                    case Trouble.Unavailable(var _, var until)
                    when until.isPresent() && until.get().isAfter(now) -> Duration.between(now, until.get());
                    case Trouble.Unavailable _ -> longer();
                    // A person must act; looking now and then tells when that is done.
                    case Trouble.Unauthorised _, Trouble.Refused _, Trouble.Malformed _ -> PAUSE_MAX;
                });
    }

    private void later(Duration wait) {
        nextTry = clock.instant().plus(wait);
    }

    private Duration longer() {
        Duration now = pause;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : twice;
        return now;
    }

    private Source source() {
        return Source.streamOf(tenant, system);
    }

    private void hangUp(Open now) {
        open = null;
        if (now.inlet.heard) {
            pause = PAUSE_MIN;
        }
        now.subscription.close();
        now.lock.close();
    }

    @Override
    public void close() {
        if (open != null) {
            hangUp(open);
        }
    }

    /** Takes what one opened stream brings. */
    private final class Inlet implements ChangeStream.Sink {
        private final AtomicReference<@Nullable ReadResult> ended = new AtomicReference<>();
        private Optional<Cursor> position;
        private volatile boolean heard;

        Inlet(Optional<Cursor> position) {
            this.position = position;
        }

        @Override
        public void accept(ReadResult.Page page) {
            int stored = transactions.run(c -> {
                if (!SourceCursors.move(c, source(), position, page.next(), clock.instant())) {
                    throw new IllegalStateException("another node has taken over the stream of " + system);
                }
                return intake.page(c, source(), Capture.Via.STREAM, page);
            });
            position = Optional.of(page.next());
            heard = true;
            intake.announce(Math.max(stored, page.changes().size() + page.gaps().size()));
            if (page.gaps().stream().anyMatch(g -> g.record().isEmpty())) {
                gaps.run();
            }
        }

        @Override
        public void closed(ReadResult why) {
            ended.set(why);
            news.wake();
        }
    }
}
