package dev.throughline.server.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.throughline.server.security.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own under the data folder, on loopback only, with a random password. The library that carries it is made for tests and switches safety off; here it is
 * switched on and read back before anything is written.
 */
public final class EmbeddedDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "throughline";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** PostgreSQL writes its log in pieces of 16 MB, and needs more than one to recover. */
    private static final long ROOM = 64L * 1024 * 1024;

    private static final Map<String, String> SAFE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private final FileChannel lockFile;
    private final HikariDataSource pool;
    private final Path folder;
    private final Guard guard;
    private volatile EmbeddedPostgres postgres;

    private EmbeddedDatabase(
            FileChannel lockFile, EmbeddedPostgres postgres, HikariDataSource pool, Path folder, String password) {
        this.lockFile = lockFile;
        this.postgres = postgres;
        this.pool = pool;
        this.folder = folder;
        this.guard = Guard.over(() -> Orphan.lives(cluster(folder)), () -> revive(password));
    }

    private static Path cluster(Path folder) {
        return folder.resolve("postgres");
    }

    /** On the port that it had, since that is where everybody looks for it. */
    private EmbeddedPostgres revive(String password) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < ROOM) {
            throw new IOException(
                    "only %d MB are free on its disk, and %d are needed".formatted(room >> 20, ROOM >> 20));
        }
        int port = postgres.getPort();
        closeQuietly(postgres);
        Orphan.end(cluster(folder));
        // The library keeps it when a start fails. Ours on the whole folder is what protects it.
        Files.deleteIfExists(cluster(folder).resolve("epg-lock"));
        EmbeddedPostgres again = start(cluster(folder), password, port);
        postgres = again;
        return again;
    }

    /**
     * Starts on what the folder holds, or on nothing. A server that an earlier hub left there is ended first.
     *
     * @throws DatabaseTrouble when another hub uses the folder, or the server does not start
     */
    public static EmbeddedDatabase open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        FileChannel lock = lock(absolute);
        EmbeddedPostgres started = null;
        try {
            Path cluster = cluster(absolute);
            Orphan.end(cluster);
            String password = password(absolute);
            boolean fresh = !Files.exists(cluster.resolve("PG_VERSION"));
            started = start(cluster, password, 0);
            if (fresh) {
                closeTheDoor(started, cluster, password);
            }
            proveSafety(started);
            createOnce(started);
            String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(started.getPort(), NAME);
            return new EmbeddedDatabase(lock, started, Pool.open(url, "postgres", password), absolute, password);
        } catch (DatabaseTrouble told) {
            closeQuietly(started);
            closeQuietly(lock);
            throw told;
        } catch (IOException | SQLException | IllegalStateException failed) {
            closeQuietly(started);
            closeQuietly(lock);
            throw new DatabaseTrouble(
                    "The embedded PostgreSQL did not start in %s: %s".formatted(absolute, failed.getMessage()),
                    "Look at free disk space and permissions there; or give an external one with --database",
                    failed);
        }
    }

    /** Ends the server that a dead hub left in the folder, if there is one. */
    public static void endOrphan(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        FileChannel lock = lock(absolute);
        try {
            Orphan.end(cluster(absolute));
        } catch (IOException failed) {
            throw new DatabaseTrouble(
                    "The PostgreSQL that an earlier hub left in %s cannot be ended: %s"
                            .formatted(absolute, failed.getMessage()),
                    "End it by hand: its process number is the first line of postgres/postmaster.pid there",
                    failed);
        } finally {
            closeQuietly(lock);
        }
    }

    /** @param port 0 for any free one */
    private static EmbeddedPostgres start(Path cluster, String password, int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setPort(port)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(PATIENCE)
                .setConnectConfig("password", password)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("wal_compression", "on")
                .setServerConfig("max_wal_size", "2GB")
                // Tables go from empty to large in minutes, and commands change state all the time.
                .setServerConfig("autovacuum_naptime", "10s")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setOutputRedirector(log(cluster))
                .setErrorRedirector(log(cluster));
        SAFE.forEach(builder::setServerConfig);
        return builder.start();
    }

    private static ProcessBuilder.Redirect log(Path cluster) {
        return ProcessBuilder.Redirect.appendTo(
                cluster.resolveSibling("postgres.log").toFile());
    }

    /** The library sets trust for everybody on loopback; from the first start on a password is asked. */
    private static void closeTheDoor(EmbeddedPostgres postgres, Path cluster, String password)
            throws IOException, SQLException {
        execute(postgres, "ALTER ROLE postgres PASSWORD '" + password + "'");
        Files.writeString(
                cluster.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", StandardCharsets.UTF_8);
        execute(postgres, "SELECT pg_reload_conf()");
    }

    private static void proveSafety(EmbeddedPostgres postgres) throws SQLException {
        for (var setting : SAFE.entrySet()) {
            String value = text(postgres, "SHOW " + setting.getKey());
            if (!value.equals(setting.getValue())) {
                throw new IllegalStateException("%s is %s and must be %s: data would not survive a crash"
                        .formatted(setting.getKey(), value, setting.getValue()));
            }
        }
    }

    private static void createOnce(EmbeddedPostgres postgres) throws SQLException {
        if (text(postgres, "SELECT count(*) FROM pg_database WHERE datname = '" + NAME + "'")
                .equals("0")) {
            // Keys are compared byte by byte, whatever the machine's language is.
            execute(
                    postgres,
                    "CREATE DATABASE " + NAME
                            + " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String password(Path folder) throws IOException {
        Path file = folder.resolve("postgres.password");
        if (Files.exists(file)) {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        }
        String password = Secrets.draw(32);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, password, StandardCharsets.UTF_8);
        return password;
    }

    /** Held by the operating system for as long as this process lives, however it ends. */
    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(folder, new IOException("locked"));
            }
            return channel;
        } catch (java.nio.channels.OverlappingFileLockException twice) {
            throw inUse(folder, twice);
        } catch (IOException failed) {
            throw new DatabaseTrouble(
                    "The data folder %s cannot be written: %s".formatted(folder, failed.getMessage()),
                    "Make it writable, or give another one with --data",
                    failed);
        }
    }

    private static DatabaseTrouble inUse(Path folder, Exception cause) {
        return new DatabaseTrouble(
                "Another hub uses the data folder %s".formatted(folder),
                "Stop the other one, or give another folder with --data",
                cause);
    }

    @Override
    public DataSource source() {
        return pool;
    }

    @Override
    public String says() {
        return "embedded PostgreSQL in " + folder;
    }

    @Override
    public void close() {
        guard.close();
        pool.close();
        closeQuietly(postgres);
        endWhatIsLeft();
        closeQuietly(lockFile);
    }

    /** One that was started again and took long to answer belongs to nobody's handle. */
    private void endWhatIsLeft() {
        try {
            Orphan.end(cluster(folder));
        } catch (IOException failed) {
            LOG.warn("PostgreSQL could not be ended: {}", failed.toString());
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception failed) {
            LOG.warn("could not be closed: {}", failed.toString());
        }
    }
}
