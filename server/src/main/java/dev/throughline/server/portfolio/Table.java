package dev.throughline.server.portfolio;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a file once more, without the connector, to judge what the hub made of it. */
final class Table implements Closeable {
    private final CsvReader<NamedCsvRecord> reader;

    private Table(CsvReader<NamedCsvRecord> reader) {
        this.reader = reader;
    }

    static Table open(Path file) throws IOException {
        return new Table(CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofNamedCsvRecord(Files.readString(file, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "")));
    }

    void forEach(Consumer<Map<String, String>> each) {
        for (NamedCsvRecord record : reader) {
            each.accept(new HashMap<>(record.getFieldsAsMap()));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
