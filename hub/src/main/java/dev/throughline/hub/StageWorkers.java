package dev.throughline.hub;

import dev.throughline.hub.storage.Seldom;
import dev.throughline.hub.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that do a stage's work batch after batch for as long as there is some, then wait to be woken. A failing batch is tried again after a pause that grows. A thread
 * begins no two batches within {@link #PACE}: work that trickles in is then done a handful at a time, which costs hardly more than one by one, and a single change still
 * goes through at once.
 */
final class StageWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StageWorkers.class);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
    /** Far below what a person or a vendor notices, well above what a small batch takes. */
    private static final Duration PACE = Duration.ofMillis(10);

    /** A batch that takes longer has a backlog behind it. */
    private static final Duration SHORT = Duration.ofMillis(25);

    /** How a thread goes on after a batch. */
    enum Rhythm {
        /** With no rest beyond the pace: what it does is mostly to wait for somebody else. */
        BRISK,
        /** After a rest of twice the time that a short batch took, so that a trickle leaves the processor to those who wait at the door; a backlog is worked off without rest. */
        RESTING
    }

    private final List<Thread> threads = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final Seldom seldom = new Seldom(Duration.ofMinutes(1));
    private volatile boolean open = true;

    /**
     * @param batch does one batch; false when there was nothing to do
     * @param signal woken when there may be work again
     */
    void start(String name, int count, Rhythm rhythm, BooleanSupplier batch, Signal signal, Duration idle) {
        for (int i = 0; i < count; i++) {
            signals.add(signal);
            threads.add(Thread.ofPlatform()
                    .name(name + "-" + i)
                    .daemon()
                    .start(() -> run(name, rhythm, batch, signal, idle)));
        }
    }

    private void run(String name, Rhythm rhythm, BooleanSupplier batch, Signal signal, Duration idle) {
        Duration pause = idle;
        long next = System.nanoTime();
        while (open) {
            boolean worked = false;
            pace(next);
            long begun = System.nanoTime();
            try {
                worked = batch.getAsBoolean();
                pause = idle;
            } catch (StorageException failure) {
                String what = failure.getMessage();
                seldom.now(name)
                        .ifPresent(silent ->
                                LOG.warn("{}: {} ({} more of it since it was last told)", name, what, silent));
                pause = longer(pause);
            } catch (RuntimeException failure) {
                LOG.error("{}: a batch failed and will be tried again", name, failure);
                pause = longer(pause);
            }
            next = begun + gap(rhythm, System.nanoTime() - begun);
            if (!worked && open && !signal.await(pause)) {
                return;
            }
        }
    }

    /** @return nanoseconds between the beginning of a batch that took so many and that of the next */
    private static long gap(Rhythm rhythm, long took) {
        return switch (rhythm) {
            case BRISK -> PACE.toNanos();
            case RESTING -> took > SHORT.toNanos() ? 0 : Math.max(PACE.toNanos(), 3 * took);
        };
    }

    private static void pace(long next) {
        long wait = next - System.nanoTime();
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : twice;
    }

    /** Lets the batches under way end, for at most ten seconds each; what does not is rolled back by its closing connection. */
    @Override
    public void close() {
        open = false;
        // One for each thread: those that wait for work need not wait any longer.
        signals.forEach(Signal::wake);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
                thread.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
