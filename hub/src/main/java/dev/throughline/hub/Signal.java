package dev.throughline.hub;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a stage's workers in this node when there may be work; other nodes find it by looking now and then. Thread-safe. */
public final class Signal {
    private final Semaphore work = new Semaphore(0);

    public void wake() {
        if (work.availablePermits() < 8) {
            work.release();
        }
    }

    /** Returns when woken or after the wait. @return false when the thread is asked to end */
    public boolean await(Duration wait) {
        try {
            work.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
