package dev.throughline.connectors.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Change;
import dev.throughline.connectors.csv.Position.Place;
import dev.throughline.model.ExternalId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as changes. The payload has a member per column under the header's name, texts as they stand, and {@code _file}, {@code _line}, {@code _row},
 * {@code _encoding}; fields beyond the header are under {@code _extra}, columns that a short row lacks are absent. A row that cannot be read or identified has
 * {@code _error} and {@code _raw} instead of columns.
 */
final class RowChanges {
    /** Rows of a later file are newer than any of an earlier one. */
    private static final long ROWS_MAX = 100_000_000;

    private static final int ID_CHARACTERS_MAX = 512;

    private final CsvConfig.Source source;
    private final Sheet sheet;
    private final Place from;
    private final RowParser parser;
    private final List<Integer> idColumns;
    private final Optional<String> noId;

    RowChanges(CsvConfig.Source source, Sheet sheet, Place from) {
        this.source = source;
        this.sheet = sheet;
        this.from = from;
        this.parser = new RowParser(sheet.delimiter());
        List<Integer> columns = new ArrayList<>();
        Optional<String> missing = Optional.empty();
        for (String wanted : source.id()) {
            int column = columnOf(wanted);
            columns.add(column);
            if (column < 0) {
                missing = Optional.of(
                        "the file has no column '%s' to identify rows by; it has %s".formatted(wanted, sheet.names()));
            }
        }
        this.idColumns = List.copyOf(columns);
        this.noId = missing;
    }

    /** A row as it was cut in the end, and its change. */
    record Row(RowScanner.Raw raw, Change change) {}

    /** @param number counts rows from 1, without the header */
    Row of(RowScanner scanner, RowScanner.Raw raw, long number) throws IOException {
        if (raw.fault().isPresent()) {
            return new Row(raw, error(raw, number, raw.fault().get()));
        }
        Optional<String> text = sheet.encoding().strictly(raw.bytes());
        if (text.isEmpty()) {
            return new Row(
                    raw,
                    error(raw, number, "bytes that are no " + sheet.encoding().charset()));
        }
        if (text.get().indexOf(0) >= 0) {
            return new Row(raw, error(raw, number, "the character zero is in it, which no text has"));
        }
        try {
            return new Row(raw, change(raw, number, parser.fields(text.get())));
        } catch (CsvParseException e) {
            boolean manyLines = raw.nextLine() - raw.line() > 1;
            RowScanner.Raw faulty = manyLines ? scanner.firstLineOf(raw, "quotes do not fit together") : raw;
            return new Row(faulty, error(faulty, number, "quotes do not fit together"));
        }
    }

    /** The header, where it is at fault. */
    Optional<Change> ofHeader() {
        return sheet.fault().map(fault -> error(sheet.header().orElseThrow(), 0, fault));
    }

    private Change change(RowScanner.Raw raw, long number, List<String> fields) {
        String id = idOf(fields);
        if (!source.id().isEmpty() && (id.isBlank() || id.length() > ID_CHARACTERS_MAX)) {
            String why = noId.orElse(
                    id.isBlank()
                            ? "the row has no value in " + source.id()
                            : "the identity is longer than 512 characters");
            return error(raw, number, why);
        }
        ObjectNode payload = Json.MAPPER.createObjectNode();
        List<String> names = sheet.names();
        for (int i = 0; i < Math.min(names.size(), fields.size()); i++) {
            payload.put(names.get(i), fields.get(i));
        }
        if (fields.size() > names.size()) {
            ArrayNode extra = payload.putArray("_extra");
            fields.subList(names.size(), fields.size()).forEach(extra::add);
        }
        ExternalId external = source.id().isEmpty() ? byPlace(number) : new ExternalId(id);
        return change(raw, number, external, payload);
    }

    private Change error(RowScanner.Raw raw, long number, String why) {
        ObjectNode payload = Json.MAPPER
                .createObjectNode()
                .put("_error", "%s, line %d: %s".formatted(sheet.file().name(), raw.line(), why))
                .put("_raw", sheet.encoding().leniently(raw.bytes()).replace('\u0000', '\uFFFD'));
        return change(raw, number, byPlace(number), payload);
    }

    private Change change(RowScanner.Raw raw, long number, ExternalId id, ObjectNode payload) {
        payload.put("_file", sheet.file().name())
                .put("_line", raw.line())
                .put("_row", number)
                .put("_encoding", sheet.encoding().charset().name());
        return new Change(
                source.object(),
                id,
                version(raw, number),
                Change.Operation.UPSERTED,
                sheet.file().modified(),
                payload);
    }

    /** The generation is part of it: a file may be replaced by what it was before, and that is news again. */
    private Change.Version version(RowScanner.Raw raw, long number) {
        String token = "%s.%d.%d.%s"
                .formatted(
                        Long.toUnsignedString(from.name(), Character.MAX_RADIX),
                        from.generation(),
                        number,
                        Long.toUnsignedString(Fnv.of(raw.bytes()), Character.MAX_RADIX));
        return new Change.Version(Math.addExact(Math.multiplyExact(from.sequence(), ROWS_MAX), number), token);
    }

    private ExternalId byPlace(long number) {
        return new ExternalId(sheet.file().name() + "#" + number);
    }

    /** One column's value as it is; several joined so that no two rows can be mistaken for one another. Blank when one is missing. */
    private String idOf(List<String> fields) {
        List<String> values = new ArrayList<>();
        for (int column : idColumns) {
            String value =
                    column >= 0 && column < fields.size() ? fields.get(column).strip() : "";
            if (value.isEmpty()) {
                return "";
            }
            values.add(
                    idColumns.size() == 1 ? value : value.replace("\\", "\\\\").replace("|", "\\|"));
        }
        return String.join("|", values);
    }

    /** As the setting spells it, or else without regard to case, blanks and underscores, as exports rename columns. */
    private int columnOf(String wanted) {
        int exact = sheet.names().indexOf(wanted);
        return exact >= 0
                ? exact
                : sheet.names().stream().map(RowChanges::plain).toList().indexOf(plain(wanted));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
