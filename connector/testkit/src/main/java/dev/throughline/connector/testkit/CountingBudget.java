package dev.throughline.connector.testkit;

import dev.throughline.connector.spi.ConnectorContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many requests at once, counted. Thread-safe. */
public final class CountingBudget implements ConnectorContext.Budget {
    private final Semaphore permits;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    public CountingBudget(int atOnce) {
        permits = new Semaphore(atOnce);
    }

    @Override
    public Permit acquire() {
        permits.acquireUninterruptibly();
        taken.incrementAndGet();
        held.incrementAndGet();
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                held.decrementAndGet();
                permits.release();
            }
        };
    }

    /** How many permits were ever taken. */
    public int taken() {
        return taken.get();
    }

    /** How many are out now. */
    public int held() {
        return held.get();
    }
}
