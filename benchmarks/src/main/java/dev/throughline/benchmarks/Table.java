package dev.throughline.benchmarks;

import dev.throughline.hub.storage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: printed as it comes for people, and kept for machines. */
final class Table {
    private record Row(String name, String unit, long value) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Object> machine = new LinkedHashMap<>();

    void head(String title) {
        System.out.printf("%n%s%n", title);
    }

    /** @param key for machines; @param name for people */
    void row(String key, String name, long value, String unit) {
        rows.add(new Row(name, unit, value));
        machine.put(key, value);
        System.out.printf(Locale.ROOT, "  %-66s %,12d %s%n", name, value, unit);
    }

    /** Microseconds for machines; milliseconds with two places for people. */
    void row(String key, String name, Duration value) {
        long micros = value.toNanos() / 1_000;
        rows.add(new Row(name, "us", micros));
        machine.put(key + "Micros", micros);
        System.out.printf(Locale.ROOT, "  %-66s %,9d.%02d ms%n", name, micros / 1_000, micros % 1_000 / 10);
    }

    void say(String key, String name, String value) {
        machine.put(key, value);
        System.out.printf("  %-66s %s%n", name, value);
    }

    void write(Path file) {
        try {
            Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(machine) + "\n");
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }
}
