package dev.throughline.server.command;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ends what a command has started, whenever Ctrl-C or {@code kill} comes: also in the midst of the start. Made before anything is started. A signal waits until the step under way
 * is over, so that nothing half started stays behind, then closes everything in reverse order and ends the process with the code of the signal (130 for Ctrl-C, 143 for {@code
 * kill}); with 0 for Ctrl-C where that is the way to end.
 */
public final class Stopping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
    private static final int STEP_SECONDS_MAX = 60;

    private final ReentrantLock step = new ReentrantLock();
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stopping");
    private volatile boolean stopped;

    private Stopping() {}

    /** Ctrl-C is the usual end of this command. */
    static Stopping onSignal() {
        Stopping stopping = brokenOffBySignal();
        // Without this the process would report 130, as if Ctrl-C had broken it off.
        Signal.handle(new Signal("INT"), _ -> Runtime.getRuntime().exit(ExitCodes.FINE));
        return stopping;
    }

    /** A signal breaks off what this command is at. */
    public static Stopping brokenOffBySignal() {
        var stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    /** Runs one step of the start, and closes its result at the end. */
    public <T extends AutoCloseable> T opening(Supplier<T> opener) {
        return step(() -> {
            T opened = opener.get();
            open.push(opened);
            return opened;
        });
    }

    /** Runs what needs all that is open. */
    public <T> T step(Supplier<T> work) {
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

    /** Whether a signal came: what fails from now on fails because it is being closed. */
    public boolean stopped() {
        return stopped;
    }

    /** Returns only by an interrupt: a signal ends the process from within its hook. */
    public void await() throws InterruptedException {
        never.await();
    }

    /** @return whether a signal came meanwhile */
    public boolean await(Duration atMost) throws InterruptedException {
        boolean over = never.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return over || stopped;
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
