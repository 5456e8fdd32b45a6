package dev.throughline.server.demo;

import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.observe.Observer.Overview;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent.Request.PublishApprovedTimeForBilling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Four vendors, their people, and the hub between them. */
final class World implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** States in which a command still moves by itself. */
    private static final Set<String> UNDER_WAY = Set.of("ready", "uncertain", "accepted", "leased");

    private final Firm firm;
    private final InstantSource clock;
    private final Vendors vendors;
    private final Workspace workspace;
    private final Hub hub;
    private final CrmDesk crm;
    private final PsaDesk psa;
    private final ErpDesk erp;
    private final HcmDesk hcm;

    private World(Firm firm, DataSource db, Path folder, Duration poll, InstantSource clock) {
        this.firm = firm;
        this.clock = clock;
        vendors = Vendors.start(clock);
        crm = new CrmDesk(vendors.of(Vendors.CRM).screen());
        psa = new PsaDesk(vendors.of(Vendors.PSA).screen());
        erp = new ErpDesk(vendors.of(Vendors.ERP).screen());
        hcm = new HcmDesk(vendors.of(Vendors.HCM).screen());
        erp.furnish(firm);
        psa.furnish();
        workspace = DemoWorkspace.of(vendors, firm, folder, poll);
        hub = Hub.open(List.of(workspace), db, HubOptions.defaults("demo"), clock);
    }

    /** Vendors furnished with the firm's set-up, and a hub that runs. @param poll how often the hub reads by itself */
    static World open(Firm firm, DataSource db, Path folder, Duration poll, InstantSource clock) {
        var world = new World(firm, db, folder, poll, clock);
        world.hub.start();
        return world;
    }

    Firm firm() {
        return firm;
    }

    InstantSource clock() {
        return clock;
    }

    Workspace workspace() {
        return workspace;
    }

    Hub hub() {
        return hub;
    }

    TenantId tenant() {
        return workspace.tenant();
    }

    Vendors vendors() {
        return vendors;
    }

    CrmDesk crm() {
        return crm;
    }

    PsaDesk psa() {
        return psa;
    }

    ErpDesk erp() {
        return erp;
    }

    HcmDesk hcm() {
        return hcm;
    }

    /** The hub's own id of a vendor's record. */
    String canonical(CanonicalType type, SystemId system, String externalId) {
        return hub.threads().search(tenant(), externalId, 20).stream()
                .filter(hit -> hit.type().equals(type.typeName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the hub does not know %s %s of %s".formatted(type.typeName(), externalId, system)))
                .canonicalId();
    }

    void invoice(String psaProject, LocalDate until) {
        String project = canonical(CanonicalType.PROJECT, Vendors.PSA, psaProject);
        hub.asks()
                .ask(
                        tenant(),
                        new PublishApprovedTimeForBilling(new Ref<Project>(project), until),
                        "demo",
                        "invoice-run-" + until);
    }

    void poll() {
        Vendors.ALL.forEach(system -> hub.poll(tenant(), system));
    }

    boolean idle() {
        Overview now = hub.observer().overview(tenant());
        return now.waitingToTranslate() == 0
                && now.waitingToDecide() == 0
                && now.commands().entrySet().stream()
                        .filter(e -> UNDER_WAY.contains(e.getKey()))
                        .allMatch(e -> e.getValue() == 0);
    }

    /** Polls until a whole round brought nothing and left nothing to do. @return whether it came to rest in time */
    boolean settle(Duration atMost) {
        var ends = clock.instant().plus(atMost);
        Overview before = hub.observer().overview(tenant());
        int quiet = 0;
        while (clock.instant().isBefore(ends)) {
            poll();
            await(this::idle, Duration.ofSeconds(5));
            Overview after = hub.observer().overview(tenant());
            boolean same = idle() && Objects.equals(before.captured(), after.captured())
                    && before.commands().equals(after.commands());
            quiet = same ? quiet + 1 : 0;
            if (quiet >= 2) {
                return true;
            }
            before = after;
        }
        return false;
    }

    boolean await(BooleanSupplier condition, Duration atMost) {
        var ends = clock.instant().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(ends) || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    @Override
    public void close() {
        hub.close();
        vendors.close();
    }
}
