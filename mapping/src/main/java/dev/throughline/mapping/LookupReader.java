package dev.throughline.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a lookup's file. */
final class LookupReader {
    private static final Set<String> TABLE = Set.of("lookup", "version", "source", "owner", "layer", "rows");
    private static final Set<String> ROW = Set.of("key", "value", "from", "to", "note");

    private LookupReader() {}

    static Optional<Lookups.Table> read(YamlNode.Table root, Form form, Layer layer) {
        form.onlyKnown(root, "", TABLE);
        String name = form.needed(root, "lookup");
        if (!name.isEmpty() && !name.matches("[a-z0-9][a-zA-Z0-9._-]{0,127}")) {
            form.wrong(root.line(), "lookup", "must be a name of letters, digits, points and hyphens");
        }
        Map<String, List<Lookups.Row>> rows = new LinkedHashMap<>();
        for (YamlNode item : form.items(root, "rows")) {
            if (item instanceof YamlNode.Table table) {
                row(table, form).ifPresent(row -> add(rows, row, form, item.line()));
            } else {
                form.wrong(item.line(), "rows", "must hold maps of key and value");
            }
        }
        if (!root.entries().containsKey("rows")) {
            form.wrong(root.line(), "rows", "is missing");
        }
        return Optional.of(new Lookups.Table(name, layer, rows));
    }

    private static void add(Map<String, List<Lookups.Row>> rows, Lookups.Row row, Form form, int line) {
        List<Lookups.Row> same = rows.computeIfAbsent(row.key(), _ -> new ArrayList<>());
        if (same.stream().anyMatch(row::overlaps)) {
            form.wrong(line, "rows", "gives '%s' a second value for the same days".formatted(Words.brief(row.key())));
        }
        same.add(row);
    }

    private static Optional<Lookups.Row> row(YamlNode.Table table, Form form) {
        form.onlyKnown(table, "rows", ROW);
        Optional<Object> key = scalar(table, "key", form);
        Optional<Object> value = scalar(table, "value", form);
        LocalDate from = day(table, "from", form, LocalDate.MIN);
        LocalDate to = day(table, "to", form, LocalDate.MAX);
        if (to.isBefore(from)) {
            form.wrong(table.line(), "rows.to", "lies before from");
        }
        if (key.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Lookups.Row(Lookups.key(key.get()), value.get(), from, to));
    }

    private static Optional<Object> scalar(YamlNode.Table table, String name, Form form) {
        if (table.entries().get(name) instanceof YamlNode.Scalar(var value, var _) && value != null) {
            return Optional.of(value);
        }
        form.wrong(table.line(), "rows." + name, "must be a text, number or boolean");
        return Optional.empty();
    }

    private static LocalDate day(YamlNode.Table table, String name, Form form, LocalDate otherwise) {
        Optional<String> text = form.text(table, name);
        try {
            return text.map(LocalDate::parse).orElse(otherwise);
        } catch (DateTimeException e) {
            form.wrong(table.entries().get(name).line(), "rows." + name, "must be a day, such as 2026-03-31");
            return otherwise;
        }
    }
}
