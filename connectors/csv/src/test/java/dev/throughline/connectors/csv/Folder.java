package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder under test, read by a new connector on each pass. */
final class Folder {
    static final ObjectType ROWS = new ObjectType("rows");

    final Path path;
    private final Map<String, String> settings = new LinkedHashMap<>();
    Optional<Cursor> cursor = Optional.empty();
    List<ReadResult.Gap> gaps = new ArrayList<>();

    Folder(Path path, String... namesAndValues) {
        this.path = path;
        settings.put("folder", path.toString());
        settings.put("files", "rows=*.csv");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    Connector open() {
        return new CsvConnectorFactory()
                .open(new ConnectorContext(
                        new SystemId("files"),
                        settings,
                        () -> Instant.parse("2026-03-02T09:30:00Z"),
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED));
    }

    void write(String name, String text) throws IOException {
        write(name, text, StandardCharsets.UTF_8);
    }

    void write(String name, String text, Charset charset) throws IOException {
        Files.write(path.resolve(name), text.getBytes(charset));
    }

    /** Reads on from where the last pass ended, a few rows at a time. */
    List<Change> pass(int limit) {
        return pass(ROWS, limit);
    }

    List<Change> pass(ObjectType object, int limit) {
        List<Change> changes = new ArrayList<>();
        boolean more = true;
        while (more) {
            ReadResult result = open().changes().orElseThrow().read(object, cursor, limit);
            if (!(result instanceof ReadResult.Page page)) {
                throw new AssertionError(result.toString());
            }
            changes.addAll(page.changes());
            gaps.addAll(page.gaps());
            cursor = Optional.of(page.next());
            more = page.more();
        }
        return changes;
    }

    long counted() {
        return counted(ROWS);
    }

    long counted(ObjectType object) {
        var counted = open().inventory().orElseThrow().totals(object, Inventory.Window.ALL);
        return ((Inventory.Counted.Totals) counted).byCurrency().getFirst().count();
    }

    static String text(Change change, String column) {
        return change.payload().path(column).asString("");
    }
}
