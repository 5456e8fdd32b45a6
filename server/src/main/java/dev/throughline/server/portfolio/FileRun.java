package dev.throughline.server.portfolio;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hub with a database of its own, a folder of CSV as sales, and simulators of delivery and finance. Files reach the hub through an inbox, in the order in
 * which they are put there.
 */
final class FileRun implements AutoCloseable {
    static final TenantId TENANT = new TenantId("files");
    static final SystemId CRM = new SystemId("crm");
    static final SystemId PSA = new SystemId("kantata");
    static final SystemId ERP = new SystemId("netsuite");

    private static final Logger LOG = LoggerFactory.getLogger(FileRun.class);
    private static final Duration POLL_NEVER = Duration.ofDays(365);
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Capabilities.Limits UNHURRIED = new Capabilities.Limits(8, 1_000_000, Duration.ofSeconds(1));

    private final Path home;
    private final Map<SystemId, Simulator> vendors = new HashMap<>();
    private final EmbeddedDatabase database;
    private final Hub hub;
    private final InstantSource clock;
    private final Duration patience;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<FileProblem> problems = new ArrayList<>();

    /**
     * What differs from one kind of files to another.
     *
     * @param resources class-path folder of mapping documents, with an {@code index.txt}
     * @param files     the CSV connector's setting; @param id likewise
     */
    record Kind(String resources, String company, String files, String id, Map<String, Map<String, Object>> policies) {}

    private FileRun(Path home, Kind kind, InstantSource clock, Duration patience) {
        this.home = home;
        this.patience = patience;
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

    /** Starts everything, tells who may want to end it, and waits until the hub knows finance's master data. */
    static FileRun start(
            Kind kind, InstantSource clock, Duration patience, Progress progress, Consumer<FileRun> opened) {
        try {
            var run = new FileRun(Files.createTempDirectory("throughline-files-"), kind, clock, patience);
            opened.accept(run);
            run.hub.start();
            run.read(ERP);
            run.settle(progress);
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
                        // What customers state to have paid stands beside what finance received.
                        "Payment", Map.of("*", "any"),
                        // Finance's order is read back as what it holds, beside the terms of sales.
                        "ContractVersion", Map.of("*", "any"),
                        "Project", Map.of("*", "any")),
                Workspace.OnForeignChange.IGNORE);
        return new Workspace(
                TENANT,
                List.of(
                        system(
                                CRM,
                                "csv",
                                Role.CRM,
                                Map.of(
                                        "folder",
                                        inbox().toString(),
                                        "files",
                                        kind.files(),
                                        "id",
                                        kind.id(),
                                        "names",
                                        "plain")),
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

    /** Puts a file where the hub finds it, whole or not at all, and reads it. A file that cannot be read is a problem of its own and stops no other. */
    void deliver(Path file, String prefix) {
        Path delivered = inbox().resolve(prefix + file.getFileName());
        try {
            Path draft = home.resolve("draft");
            Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, delivered);
            long before = facts().captured();
            read(CRM);
            if (facts().captured() == before) {
                note(FileProblem.empty(file.getFileName().toString()));
            }
        } catch (IOException unreadable) {
            note(FileProblem.unreadable(file.getFileName().toString(), String.valueOf(unreadable)));
        } catch (StorageException refused) {
            // The hub could not keep what the file says: it goes, so that the next ones are read.
            note(FileProblem.unreadable(file.getFileName().toString(), String.valueOf(refused.getMessage())));
            remove(delivered);
        }
    }

    /** A file that is read twice has its trouble once. */
    private void note(FileProblem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the file %s cannot be taken away".formatted(file), e);
        }
    }

    /** Reads a system to its present end; a turn of the hub ends after some pages. */
    void read(SystemId system) {
        long before;
        do {
            before = facts().captured();
            List<Trouble> troubles = hub.poll(TENANT, system);
            troubles.forEach(t -> problems.add(new FileProblem(
                    "SOURCE_UNREADABLE", "%s could not be read: %s".formatted(system, t.says()), true)));
            if (!troubles.isEmpty()) {
                return;
            }
        } while (facts().captured() > before && system.equals(CRM));
    }

    /** Waits until nothing is under way; gives up when nothing moves for long, or when somebody ends the run. @return whether all is done */
    boolean settle(Progress progress) {
        Map<String, Long> last = Map.of();
        Instant moved = clock.instant();
        int calm = 0;
        while (calm < 2) {
            Map<String, Long> now = facts().underWay();
            calm = now.isEmpty() ? calm + 1 : 0;
            if (!now.equals(last)) {
                last = now;
                moved = clock.instant();
            }
            progress.underWay(now);
            boolean stuck = Duration.between(moved, clock.instant()).compareTo(patience) > 0;
            if (stuck || pause()) {
                problems.add(FileProblem.stalled(
                        stuck ? "nothing moved for %s, %s".formatted(patience, now) : "interrupted, " + now));
                return false;
            }
        }
        return true;
    }

    /** @return whether the run is to end */
    private boolean pause() {
        try {
            return ended.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends the waiting, from any thread: the run goes on to its summary. */
    void end() {
        ended.countDown();
    }

    List<FileProblem> problems() {
        return problems;
    }

    /** All rows that the folder holds, read once more from the first on. */
    ChangeSource folder() {
        return hub.systems()
                .connector(TENANT, CRM)
                .flatMap(Connector::changes)
                .orElseThrow(() -> new IllegalStateException("a folder can be read"));
    }

    @Override
    public void close() {
        var closing = new ArrayList<AutoCloseable>(List.of(hub, database));
        closing.addAll(vendors.values());
        for (AutoCloseable one : closing) {
            try {
                one.close();
            } catch (Exception e) {
                // The rest is to be closed all the same.
                LOG.warn("{} did not end cleanly: {}", one.getClass().getSimpleName(), e.toString());
            }
        }
        Temporary.delete(home);
    }
}
