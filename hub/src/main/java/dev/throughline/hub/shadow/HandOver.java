package dev.throughline.hub.shadow;

import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.decide.Redecision;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.workspace.WorkflowMode;
import dev.throughline.model.TenantId;
import dev.throughline.processes.timetobilling.CutOverPolicy;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Billing that was in shadow goes live: from a day on, and with what people billed by hand until then counted as billed. */
public final class HandOver {
    /** What an invoice that left has taken up since is none of a shadow's any more. */
    private static final String BILLED_IN_SHADOW = """
            SELECT count(DISTINCT b.source)
            FROM command c
            JOIN ledger_posting p ON p.tenant = c.tenant AND p.invoice = c.subject AND p.to_place = 'BILLED'
            JOIN ledger_balance b ON b.tenant = p.tenant AND b.source = p.source AND b.place = 'BILLED'
            WHERE c.tenant = ?
              AND c.name = 'PostInvoice'
              AND c.state = 'shadowed'
              AND NOT EXISTS (
                  SELECT 1 FROM ledger_posting later
                  WHERE later.tenant = p.tenant AND later.source = p.source AND later.id > p.id AND later.invoice <> p.invoice)
            """;

    /**
     * The first event about each project that has lines on the wrong side of the day; deciding it again settles them. That a project came concerns billing, whatever later ones
     * were about.
     */
    private static final String TO_SETTLE = """
            SELECT DISTINCT ON (e.subject) e.partition, e.seq
            FROM event e
            WHERE e.tenant = ?
              AND e.kind = 'ObjectChanged'
              AND e.subject IN (
                  SELECT b.project FROM ledger_balance b
                  WHERE b.tenant = ? AND b.place = 'UNBILLED' AND b.worked_on <= ?
                  UNION
                  SELECT b.project
                  FROM command c
                  JOIN ledger_posting p ON p.tenant = c.tenant AND p.invoice = c.subject AND p.to_place = 'BILLED'
                  JOIN ledger_balance b ON b.tenant = p.tenant AND b.source = p.source AND b.place = 'BILLED' AND b.worked_on > ?
                  WHERE c.tenant = ? AND c.name = 'PostInvoice' AND c.state = 'shadowed'
                    AND NOT EXISTS (
                        SELECT 1 FROM ledger_posting later
                        WHERE later.tenant = p.tenant AND later.source = p.source AND later.id > p.id AND later.invoice <> p.invoice))
            ORDER BY e.subject, e.partition, e.seq
            """;

    private HandOver() {}

    /**
     * Called before anything runs.
     *
     * @throws IllegalArgumentException when billing goes live after a shadow and nobody has said from which day: guessing would bill work twice, or never
     */
    public static void prepare(Connection connection, TenantId tenant, Policies policies, Instant now)
            throws SQLException {
        if (policies.mode(tenant, TimeToBilling.TYPE) != WorkflowMode.LIVE) {
            return;
        }
        Optional<LocalDate> through = policies.of(tenant, CutOverPolicy.class).billedElsewhereThrough();
        if (through.isPresent()) {
            Redecision.queue(connection, tenant, toSettle(connection, tenant, through.get()), now);
            return;
        }
        long lines = Sql.queryOne(connection, BILLED_IN_SHADOW, r -> r.getLong(1), tenant.value())
                .orElse(0L);
        if (lines > 0) {
            throw new IllegalArgumentException(
                    "workflow time-to-billing of %s goes live, and %d lines were billed in shadow only. Say up to which day people billed by hand: policies: {CutOverPolicy: {billedElsewhereThrough: 2026-10-31}}; what was worked after it the hub bills"
                            .formatted(tenant, lines));
        }
    }

    private static List<Position> toSettle(Connection connection, TenantId tenant, LocalDate through)
            throws SQLException {
        return Sql.query(
                connection,
                TO_SETTLE,
                r -> new Position(r.getShort(1), r.getLong(2)),
                tenant.value(),
                tenant.value(),
                through,
                through,
                tenant.value());
    }
}
