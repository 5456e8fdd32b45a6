package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file as it lies in the folder now.
 *
 * @param key who the file is and, where the file system tells, when it was last touched in any way: whoever copies over a file may set its time back, but not that one
 */
record CsvFile(Path path, String name, long bytes, Instant modified, String key) {
    /** Plain files of the folder, by name; folders within, links and whatever else are left alone. */
    static List<CsvFile> all(Path folder) throws IOException {
        List<CsvFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                of(path).ifPresent(files::add);
            }
        }
        files.sort(Comparator.comparing(CsvFile::name));
        return files;
    }

    static List<CsvFile> of(CsvConfig config, CsvConfig.Source source) throws IOException {
        return all(config.folder()).stream()
                .filter(file -> source.matcher().matches(Path.of(file.name())))
                .toList();
    }

    private static Optional<CsvFile> of(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? Optional.of(new CsvFile(
                            path,
                            path.getFileName().toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant(),
                            key(path, attributes)))
                    : Optional.empty();
        } catch (java.nio.file.NoSuchFileException e) {
            // It went away between listing and looking.
            return Optional.empty();
        }
    }

    static Trouble unavailable(Path folder, IOException e) {
        return new Trouble.Unavailable(
                "the folder %s cannot be read (%s); check that it exists and that this account may read it"
                        .formatted(folder, e.getClass().getSimpleName()),
                Optional.empty());
    }

    private static String key(Path path, BasicFileAttributes attributes) throws IOException {
        Object touched = path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
                : "";
        return "%s %s".formatted(Objects.requireNonNullElse(attributes.fileKey(), ""), touched);
    }

    long nameHash() {
        return Fnv.of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells without reading that the file is very likely the same as when this was the same. */
    long look() {
        return Fnv.of("%d %s %s".formatted(bytes, modified, key).getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of the bytes from one place to another, going on from an earlier hash. */
    long hash(long from, long to, long before) throws IOException {
        long hash = before;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = from(from)) {
            long left = to - from;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    // Shorter than it was: certainly not what was read.
                    return ~hash;
                }
                hash = Fnv.more(hash, buffer, read);
                left -= read;
            }
        }
        return hash;
    }

    InputStream from(long offset) throws IOException {
        FileChannel channel = FileChannel.open(path);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }
}
