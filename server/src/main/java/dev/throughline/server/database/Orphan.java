package dev.throughline.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL whose hub died: when a hub is killed, its server lives on, or leaves its pid file behind. Only called by who holds the data folder's lock, so whatever is
 * found there belongs to nobody.
 */
final class Orphan {
    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Orphan() {}

    static void end(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> alive = processOf(pidFile, cluster);
        if (alive.isPresent()) {
            LOG.info(
                    "ending the PostgreSQL that an earlier hub left running (process {})",
                    alive.get().pid());
            end(alive.get());
        }
        // What stands in it now is of a process that is gone: PostgreSQL would believe it if the number were taken
        // again.
        Files.deleteIfExists(pidFile);
    }

    /** Whether the folder's server runs; what cannot be told is taken for life, since two servers on one folder are worse than none. */
    static boolean lives(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        try {
            return Files.exists(pidFile)
                    && ProcessHandle.of(Long.parseLong(
                                    Files.readAllLines(pidFile).getFirst().strip()))
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException unreadable) {
            return true;
        }
    }

    private static Optional<ProcessHandle> processOf(Path pidFile, Path cluster) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> isPostgresOf(process, cluster));
        } catch (NumberFormatException | java.util.NoSuchElementException cutOff) {
            return Optional.empty();
        }
    }

    /** A number may have been given to another process since: only a postgres that names this folder is ours. */
    private static boolean isPostgresOf(ProcessHandle process, Path cluster) {
        var info = process.info();
        boolean postgres = info.command().map(c -> c.endsWith("postgres")).orElse(false);
        return postgres && info.arguments().map(List::of).orElse(List.of()).contains(cluster.toString());
    }

    private static void end(ProcessHandle process) throws IOException {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            LOG.warn(
                    "it did not end within {} s and is killed; PostgreSQL recovers from its log", PATIENCE.toSeconds());
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an old PostgreSQL ended", interrupted);
        }
    }
}
