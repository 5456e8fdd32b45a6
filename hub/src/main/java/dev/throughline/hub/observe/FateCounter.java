package dev.throughline.hub.observe;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Counts how changes ended, kept up with each batch so that nobody has to count millions of rows. Spread over slots so that batches do not wait for each other. */
public final class FateCounter {
    private static final int SLOTS = 16;

    private static final String ADD = """
            INSERT INTO fate_count (tenant, slot, fate, n)
            SELECT ?, ?, f.fate, f.n FROM unnest(?, ?) f(fate, n)
            ON CONFLICT (tenant, fate, slot) DO UPDATE SET n = fate_count.n + excluded.n
            """;

    /** @param delta fate to how many more, or fewer where a change ended anew */
    public void add(Connection connection, TenantId tenant, Map<String, Long> delta) throws SQLException {
        var rows = delta.entrySet().stream()
                .filter(e -> e.getValue() != 0)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (!rows.isEmpty()) {
            Sql.update(
                    connection,
                    ADD,
                    tenant.value(),
                    (short) ThreadLocalRandom.current().nextInt(SLOTS),
                    Sql.texts(rows, Map.Entry::getKey),
                    Sql.longs(rows, Map.Entry::getValue));
        }
    }
}
