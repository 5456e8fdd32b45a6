package dev.throughline.connector.testkit;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Keeps what a stream brings, and lets a test wait for it. Thread-safe. */
final class CollectingSink implements ChangeStream.Sink {
    private static final long PATIENCE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final List<Change> changes = new ArrayList<>();
    private final List<ReadResult.Gap> gaps = new ArrayList<>();
    private Optional<Cursor> position = Optional.empty();
    private Optional<ReadResult> closed = Optional.empty();
    private boolean inside;
    private boolean overlapped;

    @Override
    public void accept(ReadResult.Page page) {
        lock.lock();
        try {
            overlapped |= inside;
            inside = true;
            changes.addAll(page.changes());
            gaps.addAll(page.gaps());
            position = Optional.of(page.next());
            news.signalAll();
            inside = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(ReadResult why) {
        lock.lock();
        try {
            closed = Optional.of(why);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void await(String what, Predicate<CollectingSink> reached) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!reached.test(this)) {
                left = news.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError(
                            "the stream did not bring %s within %d s; it brought %s, gaps %s, closed %s"
                                    .formatted(what, PATIENCE_SECONDS, changes, gaps, closed));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    void awaitRecord(String id) {
        await(
                "record " + id,
                sink -> sink.changes.stream()
                        .anyMatch(c -> c.externalId().value().equals(id)));
    }

    List<Change> changes() {
        return locked(() -> List.copyOf(changes));
    }

    List<ReadResult.Gap> gaps() {
        return locked(() -> List.copyOf(gaps));
    }

    Optional<Cursor> position() {
        return locked(() -> position);
    }

    Optional<ReadResult> closed() {
        return locked(() -> closed);
    }

    boolean overlapped() {
        return locked(() -> overlapped);
    }

    private <T> T locked(java.util.function.Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
