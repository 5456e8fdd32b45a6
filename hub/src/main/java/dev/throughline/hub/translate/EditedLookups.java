package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.mapping.MappingSource;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lookup rows that finance and operations put into the running hub. */
public final class EditedLookups {
    private static final String READ =
            "SELECT lookup, key, value FROM lookup_row WHERE tenant = ? ORDER BY lookup, key";

    private static final String PUT = """
            INSERT INTO lookup_row (tenant, lookup, key, value, changed_by, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, lookup, key, coalesce(valid_from, '-infinity'))
            DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, reason = excluded.reason, at = excluded.at
            """;

    private EditedLookups() {}

    public record Row(String lookup, String key, String value) {}

    public static List<Row> read(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(
                connection, READ, r -> new Row(r.getString(1), r.getString(2), r.getString(3)), tenant.value());
    }

    public static void put(Connection connection, TenantId tenant, Row row, String by, String reason, Instant at)
            throws SQLException {
        Sql.update(connection, PUT, tenant.value(), row.lookup(), row.key(), row.value(), by, reason, at);
    }

    /** The rows as one more file of the firm's layer; JSON is YAML. */
    static Optional<MappingSource> source(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Row>> byLookup =
                rows.stream().collect(Collectors.groupingBy(Row::lookup, LinkedHashMap::new, Collectors.toList()));
        String text = byLookup.entrySet().stream()
                .map(e -> Json.text(Map.of(
                        "lookup",
                        e.getKey(),
                        "rows",
                        e.getValue().stream()
                                .map(r -> Map.of("key", r.key(), "value", r.value()))
                                .toList())))
                .collect(Collectors.joining("\n---\n"));
        return Optional.of(MappingSource.edited("rows edited in the hub", text));
    }
}
