package dev.throughline.server.command;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a command has started, whenever Ctrl-C comes: also in the midst of the start. Made before anything is started. A signal waits until the step under way is over, so
 * that nothing half started stays behind, then closes everything in reverse order and ends the process with exit code 0.
 */
final class Stopping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
    private static final int STEP_SECONDS_MAX = 60;

    private final ReentrantLock step = new ReentrantLock();
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stopping");
    private volatile boolean stopped;

    private Stopping() {}

    static Stopping onSignal() {
        var stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    /** Runs one step of the start, and closes its result at the end. */
    <T extends AutoCloseable> T opening(Supplier<T> opener) {
        return step(() -> {
            T opened = opener.get();
            open.push(opened);
            return opened;
        });
    }

    /** Runs what needs all that is open. */
    <T> T step(Supplier<T> work) {
        step.lock();
        try {
            if (stopped) {
                throw new ClientTrouble(ExitCodes.FINE, "Ended before it had started.");
            }
            return work.get();
        } finally {
            step.unlock();
        }
    }

    /** Returns only by an interrupt: a signal ends the process from within its hook. */
    void await() throws InterruptedException {
        never.await();
    }

    /** The command ends by itself, or has failed. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            return; // the hook is at work and does the rest
        }
        closeAll();
    }

    private void stop() {
        stopped = true; // before the lock: no further step begins
        boolean over = false;
        try {
            over = step.tryLock(STEP_SECONDS_MAX, TimeUnit.SECONDS);
            closeAll();
        } catch (InterruptedException impatient) {
            LOG.warn("interrupted while a step of the start was under way");
        } finally {
            if (over) {
                step.unlock();
            }
            // Without this the process would report 130, as if the signal had broken it off.
            Runtime.getRuntime().halt(ExitCodes.FINE);
        }
    }

    private void closeAll() {
        for (AutoCloseable next = open.poll(); next != null; next = open.poll()) {
            try {
                next.close();
            } catch (Exception failed) {
                LOG.warn("{} could not be closed: {}", next.getClass().getSimpleName(), failed.toString());
            }
        }
    }
}
