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
    /** For what a connector asks before it has said its limits. */
    private static final Capabilities.Limits PLAIN = new Capabilities.Limits(1, 10, Duration.ofSeconds(1));

    private record Bounds(Semaphore concurrent, Bucket requests) {}

    private final boolean stated;
    private volatile Bounds bounds;

    /** @param limits as the workspace states them; empty for the connector's own figures, which {@link #declared} tells */
    public SystemBudget(Optional<Capabilities.Limits> limits) {
        stated = limits.isPresent();
        bounds = bounds(limits.orElse(PLAIN));
    }

    /** What the connector says of its vendor: holds unless the workspace has stated its own. */
    public void declared(Capabilities.Limits limits) {
        if (!stated) {
            bounds = bounds(limits);
        }
    }

    private static Bounds bounds(Capabilities.Limits limits) {
        return new Bounds(
                new Semaphore(limits.concurrent(), true),
                Bucket.builder()
                        .addLimit(Bandwidth.builder()
                                .capacity(limits.requests())
                                .refillGreedy(limits.requests(), limits.per())
                                .build())
                        .build());
    }

    @Override
    public Permit acquire() {
        Bounds now = bounds;
        now.concurrent.acquireUninterruptibly();
        try {
            now.requests.asBlocking().consumeUninterruptibly(1);
        } catch (RuntimeException e) {
            now.concurrent.release();
            throw e;
        }
        return now.concurrent::release;
    }
}
