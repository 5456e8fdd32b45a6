package dev.throughline.server.demo;

import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.demo.Wire.Address;
import dev.throughline.server.security.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other process of a demo: four vendors and the people of the firm, who do not notice when the hub dies. It ends when it is told to, or when no hub has held the folder
 * for a while; then it also ends the PostgreSQL that the dead hub left, so that nothing stays behind.
 */
public final class VendorsProcess {
    private static final Logger LOG = LoggerFactory.getLogger(VendorsProcess.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Path folder;
    private final boolean temporary;
    private final Duration patience;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch told = new CountDownLatch(1);

    private VendorsProcess(Path folder, boolean temporary, Duration patience) {
        this.folder = folder;
        this.temporary = temporary;
        this.patience = patience;
    }

    /** @param arguments folder, whether it goes with the demo, how long to wait without a hub (ISO 8601), seed, weeks */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(ch.qos.logback.classic.Level.WARN);
        }
        new VendorsProcess(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]), Duration.parse(arguments[2]))
                .run(Long.parseLong(arguments[3]), Integer.parseInt(arguments[4]));
        // Threads of the simulators' clients do not keep it alive.
        System.exit(0);
    }

    private void run(long seed, int weeks) throws IOException, InterruptedException {
        Path file = folder.resolve(Address.FILE);
        Optional<Claim> abandoned = Optional.empty();
        try (var town = Town.open(FirmMaker.make(seed, weeks), clock);
                var notices = new Notices(town.vendors().of(Vendors.HCM).access(), clock)) {
            String token = Secrets.draw(40);
            var play = new Play(town, notices, seed, weeks);
            try (var orders = new Orders(town, play, notices, token, told::countDown)) {
                tell(file, new Address(ProcessHandle.current().pid(), orders.port(), token, seed, weeks));
                abandoned = untilTheEnd();
            }
        } finally {
            Files.deleteIfExists(file);
        }
        if (abandoned.isPresent()) {
            cleanUp(abandoned.get());
        }
    }

    /** Whole or not at all, and for nobody else's eyes: it holds the token. */
    private void tell(Path file, Address address) throws IOException {
        Path draft = file.resolveSibling(Address.FILE + ".part");
        Files.deleteIfExists(draft);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(draft, JsonMapper.shared().writeValueAsBytes(address));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @return the folder's claim when no hub came back for it */
    private Optional<Claim> untilTheEnd() throws IOException, InterruptedException {
        Instant alone = clock.instant();
        while (!told.await(Math.min(LOOK.toMillis(), patience.toMillis()), TimeUnit.MILLISECONDS)) {
            if (!Files.isDirectory(folder)) {
                return Optional.empty();
            }
            Optional<Claim> free = Claim.take(folder);
            Instant now = clock.instant();
            if (free.isEmpty()) {
                alone = now;
            } else if (Duration.between(alone, now).compareTo(patience) >= 0) {
                return free;
            } else {
                free.get().close();
            }
        }
        return Optional.empty();
    }

    private void cleanUp(Claim claim) throws IOException {
        LOG.warn("no hub for {}: the demo in {} ends", patience, folder);
        try (claim) {
            EmbeddedDatabase.endOrphan(folder);
            if (temporary) {
                Ground.remove(folder);
            }
        }
    }
}
