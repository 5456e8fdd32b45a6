package dev.throughline.server.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory, and a weight on it that can be taken away. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTE = 1024 * 1024;

    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /** Empty where mounting is not permitted, or not known. */
    static Optional<SmallDisk> mount(Path place, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(place);
        return runs("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "tmpfs", place.toString())
                ? Optional.of(new SmallDisk(place))
                : Optional.empty();
    }

    Path place() {
        return place;
    }

    /** Leaves so much room and no more. */
    void fill(int megabytesLeft) throws IOException {
        empty();
        long weight = Files.getFileStore(place).getUsableSpace() - (long) megabytesLeft * MEGABYTE;
        byte[] some = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(weight())) {
            for (long left = weight; left > 0; left -= MEGABYTE) {
                out.write(some, 0, (int) Math.min(left, MEGABYTE));
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(weight());
    }

    private Path weight() {
        return place.resolve("weight");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (!runs("umount", place.toString())) {
            runs("umount", "-l", place.toString());
        }
    }
}
