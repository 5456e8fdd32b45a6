package dev.throughline.hub.audit;

import static dev.throughline.hub.storage.Columns.storable;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends to a tenant's chain inside the caller's transaction. The chain has one head per tenant, which stays locked until the transaction ends: call it last, right before the
 * commit, and for one tenant at a time or in a fixed order of tenants. Stateless.
 */
public final class AuditWriter {
    private static final String BEGIN = """
            INSERT INTO audit_head (tenant, seq, hash)
            VALUES (?, 0, ?)
            ON CONFLICT (tenant) DO NOTHING
            """;
    private static final String LOCK = """
            SELECT seq, hash
            FROM audit_head
            WHERE tenant = ?
            FOR UPDATE
            """;
    private static final String APPEND = """
            INSERT INTO audit (tenant, seq, at, actor, action, subject, reason, detail, correlation_id, prev_hash, hash)
            SELECT ?, r.seq, r.at::timestamptz, r.actor, r.action, r.subject, r.reason, r.detail, r.correlation_id, r.prev_hash, r.hash
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS r(seq, at, actor, action, subject, reason, detail, correlation_id, prev_hash, hash)
            """;
    private static final String MOVE = """
            UPDATE audit_head
            SET seq = ?, hash = ?
            WHERE tenant = ?
            """;

    /** Appends the rows in their order; does nothing when there are none. */
    public void append(Connection connection, TenantId tenant, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Head head = lock(connection, tenant);
        List<Linked> linked = link(tenant, head, rows);
        insert(connection, tenant, linked);
        Linked last = linked.getLast();
        try (var move = Columns.of(connection, MOVE)) {
            move.number(last.seq()).text(last.hash()).text(tenant.value()).update();
        }
    }

    private static Head lock(Connection connection, TenantId tenant) throws SQLException {
        List<Head> head = read(connection, tenant);
        if (head.isEmpty()) {
            try (var begin = Columns.of(connection, BEGIN)) {
                begin.text(tenant.value()).text(AuditHash.GENESIS).update();
            }
            head = read(connection, tenant);
        }
        return head.getFirst();
    }

    private static List<Head> read(Connection connection, TenantId tenant) throws SQLException {
        try (var lock = Columns.of(connection, LOCK)) {
            return lock.text(tenant.value()).query(r -> new Head(r.getLong("seq"), r.getString("hash")));
        }
    }

    private static List<Linked> link(TenantId tenant, Head head, List<Row> rows) {
        var hash = new AuditHash();
        List<Linked> linked = new ArrayList<>(rows.size());
        long seq = head.seq();
        String previous = head.hash();
        for (Row row : rows) {
            seq++;
            String own = hash.of(tenant, seq, row, previous);
            linked.add(new Linked(seq, row, previous, own));
            previous = own;
        }
        return linked;
    }

    private static void insert(Connection connection, TenantId tenant, List<Linked> linked) throws SQLException {
        try (var append = Columns.of(connection, APPEND)) {
            append.text(tenant.value())
                    .numbers(linked, Linked::seq)
                    .times(linked, l -> l.row().at())
                    .texts(linked, l -> l.row().actor())
                    .texts(linked, l -> l.row().action())
                    .texts(linked, l -> l.row().subject())
                    .texts(linked, l -> l.row().reason())
                    .texts(linked, l -> l.row().detail())
                    .texts(linked, l -> l.row().correlationId())
                    .texts(linked, Linked::previous)
                    .texts(linked, Linked::hash)
                    .update();
        }
    }

    private record Head(long seq, String hash) {}

    private record Linked(long seq, Row row, String previous, String hash) {}

    /**
     * One thing that was done.
     *
     * @param at     kept to the microsecond, which is what the database holds
     * @param actor  user, API client, or the hub's own stage
     * @param detail JSON without secrets
     */
    public record Row(
            Instant at,
            String actor,
            String action,
            String subject,
            String reason,
            String detail,
            String correlationId) {
        public Row {
            at = at.truncatedTo(ChronoUnit.MICROS);
            // What is hashed must be what the database gives back.
            actor = storable(actor);
            action = storable(action);
            subject = storable(subject);
            reason = storable(reason);
            detail = storable(detail);
            correlationId = storable(correlationId);
        }
    }
}
