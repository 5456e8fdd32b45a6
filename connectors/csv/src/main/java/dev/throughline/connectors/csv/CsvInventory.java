package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ObjectType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts rows, also those that no mapping will understand. A row has no business date and no currency before it is mapped, so windows and sums do not apply. */
record CsvInventory(CsvConfig config, CsvChanges changes) implements Inventory {
    @Override
    public Set<ObjectType> objects() {
        return changes.objects();
    }

    @Override
    public Counted totals(ObjectType objectType, Window window) {
        CsvConfig.Source source = config.source(objectType);
        long rows = 0;
        try {
            for (CsvFile file : CsvFile.of(config, source)) {
                rows += rowsOf(Sheet.open(file, config));
            }
        } catch (IOException e) {
            return new Counted.Failed(CsvFile.unavailable(config.folder(), e));
        }
        return new Counted.Totals(List.of(new Total("", rows, BigDecimal.ZERO)));
    }

    private static long rowsOf(Sheet sheet) throws IOException {
        long rows = 0;
        RowParser parser = new RowParser(sheet.delimiter());
        try (RowScanner scanner = sheet.rowsFrom(sheet.firstRow(), sheet.firstLine())) {
            Optional<RowScanner.Raw> raw = scanner.next();
            while (raw.isPresent()) {
                rows++;
                takeBackWhereQuotesDoNotFit(sheet, parser, scanner, raw.get());
                raw = scanner.next();
            }
        }
        return rows;
    }

    /** Counts as the change source cuts: of several lines that only seem to be one row, each is a row. */
    private static void takeBackWhereQuotesDoNotFit(
            Sheet sheet, RowParser parser, RowScanner scanner, RowScanner.Raw raw) throws IOException {
        if (raw.fault().isEmpty() && raw.nextLine() - raw.line() > 1) {
            try {
                parser.fields(sheet.encoding().leniently(raw.bytes()));
            } catch (de.siegmar.fastcsv.reader.CsvParseException e) {
                scanner.firstLineOf(raw, "quotes do not fit together");
            }
        }
    }

    @Override
    public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
        return changes.read(objectType, cursor, limit);
    }
}
