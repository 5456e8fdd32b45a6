package dev.throughline.hub.paper;

import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return Hub.open(List.of(workspace(jdbc, tenant)), source, options, InstantSource.system());
    }

    private static Workspace workspace(String jdbc, String tenant) {
        return new Workspace(
                new TenantId(tenant),
                List.of(
                        system("crm", Role.CRM, jdbc),
                        system("psa", Role.PSA, jdbc),
                        system("erp", Role.ERP, jdbc),
                        system("hcm", Role.HCM, jdbc)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
    }

    private static Workspace.SystemConfig system(String id, Role role, String jdbc) {
        return new Workspace.SystemConfig(
                new SystemId(id), "stone", role, Map.of("jdbc", jdbc), Set.of(), Optional.empty(), Duration.ofHours(1));
    }
}
