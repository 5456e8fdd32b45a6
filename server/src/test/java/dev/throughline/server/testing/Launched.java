package dev.throughline.server.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command in a process of its own, as a person starts it. */
public final class Launched implements AutoCloseable {
    /** The second signal, in the mask of a process's status. */
    private static final long SIGINT = 1L << 1;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final Path output;

    private Launched(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param folder where its output is kept */
    public static Launched start(Path folder, String... words) throws IOException {
        return start(folder, List.of(), words);
    }

    /** @param options of the Java machine, such as {@code -Dname=value} */
    public static Launched start(Path folder, List<String> options, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add("dev.throughline.server.Main");
        command.addAll(List.of(words));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Launched(process, output);
    }

    public String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until its output says so. */
    public void awaitOutput(String says) throws IOException, InterruptedException {
        await(says, () -> {
            try {
                return output().contains(says);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** Looks again whenever the process has not ended meanwhile. */
    public void await(String what, BooleanSupplier seen) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.getAsBoolean()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended before %s: %s".formatted(what, output()));
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("no %s within %s: %s".formatted(what, PATIENCE, output()));
            }
        }
    }

    /** {@code kill}: asks it to end, as a supervisor does. @return its exit code */
    public int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Ctrl-C. Whoever was started by a shell in the background ignores it, and so do all its children: then it cannot be tried. @return its exit code */
    public int interrupt() throws IOException, InterruptedException {
        assumeThat(ignoresInterrupts())
                .as("started where Ctrl-C is ignored, as in the background of a shell")
                .isFalse();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return exitCode();
    }

    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .anyMatch(ignored -> (ignored & SIGINT) != 0);
    }

    /** {@code kill -9}: it can do nothing about it any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end within " + PATIENCE);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
