package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.RawReader;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.SystemId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the systems hold, put down in the database for one run, so that a comparison of millions needs no memory of ours. */
final class Staging implements AutoCloseable {
    private static final String PUT = """
            INSERT INTO reconciliation_record (run, system, type, external_id, object_type, record_id, value, currency, number, key, changed_at)
            SELECT ?, ?, r.type, r.external_id, r.object_type, r.record_id, counted_value(r.type, r.body::jsonb),
                   counted_currency(r.type, r.body::jsonb), r.number, r.key, r.changed_at
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS r(type, external_id, object_type, record_id, body, number, key, changed_at)
            ON CONFLICT DO NOTHING
            """;

    /** A node that died in mid-run left its rows. */
    private static final String LEFT_OVER = """
            DELETE FROM reconciliation_record
            WHERE run IN (SELECT id FROM reconciliation_run WHERE result IS NULL AND started_at < ?::timestamptz - interval '1 day')
            """;

    private static final String COUNTED = "ANALYZE reconciliation_record";
    private static final String CLEAR = "DELETE FROM reconciliation_record WHERE run = ?";

    private final Transactions transactions;
    private final long run;

    Staging(Transactions transactions, long run) {
        this.transactions = transactions;
        this.run = run;
    }

    /** One record as read, with what it means. */
    record Row(Change change, RawReader.Read.Meant meant) {}

    static void clearLeftOver(Connection connection, Instant now) throws SQLException {
        Sql.update(connection, LEFT_OVER, now);
    }

    void put(SystemId system, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        transactions.run(c -> Sql.update(
                c,
                PUT,
                run,
                system.value(),
                Sql.texts(rows, r -> r.meant().type()),
                Sql.texts(rows, r -> r.meant().externalId()),
                Sql.texts(rows, r -> r.change().objectType().value()),
                Sql.texts(rows, r -> r.change().externalId().value()),
                Sql.texts(rows, r -> body(r.meant().attributes())),
                Sql.texts(rows, Staging::number),
                Sql.texts(rows, r -> r.meant().key().orElse(null)),
                Sql.instants(rows, r -> r.change().occurredAt())));
    }

    /** Tells the planner how much there is: it would take a table that was just filled for an empty one, and compare every row with every row. */
    void counted() {
        transactions.run(c -> Sql.update(c, COUNTED));
    }

    /** jsonb refuses U+0000; what a vendor's stray one stands in is never counted. */
    private static String body(Map<String, Object> attributes) {
        return Json.text(attributes).replace("\\u0000", "\\ufffd");
    }

    private static @Nullable String number(Row row) {
        Map<String, Object> attributes = row.meant().attributes();
        Object number = attributes.get(row.meant().type().equals("Project") ? "code" : "number");
        return number == null || String.valueOf(number).isBlank() ? null : String.valueOf(number);
    }

    @Override
    public void close() {
        transactions.run(c -> Sql.update(c, CLEAR, run));
    }
}
