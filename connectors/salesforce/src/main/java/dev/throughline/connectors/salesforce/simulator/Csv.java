package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated text by RFC 4180: quotes, doubled quotes, line breaks within quotes. */
final class Csv {
    private Csv() {}

    static List<List<String>> parse(String text, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == delimiter) {
                row.add(take(cell));
            } else if (c == '\n') {
                row.add(take(cell));
                add(rows, row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (quoted) {
            throw Refusal.bad("InvalidBatch", "a quoted cell is not closed");
        }
        row.add(take(cell));
        add(rows, row);
        return rows;
    }

    static String line(List<String> cells) {
        return line(cells, ',', "\n");
    }

    static String line(List<String> cells, char delimiter, String end) {
        return cells.stream()
                        .map(c -> '"' + c.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(String.valueOf(delimiter)))
                + end;
    }

    private static String take(StringBuilder cell) {
        String text = cell.toString();
        cell.setLength(0);
        return text;
    }

    private static void add(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.getFirst().isEmpty()) {
            rows.add(row);
        }
    }
}
