package dev.throughline.connectors.netsuite.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The item lines of one transaction, compressed: a million of them fit into some thirty megabytes, where maps would take a gigabyte. */
record PackedLines(byte[] bytes, int count) {
    static final PackedLines NONE = new PackedLines(new byte[0], 0);

    static PackedLines of(RecordType type, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return NONE;
        }
        List<String> names = List.copyOf(type.fields().get("item").rows().keySet());
        var bytes = new ByteArrayOutputStream();
        var fast = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, fast))) {
            for (Map<String, Object> row : rows) {
                out.writeShort(row.size());
                for (var cell : row.entrySet()) {
                    out.writeShort(names.indexOf(cell.getKey()));
                    out.writeUTF(
                            cell.getValue() instanceof BigDecimal d
                                    ? d.toPlainString()
                                    : cell.getValue().toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return new PackedLines(bytes.toByteArray(), rows.size());
    }

    List<Map<String, Object>> unpack(RecordType type) {
        List<Map<String, Object>> rows = new ArrayList<>(count);
        List<Field> fields = List.copyOf(type.fields().get("item").rows().values());
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            for (int i = 0; i < count; i++) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int cells = in.readShort(); cells > 0; cells--) {
                    Field field = fields.get(in.readShort());
                    row.put(field.name(), value(field, in.readUTF()));
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static Object value(Field field, String text) {
        return switch (field.kind()) {
            case NUMBER, MONEY, INTEGER -> new BigDecimal(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE -> LocalDate.parse(text);
            case TEXT, DATETIME, DURATION, REF, REFS, ENUM, OBJECT, SUBLIST -> text;
        };
    }
}
