package dev.throughline.server.portfolio;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
                .ofNamedCsvRecord(text(file)));
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            text = new String(bytes, Charset.forName("windows-1252"));
        }
        return text.replaceFirst("^\\uFEFF", "");
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
