package dev.throughline.hub.paper;

import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/** A hub in a process of its own, to be killed. */
public final class HubProcess {
    private HubProcess() {}

    /** @param arguments JDBC address, tenant, node */
    public static void main(String[] arguments) throws InterruptedException {
        Hub hub = open(arguments[0], arguments[1], arguments[2]);
        hub.start();
        System.out.println("STARTED");
        new CountDownLatch(1).await();
    }

    public static Hub open(String jdbc, String tenant, String node) {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbc);
        var options = new HubOptions(node, 4, 100, Duration.ofMillis(50), Duration.ofSeconds(2), 2);
        return Hub.open(
                List.of(PaperFirm.workspace(new TenantId(tenant), "stone", "jdbc", jdbc, Map.of())),
                source,
                options,
                InstantSource.system());
    }
}
