package dev.throughline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the operating system counts for this process and for the database below it. */
final class Used {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Used() {}

    /**
     * Processor time of this process, the simulators in it, and of the database's processes that still live. Says what a run costs also on a machine that is busy with other
     * things. The database's server is nobody's child, so it is found by the file in which it writes its number.
     *
     * @param cluster the database's data folder
     */
    static Duration processor(Path cluster) {
        return Stream.concat(Stream.of(ProcessHandle.current()), database(cluster))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Stream<ProcessHandle> database(Path cluster) {
        try (Stream<String> lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))).stream()
                    .flatMap(server -> Stream.concat(Stream.of(server), server.children()));
        } catch (IOException gone) {
            return Stream.of();
        }
    }

    /** In MB; empty where the system does not tell. */
    static OptionalLong peakResident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst();
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }
}
