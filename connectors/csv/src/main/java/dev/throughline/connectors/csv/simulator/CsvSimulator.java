package dev.throughline.connectors.csv.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.simkit.SmallFirm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Some system that exports a file per object and day ({@code orders-2026-03-02.csv}) into a folder of its own. Each insert, change
 * and deletion writes the file of the record's day anew, and moves it into place under its old name; an insert thus only adds to its end.
 */
public final class CsvSimulator implements Simulator {
    private final Faults faults = new Faults(EnumSet.noneOf(Fault.class), new Random(1));
    private final Map<String, Map<String, Row>> objects = new LinkedHashMap<>();
    private InstantSource clock = InstantSource.system();
    private Optional<Path> folder = Optional.empty();
    private int ids = 1;

    private record Row(String file, Map<String, Object> fields) {}

    @Override
    public String kind() {
        return "csv";
    }

    /** Makes a folder under the system's temporary one; a folder has no port. */
    @Override
    public synchronized void start(int port, InstantSource time) {
        clock = time;
        try {
            folder = Optional.of(Files.createTempDirectory("csv-sandbox-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for the files", e);
        }
    }

    @Override
    public Access access() {
        URI place = folder().toUri();
        return new Access(
                place,
                place,
                List.of(),
                Map.of(
                        "folder",
                        folder().toString(),
                        "files",
                        "customers=customers-*.csv; orders=orders-*.csv",
                        "id",
                        "customers=id; orders=id"));
    }

    @Override
    public synchronized Map<String, String> seedSmallFirm() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (SmallFirm.Customer customer : SmallFirm.firm().customers()) {
            ids.put(
                    customer.name(),
                    screen().insert("customers", Map.of("title", customer.title(), "currency", customer.currency())));
        }
        for (SmallFirm.Invoice invoice : SmallFirm.firm().invoices()) {
            ids.put(
                    invoice.name(),
                    screen().insert(
                                    "orders",
                                    Map.of(
                                            "title",
                                            invoice.number(),
                                            "customer",
                                            ids.get(invoice.customer()),
                                            "amount",
                                            invoice.total())));
        }
        return ids;
    }

    @Override
    public Screen screen() {
        return new Exports();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    /** The folder goes away with its files. */
    @Override
    public synchronized void close() {
        folder.ifPresent(CsvSimulator::delete);
        folder = Optional.empty();
    }

    private Path folder() {
        return folder.orElseThrow(() -> new IllegalStateException("the simulator is not started"));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be removed", e);
        }
    }

    private void writeAnew(String object, String name) {
        List<Row> rows = objects.get(object).values().stream()
                .filter(row -> row.file().equals(name))
                .toList();
        Set<String> columns = new LinkedHashSet<>(List.of("id"));
        rows.forEach(row -> columns.addAll(row.fields().keySet()));
        List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
        rows.forEach(row ->
                lines.add(columns.stream().map(c -> quoted(row.fields().get(c))).collect(Collectors.joining(","))));
        try {
            // Moved into place as careful exporters do, so that no reader sees half a file.
            Path fresh = Files.createTempFile(folder(), "export", ".tmp");
            Files.write(fresh, (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(fresh, FileTime.from(clock.instant()));
            Files.move(
                    fresh, folder().resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + name + " cannot be written", e);
        }
    }

    private static String quoted(@org.jspecify.annotations.Nullable Object value) {
        String text = value instanceof java.math.BigDecimal amount
                ? amount.toPlainString()
                : value == null ? "" : value.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private final class Exports implements Screen {
        @Override
        public String insert(String object, Map<String, Object> fields) {
            synchronized (CsvSimulator.this) {
                String id = Integer.toString(ids++);
                String name = "%s-%s.csv".formatted(object, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
                Map<String, Object> row = new LinkedHashMap<>(Map.of("id", id));
                new java.util.TreeMap<>(fields).forEach(row::put);
                rows(object).put(id, new Row(name, row));
                writeAnew(object, name);
                return id;
            }
        }

        @Override
        public void update(String object, String id, Map<String, Object> fields) {
            synchronized (CsvSimulator.this) {
                Row row = existing(object, id);
                row.fields().putAll(fields);
                writeAnew(object, row.file());
            }
        }

        @Override
        public void delete(String object, String id) {
            synchronized (CsvSimulator.this) {
                Row row = existing(object, id);
                rows(object).remove(id);
                writeAnew(object, row.file());
            }
        }

        @Override
        public List<Map<String, Object>> records(String object) {
            synchronized (CsvSimulator.this) {
                return rows(object).values().stream()
                        .<Map<String, Object>>map(row -> new LinkedHashMap<>(row.fields()))
                        .toList();
            }
        }

        private Map<String, Row> rows(String object) {
            return objects.computeIfAbsent(object, _ -> new LinkedHashMap<>());
        }

        private Row existing(String object, String id) {
            Row row = rows(object).get(id);
            if (row == null) {
                throw new NoSuchElementException("no row %s in %s".formatted(id, object));
            }
            return row;
        }
    }
}
