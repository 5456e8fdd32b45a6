package dev.throughline.server.demo;

import dev.throughline.server.demo.Wire.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Starts the vendors' process, finds the one that an earlier demo left, and ends it. */
final class VendorsLauncher implements AutoCloseable {
    /** How long the vendors wait for a hub to come back. */
    private static final Duration ALONE = Duration.ofMinutes(3);

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path folder;
    private final ProcessHandle process;

    private VendorsLauncher(Path folder, ProcessHandle process) {
        this.folder = folder;
        this.process = process;
    }

    /** Begins to start them; {@link #await} says when they are there. */
    static VendorsLauncher start(Path folder, boolean temporary, long seed, int weeks) {
        var command = new ArrayList<String>();
        // In a session of their own, so that what strikes the hub's whole process group does not strike them.
        ownSession().ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                VendorsProcess.class.getName(),
                folder.toAbsolutePath().toString(),
                Boolean.toString(temporary),
                ALONE.toString(),
                Long.toString(seed),
                Integer.toString(weeks)));
        try {
            var builder = new ProcessBuilder(command);
            // Not as an option: a list of processes should show whose vendors they are, not a hundred libraries.
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            Process started = builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectErrorStream(true)
                    .redirectOutput(log(folder).toFile())
                    .start();
            return new VendorsLauncher(folder, started.toHandle());
        } catch (IOException failed) {
            throw new UncheckedIOException("the vendors' process cannot be started", failed);
        }
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static Optional<Path> ownSession() {
        return List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid")).stream()
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path log(Path folder) {
        return folder.resolve("vendors.log");
    }

    /** The vendors that an earlier hub left in the folder, when they are still there. */
    static Optional<VendorsLauncher> find(Path folder) {
        return address(folder)
                .flatMap(found -> ProcessHandle.of(found.pid()))
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().command().map(c -> c.contains("java")).orElse(false))
                .map(p -> new VendorsLauncher(folder, p));
    }

    private static Optional<Address> address(Path folder) {
        Path file = folder.resolve(Address.FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(file), Address.class))
                    : Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether they play this firm. */
    boolean play(long seed, int weeks) {
        return address(folder)
                .filter(a -> a.seed() == seed && a.weeks() == weeks)
                .isPresent();
    }

    /** Waits until they take orders. */
    VendorsLink await(InstantSource clock) {
        Instant ends = clock.instant().plus(START_PATIENCE);
        Optional<Address> address = address(folder);
        while (address.isEmpty()) {
            if (!process.isAlive() || clock.instant().isAfter(ends)) {
                throw new IllegalStateException("the vendors' process did not start: " + lastWords());
            }
            LockSupport.parkNanos(LOOK.toNanos());
            address = address(folder);
        }
        return new VendorsLink(address.get());
    }

    private String lastWords() {
        try {
            String log = Files.readString(log(folder));
            return log.substring(Math.max(0, log.length() - 2_000));
        } catch (IOException none) {
            return "it left no log";
        }
    }

    /** Ends them, and returns when they are gone. */
    @Override
    public void close() {
        address(folder).ifPresent(known -> {
            try (var link = new VendorsLink(known)) {
                link.stop();
            } catch (RuntimeException deaf) {
                process.destroy();
            }
        });
        if (address(folder).isEmpty()) {
            process.destroy();
        }
        try {
            process.onExit().get(END_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException stubborn) {
            process.destroyForcibly();
        }
    }
}
