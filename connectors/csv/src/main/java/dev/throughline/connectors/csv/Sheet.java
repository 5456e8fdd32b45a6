package dev.throughline.connectors.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What must be known of a file before its rows can be read.
 *
 * @param names  of the columns; empty for an empty file
 * @param header the header row, empty for an empty file
 * @param fault  why the header is none; then the columns have numbers only
 */
record Sheet(
        CsvFile file,
        Encoding encoding,
        char delimiter,
        List<String> names,
        Optional<RowScanner.Raw> header,
        Optional<String> fault) {
    static Sheet open(CsvFile file, CsvConfig config) throws IOException {
        Encoding encoding = Encoding.of(file, config.encoding());
        Optional<RowScanner.Raw> header;
        // Where line breaks are does not depend on the delimiter unless quotes hold some, and a header's hardly ever
        // do.
        char assumed = config.delimiter() == CsvConfig.Delimiter.AUTO ? ',' : config.delimiter().character;
        try (RowScanner scanner = new RowScanner(file, encoding, assumed, encoding.markBytes(), 1)) {
            header = scanner.next();
        }
        if (header.isEmpty()) {
            return new Sheet(file, encoding, assumed, List.of(), header, Optional.empty());
        }
        String text = encoding.leniently(header.get().bytes());
        char delimiter = config.delimiter() == CsvConfig.Delimiter.AUTO ? RowParser.delimiterOf(text) : assumed;
        if (header.get().fault().isPresent()) {
            return new Sheet(
                    file, encoding, delimiter, List.of(), header, header.get().fault());
        }
        try {
            List<String> names = RowParser.names(new RowParser(delimiter).fields(text), config.names());
            return new Sheet(file, encoding, delimiter, names, header, Optional.empty());
        } catch (CsvParseException e) {
            return new Sheet(
                    file,
                    encoding,
                    delimiter,
                    List.of(),
                    header,
                    Optional.of("the header cannot be parsed: " + e.getMessage()));
        }
    }

    /** Where the rows begin, or the end of an empty file. */
    long firstRow() {
        return header.map(RowScanner.Raw::end).orElse(file.bytes());
    }

    long firstLine() {
        return header.map(RowScanner.Raw::nextLine).orElse(1L);
    }

    RowScanner rowsFrom(long offset, long line) throws IOException {
        return new RowScanner(file, encoding, delimiter, offset, line);
    }
}
