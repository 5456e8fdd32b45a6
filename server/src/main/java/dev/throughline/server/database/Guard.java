package dev.throughline.server.database;

import dev.throughline.hub.storage.Seldom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts our own PostgreSQL again when it has died, as it does on purpose when it cannot write its log; again and again, ever more seldom, until there is room. */
final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

    private final Seldom seldom = new Seldom(Duration.ofMinutes(1));
    private final BooleanSupplier alive;
    private final Callable<?> revive;
    private final Thread thread;
    private volatile boolean open = true;

    private Guard(BooleanSupplier alive, Callable<?> revive) {
        this.alive = alive;
        this.revive = revive;
        this.thread = Thread.ofPlatform().name("postgres-guard").daemon().unstarted(this::watch);
    }

    static Guard over(BooleanSupplier alive, Callable<?> revive) {
        var guard = new Guard(alive, revive);
        guard.thread.start();
        return guard;
    }

    private void watch() {
        Duration pause = LOOK;
        while (open) {
            LockSupport.parkNanos(pause.toNanos());
            if (open) {
                pause = alive.getAsBoolean() || revived() ? LOOK : longer(pause);
            }
        }
    }

    private boolean revived() {
        try {
            revive.call();
            LOG.warn("PostgreSQL had ended, and runs again; the reason stands in postgres.log of the data folder");
            return true;
        } catch (Exception failed) {
            seldom.now("")
                    .ifPresent(_ -> LOG.error(
                            "PostgreSQL has ended and cannot be started again: {}. The reason stands in postgres.log of the data folder; it is tried again by itself, look at free disk space",
                            String.valueOf(failed.getMessage())));
            return false;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : twice;
    }

    /** Returns when nothing is being started any more. */
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
