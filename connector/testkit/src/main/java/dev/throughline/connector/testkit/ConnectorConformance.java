package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** Starts the simulator and opens the connector for each test, and checks after each that permits came back and that no limit was broken. */
public abstract class ConnectorConformance {
    static final int PERMITS = 2;

    protected final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T09:30:00Z"));
    protected final CountingBudget budget = new CountingBudget(PERMITS);
    private final List<Connector> opened = new ArrayList<>();
    protected Vendor vendor;
    protected Simulator simulator;
    protected Map<String, String> seeded = Map.of();
    protected Connector connector;

    /** A new description for each test. */
    protected abstract Vendor vendor();

    @BeforeEach
    void start() {
        vendor = vendor();
        simulator = vendor.simulator();
        simulator.start(0, clock);
        seeded = simulator.seedSmallFirm();
        connector = open();
    }

    @AfterEach
    void stop() {
        opened.forEach(Connector::close);
        simulator.close();
        simulator.counters().ifPresent(counters -> {
            assertThat(counters.crashes())
                    .as("mistakes of the simulator itself")
                    .isEmpty();
            assertThat(counters.violations())
                    .as("limits of the vendor that were broken")
                    .isEmpty();
        });
        assertThat(budget.held()).as("permits that never came back").isZero();
    }

    /** One more connector on the same system, as after a restart: it shares nothing with those before. */
    protected final Connector open() {
        return open(vendor.settings(simulator.access()));
    }

    protected final Connector open(Map<String, String> settings) {
        Connector fresh = vendor.factory().open(context(settings));
        opened.add(fresh);
        return fresh;
    }

    protected final ConnectorContext context(Map<String, String> settings) {
        return new ConnectorContext(new SystemId("under-test"), settings, clock, vendor.http(simulator), budget);
    }

    protected final Capabilities.ObjectCapability capability(ObjectType object) {
        return connector
                .capabilities()
                .object(object)
                .orElseThrow(() -> new AssertionError("capabilities do not declare " + object));
    }

    /** Orders a fault, or skips the test where the simulator cannot show it. */
    protected final void fault(Fault fault, int times, String where) {
        assumeFault(fault);
        simulator.faults().next(fault, times, where);
    }

    protected final void assumeFault(Fault fault) {
        skipUnless(simulator.faults().supported().contains(fault), "this vendor's simulator does not show " + fault);
    }

    /** The role under test, or a skip that says that the vendor has none. */
    protected static <T> T role(Optional<T> role, String name) {
        skipUnless(role.isPresent(), "this connector declares no " + name);
        return role.orElseThrow();
    }

    protected static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("skipped: " + reason);
        }
        Assumptions.assumeTrue(possible, reason);
    }
}
