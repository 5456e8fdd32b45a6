package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Change;
import dev.throughline.connectors.csv.Position.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of one file.
 *
 * @param place after them
 * @param ended whether the file has no more, for now
 */
record FileRead(List<Change> changes, Place place, boolean ended) {
    /** A page of long rows ends early. */
    private static final long PAGE_BYTES_MAX = 16L * 1024 * 1024;

    static FileRead of(CsvConfig config, CsvConfig.Source source, CsvFile file, Place from, int limit)
            throws IOException {
        Sheet sheet = Sheet.open(file, config);
        if (sheet.header().filter(RowScanner.Raw::terminated).isEmpty()) {
            // Nothing but a header that may still grow, or nothing at all: the next look begins anew.
            return new FileRead(List.of(), from, true);
        }
        boolean fresh = from.offset() == 0;
        long offset = fresh ? sheet.firstRow() : from.offset();
        long line = fresh ? sheet.firstLine() : from.line();
        RowChanges rows = new RowChanges(source, sheet, from);
        List<Change> changes = new ArrayList<>();
        if (fresh) {
            rows.ofHeader().ifPresent(changes::add);
        }
        try (RowScanner scanner = sheet.rowsFrom(offset, line)) {
            return read(scanner, rows, changes, new Reached(from, offset, from.rows(), line), file, limit);
        }
    }

    private record Reached(Place from, long offset, long rows, long line) {
        Reached after(RowScanner.Raw raw) {
            return new Reached(from, raw.end(), rows + 1, raw.nextLine());
        }

        Place place(CsvFile file) throws IOException {
            long hash = file.hash(from.offset(), offset, from.hash());
            return new Place(from.name(), file.look(), hash, from.sequence(), from.generation(), offset, rows, line);
        }
    }

    private static FileRead read(
            RowScanner scanner, RowChanges rows, List<Change> changes, Reached from, CsvFile file, int limit)
            throws IOException {
        Reached reached = from;
        while (changes.size() < limit && reached.offset() - from.offset() < PAGE_BYTES_MAX) {
            Optional<RowScanner.Raw> raw = scanner.next();
            if (raw.isEmpty()) {
                return new FileRead(changes, reached.place(file), true);
            }
            RowChanges.Row row = rows.of(scanner, raw.get(), reached.rows() + 1);
            changes.add(row.change());
            if (!row.raw().terminated()) {
                // The last row without a line break counts now, and is looked at again should the file grow.
                return new FileRead(changes, reached.place(file), true);
            }
            reached = reached.after(row.raw());
        }
        return new FileRead(changes, reached.place(file), false);
    }
}
