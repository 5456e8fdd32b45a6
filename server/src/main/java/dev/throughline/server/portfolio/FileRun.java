package dev.throughline.server.portfolio;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One hub with a database of its own, a folder of CSV as sales, and simulators of delivery and finance. Files reach the hub through an inbox, in the order in
 * which they are put there.
 */
final class FileRun implements AutoCloseable {
    static final TenantId TENANT = new TenantId("files");
    static final SystemId CRM = new SystemId("crm");
    static final SystemId PSA = new SystemId("kantata");
    static final SystemId ERP = new SystemId("netsuite");

    private static final Duration POLL_NEVER = Duration.ofDays(365);
    private static final Duration STUCK = Duration.ofSeconds(90);
    private static final Capabilities.Limits UNHURRIED = new Capabilities.Limits(8, 1_000_000, Duration.ofSeconds(1));

    private final Path home;
    private final Map<SystemId, Simulator> vendors = new HashMap<>();
    private final EmbeddedDatabase database;
    private final Hub hub;
    private final InstantSource clock;
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * What differs from one kind of files to another.
     *
     * @param resources class-path folder of mapping documents, with an {@code index.txt}
     * @param files     the CSV connector's setting; @param id likewise
     */
    record Kind(String resources, String company, String files, String id, Map<String, Map<String, Object>> policies) {}

    private FileRun(Path home, Kind kind, InstantSource clock) {
        this.home = home;
        this.clock = clock;
        try {
            Files.createDirectories(inbox());
            startVendors(kind);
            database = EmbeddedDatabase.open(home.resolve("data"));
            hub = Hub.open(List.of(workspace(kind)), database.source(), HubOptions.defaults("files"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the run cannot use " + home, e);
        }
    }

    /** Starts everything and waits until the hub knows finance's master data. */
    static FileRun start(Kind kind, InstantSource clock) {
        try {
            var run = new FileRun(Files.createTempDirectory("throughline-files-"), kind, clock);
            run.hub.start();
            run.read(ERP);
            run.settle();
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    private Path inbox() {
        return home.resolve("inbox");
    }

    private void startVendors(Kind kind) {
        for (Simulator simulator : ServiceLoader.load(Simulator.class)) {
            var id = new SystemId(simulator.kind());
            if (id.equals(PSA) || id.equals(ERP)) {
                simulator.start(0, clock);
                vendors.put(id, simulator);
            }
        }
        // Invoices are dated today and payments on the days of the files.
        YearMonth now = YearMonth.from(today());
        new Books(screen(ERP)).open(kind.company(), YearMonth.of(2010, 1), now.plusYears(2));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Workspace workspace(Kind kind) throws IOException {
        var ownership = new Workspace.Ownership(
                Map.of(
                        "CustomerAccount", Map.of("*", "crm"),
                        "Project", Map.of("*", "any")),
                Workspace.OnForeignChange.IGNORE);
        return new Workspace(
                TENANT,
                List.of(
                        system(
                                CRM,
                                "csv",
                                Role.CRM,
                                Map.of("folder", inbox().toString(), "files", kind.files(), "id", kind.id())),
                        system(PSA, "kantata", Role.PSA, settings(PSA)),
                        system(ERP, "netsuite", Role.ERP, settings(ERP))),
                ownership,
                kind.policies(),
                Optional.of(unpack(kind.resources())),
                kind.resources());
    }

    private static Workspace.SystemConfig system(SystemId id, String kind, Role role, Map<String, String> settings) {
        return new Workspace.SystemConfig(id, kind, role, settings, Set.of(), Optional.of(UNHURRIED), POLL_NEVER);
    }

    private Map<String, String> settings(SystemId id) {
        var settings = new HashMap<>(vendor(id).access().settings());
        if (id.equals(ERP)) {
            settings.put("overlap", "PT5S");
        }
        return settings;
    }

    private Simulator vendor(SystemId id) {
        return Optional.ofNullable(vendors.get(id))
                .orElseThrow(() -> new IllegalStateException("no simulator of %s is installed".formatted(id)));
    }

    Simulator.Screen screen(SystemId id) {
        return vendor(id).screen();
    }

    /** Mapping documents are read from a folder, as a workspace has them. */
    private Path unpack(String resources) throws IOException {
        Path folder = Files.createDirectories(home.resolve("mappings"));
        for (String name :
                text(resources + "/index.txt").lines().map(String::strip).toList()) {
            if (!name.isEmpty()) {
                Files.writeString(folder.resolve(name), text(resources + "/" + name));
            }
        }
        return folder;
    }

    private static String text(String resource) throws IOException {
        try (var in = FileRun.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    Hub hub() {
        return hub;
    }

    Facts facts() {
        return new Facts(database.source());
    }

    /** Puts a file where the hub finds it, whole or not at all, and reads it. */
    void deliver(Path file, String prefix) {
        try {
            Path draft = home.resolve("draft");
            Files.copy(file, draft);
            Files.move(draft, inbox().resolve(prefix + file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException("the files cannot be copied", e);
        }
        read(CRM);
    }

    void read(SystemId system) {
        List<Trouble> troubles = hub.poll(TENANT, system);
        if (!troubles.isEmpty()) {
            throw new IllegalStateException("%s could not be read: %s".formatted(system, troubles));
        }
    }

    /** Waits until nothing is under way. Fails when nothing moves for long. */
    void settle() {
        String last = "";
        Instant moved = clock.instant();
        int calm = 0;
        while (calm < 2) {
            String now = facts().underWay();
            calm = now.isEmpty() ? calm + 1 : 0;
            if (!now.equals(last)) {
                last = now;
                moved = clock.instant();
            }
            if (Duration.between(moved, clock.instant()).compareTo(STUCK) > 0) {
                throw new IllegalStateException("nothing moved for %s: %s".formatted(STUCK, now));
            }
            pause();
        }
    }

    private void pause() {
        try {
            never.await(60, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        }
    }

    @Override
    public void close() {
        var closing = new ArrayList<AutoCloseable>(List.of(hub, database));
        closing.addAll(vendors.values());
        for (AutoCloseable one : closing) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("the run did not end cleanly", e);
            }
        }
        Temporary.delete(home);
    }
}
