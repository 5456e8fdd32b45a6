package dev.throughline.hub.audit;

import dev.throughline.hub.storage.Columns;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The chain in the table {@code audit}. Verifying and exporting stream in bounded memory over one snapshot, so that appends go on meanwhile. Thread-safe. */
public final class PostgresAudit implements Audit {
    private static final String SEARCH = """
            SELECT seq, at, actor, action, subject, reason, detail, correlation_id, hash
            FROM audit
            WHERE tenant = ?
              AND subject = coalesce(?, subject)
              AND actor = coalesce(?, actor)
              AND seq < ?
            ORDER BY seq DESC
            LIMIT ?
            """;
    private static final String ALL = """
            SELECT seq, at, actor, action, subject, reason, detail, correlation_id, prev_hash, hash
            FROM audit
            WHERE tenant = ?
            ORDER BY seq
            """;
    private static final String HEAD = """
            SELECT seq, hash
            FROM audit_head
            WHERE tenant = ?
            """;
    private static final int PORTION = 2_000;
    private static final int LIMIT_MAX = 1_000;

    private final Transactions transactions;
    private final InstantSource clock;
    private final AuditWriter writer = new AuditWriter();

    public PostgresAudit(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void record(
            TenantId tenant,
            String actor,
            String action,
            String subject,
            String reason,
            String detailJson,
            String correlationId) {
        var row = new AuditWriter.Row(clock.instant(), actor, action, subject, reason, detailJson, correlationId);
        transactions.run(connection -> {
            writer.append(connection, tenant, List.of(row));
            return true;
        });
    }

    @Override
    public List<Entry> search(
            TenantId tenant, Optional<String> subject, Optional<String> actor, Optional<Long> before, int limit) {
        return transactions.run(connection -> {
            try (var search = Columns.of(connection, SEARCH)) {
                return search.text(tenant.value())
                        .text(subject.orElse(null))
                        .text(actor.orElse(null))
                        .number(before.orElse(Long.MAX_VALUE))
                        .number(Math.clamp(limit, 1, LIMIT_MAX))
                        .query(PostgresAudit::entry);
            }
        });
    }

    /** A tail that was cut off together with its head shows only against a head that somebody noted elsewhere: see {@link #verify(TenantId, long, String)}. */
    @Override
    public Verdict verify(TenantId tenant) {
        return verify(tenant, new Chain(tenant));
    }

    /** Also proves that the chain still holds an entry that was noted outside, such as the head of an earlier export. */
    public Verdict verify(TenantId tenant, long knownSeq, String knownHash) {
        return verify(tenant, new Chain(tenant, knownSeq, knownHash));
    }

    @Override
    public void export(TenantId tenant, Writer out) {
        transactions.snapshot(connection -> {
            var export = new AuditExport(tenant, out);
            try {
                walk(connection, tenant, row -> {
                    try {
                        export.entry(row.getLong("seq"), row(row), row.getString("prev_hash"), row.getString("hash"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                export.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        });
    }

    private Verdict verify(TenantId tenant, Chain chain) {
        return transactions.snapshot(connection -> {
            walk(
                    connection,
                    tenant,
                    row -> chain.next(row.getLong("seq"), row(row), row.getString("prev_hash"), row.getString("hash")));
            return chain.verdict(head(connection, tenant));
        });
    }

    private static void walk(Connection connection, TenantId tenant, Columns.Each each) throws SQLException {
        try (var all = Columns.of(connection, ALL)) {
            all.text(tenant.value()).stream(PORTION, each);
        }
    }

    private static Chain.Head head(Connection connection, TenantId tenant) throws SQLException {
        try (var head = Columns.of(connection, HEAD)) {
            return head.text(tenant.value()).query(r -> new Chain.Head(r.getLong("seq"), r.getString("hash"))).stream()
                    .findFirst()
                    .orElse(new Chain.Head(0, AuditHash.GENESIS));
        }
    }

    private static AuditWriter.Row row(ResultSet row) throws SQLException {
        return new AuditWriter.Row(
                Columns.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("correlation_id"));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        AuditWriter.Row read = row(row);
        return new Entry(
                row.getLong("seq"),
                read.at(),
                read.actor(),
                read.action(),
                read.subject(),
                read.reason(),
                read.detail(),
                read.correlationId(),
                row.getString("hash"));
    }
}
