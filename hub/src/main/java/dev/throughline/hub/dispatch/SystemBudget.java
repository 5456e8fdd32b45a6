package dev.throughline.hub.dispatch;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ConnectorContext.Budget;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** One node's share of a vendor's limits: so many requests at once, so many in a window. Waits rather than fails. Thread-safe. */
public final class SystemBudget implements Budget {
    private static final Capabilities.Limits PLAIN = new Capabilities.Limits(5, 100, Duration.ofSeconds(1));

    private final Semaphore concurrent;
    private final Bucket requests;

    public SystemBudget(Optional<Capabilities.Limits> limits) {
        Capabilities.Limits limit = limits.orElse(PLAIN);
        concurrent = new Semaphore(limit.concurrent(), true);
        requests = Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(limit.requests())
                        .refillGreedy(limit.requests(), limit.per())
                        .build())
                .build();
    }

    @Override
    public Permit acquire() {
        concurrent.acquireUninterruptibly();
        try {
            requests.asBlocking().consumeUninterruptibly(1);
        } catch (RuntimeException e) {
            concurrent.release();
            throw e;
        }
        return concurrent::release;
    }
}
