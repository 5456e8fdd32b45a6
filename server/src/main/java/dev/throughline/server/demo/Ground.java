package dev.throughline.server.demo;

import dev.throughline.server.command.ClientTrouble;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The folder that a demo plays in, claimed for this process. A folder that nobody named goes with the demo; one that was named stays. */
final class Ground implements AutoCloseable {
    private static final int TRIES = 30;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Path folder;
    private final boolean temporary;
    private final Claim claim;

    private Ground(Path folder, boolean temporary, Claim claim) {
        this.folder = folder;
        this.temporary = temporary;
        this.claim = claim;
    }

    /** The folder that somebody named. */
    static Ground named(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new Ground(absolute, false, claim(absolute).orElseThrow(() -> inUse(absolute)));
    }

    /** The usual place, by which a demo that was killed is found again; a new one while another demo plays there. */
    static Ground usual() {
        Path usual = usualFolder();
        return claim(usual).map(claim -> new Ground(usual, true, claim)).orElseGet(() -> {
            Path fresh = fresh();
            return new Ground(fresh, true, claim(fresh).orElseThrow(() -> inUse(fresh)));
        });
    }

    private static Path usualFolder() {
        String home = System.getProperty("throughline.home");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir"), "throughline-demo-" + System.getProperty("user.name"))
                : Path.of(home, ".throughline", "demo");
    }

    private static Path fresh() {
        try {
            return Files.createTempDirectory("throughline-demo");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The vendors of an earlier demo look every few seconds whether it is free, so a single refusal means nothing. */
    private static Optional<Claim> claim(Path folder) {
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                Optional<Claim> claim = Claim.take(folder);
                if (claim.isPresent()) {
                    return claim;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "The folder %s cannot be written: %s. Give another with --data.".formatted(folder, failed));
        }
    }

    private static ClientTrouble inUse(Path folder) {
        return new ClientTrouble(
                ExitCodes.CANNOT_REACH,
                "Another demo plays in %s. End it, or give another folder with --data.".formatted(folder));
    }

    Path folder() {
        return folder;
    }

    boolean temporary() {
        return temporary;
    }

    boolean used() {
        return Files.exists(folder.resolve("postgres"));
    }

    /** Makes the folder as new: what an earlier demo left there is of no use without its vendors. */
    void clear() {
        EmbeddedDatabase.endOrphan(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(e -> !e.endsWith("demo.lock")).toList()) {
                remove(entry);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("%s cannot be emptied".formatted(folder), failed);
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException | UncheckedIOException gone) {
            // Somebody else removes it too; what is gone is gone.
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            remove(folder);
        }
        claim.close();
    }
}
