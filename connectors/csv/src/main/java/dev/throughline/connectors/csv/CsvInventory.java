package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts rows, also those that no mapping will understand. A row has no business date and no currency before it is mapped, so windows and sums do not apply. Of several rows of one
 * record the last says what the record is; those before it are no records of their own.
 */
final class CsvInventory implements Inventory {
    private static final int PAGE = 5_000;

    private final CsvConfig config;
    private final CsvChanges changes;
    private final Map<ObjectType, Map<ExternalId, Long>> latest = new ConcurrentHashMap<>();

    CsvInventory(CsvConfig config, CsvChanges changes) {
        this.config = config;
        this.changes = changes;
    }

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
        if (cursor.isEmpty()) {
            latest.remove(objectType);
        }
        Map<ExternalId, Long> last = latest.computeIfAbsent(objectType, this::latest);
        return switch (changes.read(objectType, cursor, limit)) {
            case ReadResult.Page(var rows, var next, var more, var gaps) ->
                new ReadResult.Page(
                        rows.stream()
                                .filter(row ->
                                        row.version().ordinal() >= last.getOrDefault(row.externalId(), Long.MIN_VALUE))
                                .toList(),
                        next,
                        more,
                        gaps);
            case ReadResult.Expired expired -> expired;
            case ReadResult.Failed failed -> failed;
        };
    }

    /** The newest row of each record; what cannot be read now fails again, and aloud, when it is read as a page. */
    private Map<ExternalId, Long> latest(ObjectType objectType) {
        Map<ExternalId, Long> last = new HashMap<>();
        Optional<Cursor> at = Optional.empty();
        boolean more = true;
        while (more) {
            if (changes.read(objectType, at, PAGE) instanceof ReadResult.Page page) {
                page.changes()
                        .forEach(row ->
                                last.merge(row.externalId(), row.version().ordinal(), Math::max));
                at = Optional.of(page.next());
                more = page.more();
            } else {
                more = false;
            }
        }
        return last;
    }
}
