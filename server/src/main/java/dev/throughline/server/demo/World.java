package dev.throughline.server.demo;

import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.exceptions.Exceptions;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** The firm's hub, and how one waits for it to come to rest. */
final class World implements AutoCloseable {
    private static final Exceptions.Filter VOIDED = new Exceptions.Filter(
            Optional.empty(), Optional.empty(), Optional.of("INVOICE_VOIDED"), Optional.empty(), Optional.empty());

    private static final Duration LOOK = Duration.ofMillis(25);
    private static final Duration ROUND = Duration.ofSeconds(10);
    /** After a hub was killed, what it was about to send waits as long as this: short here, where vendors answer within milliseconds. */
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** States in which a command still moves by itself. */
    private static final Set<String> UNDER_WAY = Set.of("ready", "uncertain", "accepted", "leased");

    private final InstantSource clock;
    private final Workspace workspace;
    private final Hub hub;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    private World(Workspace workspace, Hub hub, InstantSource clock) {
        this.workspace = workspace;
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * A hub that does nothing before {@link #start}.
     *
     * @param settings by system, how to reach it
     * @param folder   where the firm's lookups are written
     * @param poll     how often the hub reads by itself
     */
    static World open(
            Map<String, Map<String, String>> settings,
            Firm firm,
            DataSource db,
            Path folder,
            Duration poll,
            InstantSource clock) {
        var workspace = DemoWorkspace.of(settings, firm, folder, poll);
        var usual = HubOptions.defaults("demo");
        var options =
                new HubOptions(usual.node(), usual.partitions(), usual.batch(), usual.idle(), LEASE, usual.workers());
        return new World(workspace, Hub.open(List.of(workspace), db, options, clock), clock);
    }

    void start() {
        hub.start();
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

    /** The hub's own id of a vendor's record. */
    String canonical(CanonicalType type, SystemId system, String externalId) {
        return hub.threads().search(tenant(), externalId, 20).stream()
                .filter(hit -> hit.type().equals(type.typeName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the hub does not know %s %s of %s".formatted(type.typeName(), externalId, system)))
                .canonicalId();
    }

    /** Asking twice does no harm: the second time there is nothing left to invoice. */
    void invoice(String psaProject, LocalDate until) {
        String project = canonical(CanonicalType.PROJECT, Vendors.PSA, psaProject);
        hub.asks()
                .ask(
                        tenant(),
                        new PublishApprovedTimeForBilling(new Ref<Project>(project), until),
                        "demo",
                        "invoice-run-" + until);
    }

    /** What a person in finance does at the desk, once an invoice was voided. @return how many invoices it was */
    int billVoidedAgain() {
        return hub.exceptions().retryAll(tenant(), VOIDED, "demo");
    }

    /** Reads all systems at once. @return whether all could be read */
    boolean poll() {
        List<Callable<List<Trouble>>> all = Vendors.ALL.stream()
                .<Callable<List<Trouble>>>map(system -> () -> hub.poll(tenant(), system))
                .toList();
        try {
            boolean read = true;
            for (Future<List<Trouble>> one : readers.invokeAll(all)) {
                read &= one.get().isEmpty();
            }
            return read;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the hub could not read its systems", failed.getCause());
        }
    }

    private static boolean idle(Overview now) {
        return now.waitingToTranslate() == 0
                && now.waitingToDecide() == 0
                && now.commands().entrySet().stream()
                        .filter(e -> UNDER_WAY.contains(e.getKey()))
                        .allMatch(e -> e.getValue() == 0);
    }

    private Overview overview() {
        return hub.observer().overview(tenant());
    }

    /** Reads until a whole round could read everything, brought nothing and left nothing to do. @return whether it came to rest in time */
    boolean settle(Duration atMost) {
        Instant ends = clock.instant().plus(atMost);
        Overview before = overview();
        while (clock.instant().isBefore(ends) && !Thread.currentThread().isInterrupted()) {
            boolean read = poll();
            await(() -> idle(overview()), ROUND);
            Overview after = overview();
            if (read
                    && idle(after)
                    && before.captured() == after.captured()
                    && before.commands().equals(after.commands())) {
                return true;
            }
            before = after;
        }
        return false;
    }

    private void await(BooleanSupplier condition, Duration atMost) {
        Instant ends = clock.instant().plus(atMost);
        while (!condition.getAsBoolean()
                && clock.instant().isBefore(ends)
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
        hub.close();
    }
}
