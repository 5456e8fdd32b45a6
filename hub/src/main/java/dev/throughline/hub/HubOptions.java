package dev.throughline.hub;

import java.time.Duration;

/**
 * How a node runs.
 *
 * @param node       this node's name in leases and logs
 * @param partitions of the change and event logs; fixed at the first start of a database
 * @param batch      the most records that a stage takes at once
 * @param idle       how long a stage waits before it looks again when nothing woke it
 * @param lease      after which a dead node's commands are free
 * @param workers    threads that translate, and as many that decide; more than there are processors to spare for them only wait for each other's locks
 */
public record HubOptions(String node, int partitions, int batch, Duration idle, Duration lease, int workers) {
    public static HubOptions defaults(String node) {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new HubOptions(node, 8, 1000, Duration.ofMillis(200), Duration.ofSeconds(60), Math.min(half, 8));
    }
}
