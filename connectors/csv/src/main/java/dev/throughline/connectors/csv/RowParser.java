package dev.throughline.connectors.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fields of one row that was cut out already. */
final class RowParser {
    /** Names of our own in a payload; a column of that name gets another. */
    static final Set<String> RESERVED = Set.of("_file", "_line", "_row", "_encoding", "_extra", "_error", "_raw");

    private final CsvReader.CsvReaderBuilder builder;

    RowParser(char delimiter) {
        builder = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(4 * RowScanner.ROW_BYTES_MAX);
    }

    /** @throws CsvParseException when quotes do not fit together */
    List<String> fields(String row) {
        return builder.ofSingleCsvRecord(row).getFields();
    }

    /** The header's names, trimmed and called as stated; an empty one becomes {@code column_16}, a second {@code name} becomes {@code name_2}. */
    static List<String> names(List<String> header, CsvConfig.Names called) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>(RESERVED);
        for (int i = 0; i < header.size(); i++) {
            String name = named(header.get(i), called);
            String base = name.isEmpty() ? "column_" + (i + 1) : name;
            String unique = base;
            for (int n = 2; !taken.add(unique); n++) {
                unique = base + "_" + n;
            }
            names.add(unique);
        }
        return names;
    }

    private static String named(String written, CsvConfig.Names called) {
        // No database keeps the character zero, and no header means it.
        String name = written.replace("\u0000", "").strip();
        return switch (called) {
            case AS_WRITTEN -> name;
            case PLAIN ->
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", "_")
                        .replaceAll("^_+|_+$", "");
        };
    }

    /** Of the characters that part fields, the one that the header has most of outside quotes; a comma where it has none. */
    static char delimiterOf(String header) {
        char best = ',';
        long most = 0;
        for (CsvConfig.Delimiter candidate : CsvConfig.Delimiter.values()) {
            long count = candidate == CsvConfig.Delimiter.AUTO ? 0 : outsideQuotes(header, candidate.character);
            if (count > most) {
                most = count;
                best = candidate.character;
            }
        }
        return best;
    }

    private static long outsideQuotes(String text, char wanted) {
        boolean quoted = false;
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == wanted) {
                count++;
            }
        }
        return count;
    }
}
