package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Change;
import dev.throughline.connectors.netsuite.simulator.NetSuiteSimulator;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.Node;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.security.Scope;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A whole node as {@code up} starts it, on an embedded PostgreSQL, with NetSuite on loopback. */
final class Rig implements AutoCloseable {
    static final TenantId TENANT = new TenantId("bench");
    static final SystemId CRM = new SystemId("crm");
    static final SystemId PSA = new SystemId("psa");
    private static final SystemId ERP = new SystemId("erp");
    private static final Duration NEVER = Duration.ofDays(1);
    /** Seldom enough to cost the hub nothing, often enough to blur no figure. */
    private static final Duration LOOK = Duration.ofMillis(50);

    final EmbeddedDatabase database;
    final Books books;
    final Duration databaseStart;
    final Duration nodeStart;
    private final NetSuiteSimulator netsuite = new NetSuiteSimulator();
    private final Node node;
    private final String key;
    private final Path cluster;

    private Rig(Path folder, Map<String, Object> billing) {
        long begun = System.nanoTime();
        cluster = folder.resolve("postgres");
        database = EmbeddedDatabase.open(folder);
        long open = System.nanoTime();
        databaseStart = Duration.ofNanos(open - begun);
        netsuite.start(0, InstantSource.system());
        netsuite.seedSmallFirm();
        long ready = System.nanoTime();
        node = Node.start(
                List.of(new WorkspaceFile(workspace(billing), Optional.empty(), Optional.empty(), List.of())),
                database,
                new ServerOptions("127.0.0.1", 0, 16L << 20, 1_000_000, false),
                HubOptions.defaults("bench"),
                InstantSource.system());
        nodeStart = Duration.ofNanos(System.nanoTime() - ready);
        key = node.server().keys().create(TENANT, "bench", Set.of(Scope.CHANGES_WRITE));
        books = new Books(database.source());
    }

    static Rig start(Path folder) {
        return new Rig(folder, Map.of("workItem", "INTG"));
    }

    /** @param billing what {@code BillingPolicy} states */
    static Rig start(Path folder, Map<String, Object> billing) {
        return new Rig(folder, billing);
    }

    private Workspace workspace(Map<String, Object> billing) {
        return new Workspace(
                TENANT,
                List.of(
                        system(CRM, "bench", Role.CRM, Map.of()),
                        system(PSA, "bench", Role.PSA, Map.of()),
                        system(ERP, "netsuite", Role.ERP, netsuite.access().settings())),
                new Workspace.Ownership(
                        Map.of("Resource", Map.of("*", "any"), "CustomerAccount", Map.of("*", "any")),
                        Workspace.OnForeignChange.IGNORE),
                Map.of("BillingPolicy", billing),
                Optional.empty(),
                "bench");
    }

    private static Workspace.SystemConfig system(SystemId id, String kind, Role role, Map<String, String> settings) {
        return new Workspace.SystemConfig(id, kind, role, settings, Set.of(), Optional.empty(), NEVER);
    }

    Duration processor() {
        return Used.processor(cluster);
    }

    Hub hub() {
        return node.hub();
    }

    String url() {
        return node.server().url() + "/api/v1/changes";
    }

    String key() {
        return key;
    }

    BenchConnector psa() {
        return (BenchConnector) node.hub().systems().connector(TENANT, PSA).orElseThrow();
    }

    int invoicesInErp() {
        return netsuite.screen().records("invoice").size();
    }

    /** What every invoice in the ERP adds up to, without tax. */
    BigDecimal invoicedInErp() {
        return netsuite.screen().records("invoice").stream()
                .map(invoice -> new BigDecimal(String.valueOf(invoice.get("subtotal"))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** From now on the ERP refuses every line of this department. */
    void closeDepartment(String id) {
        netsuite.screen().update("department", id, Map.of("isInactive", true));
    }

    List<Capture.Receipt> say(SystemId system, List<Change> changes) {
        return node.hub().capture().accept(TENANT, system, Capture.Via.API, changes);
    }

    /** The firm from its won deals to running projects. @return the projects' ids in the delivery system */
    List<String> projects() {
        say(CRM, Firm.customersAndPrices());
        say(PSA, Firm.people());
        say(CRM, IntStream.range(0, Firm.PROJECTS).mapToObj(Firm::wonDeal).toList());
        await(
                "every won deal to become a project in all systems",
                Duration.ofSeconds(120),
                () -> books.active() == Firm.PROJECTS);
        return psa().held(BenchConnector.PROJECT).stream()
                .map(h -> h.id().value())
                .sorted()
                .toList();
    }

    /** @throws IllegalStateException saying how things stand when it does not come true in time */
    void await(String what, Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited %s for %s: %s".formatted(most, what, books.standing()));
            }
            Clock.pause(LOOK);
        }
    }

    @Override
    public void close() {
        node.close();
        netsuite.close();
    }
}
