package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.hub.RawReader;
import dev.throughline.hub.Systems;
import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.ledger.LedgerProof;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.Role;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Compares over one snapshot of the hub; what the systems hold is read while it lasts. Reports are kept. Thread-safe. */
public final class PostgresReconciliation implements Reconciliation {
    private static final String KEEP = """
            INSERT INTO reconciliation_run (tenant, started_at, ended_at, scope, result)
            VALUES (?, ?, ?, ?, ?)
            RETURNING id
            """;
    private static final String LATEST = """
            SELECT id, result
            FROM reconciliation_run
            WHERE tenant = ?
              AND result IS NOT NULL
            ORDER BY id DESC
            LIMIT 1
            """;
    private static final String RUN = """
            SELECT id, result
            FROM reconciliation_run
            WHERE tenant = ?
              AND id = ?
            """;
    private static final String REREAD = """
            INSERT INTO touched (tenant, system, object_type, external_id, noticed_at, correlation_id, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, system, object_type, external_id) DO UPDATE
            SET due_at = excluded.due_at, attempts = 0
            """;
    /** A dead command may have had its effect: as uncertain it is looked for before it is repeated. */
    private static final String RESEND = """
            UPDATE command
            SET state = CASE state WHEN 'refused' THEN 'ready' WHEN 'dead' THEN 'uncertain' ELSE state END, due_at = ?, settled_at = NULL
            WHERE tenant = ?
              AND key = ?
              AND state IN ('ready', 'uncertain', 'accepted', 'refused', 'dead')
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Transactions transactions;
    private final Systems systems;
    private final RawReader reader;
    private final InstantSource clock;
    private final LedgerProof proof = new LedgerProof();
    private final AuditWriter audit = new AuditWriter();

    public PostgresReconciliation(Transactions transactions, Systems systems, RawReader reader, InstantSource clock) {
        this.transactions = transactions;
        this.systems = systems;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public Report run(TenantId tenant, Optional<LocalDate> from, Optional<LocalDate> to) {
        Instant started = clock.instant();
        var window = new Inventory.Window(from, to);
        Report compared = transactions.snapshot(c -> compare(c, tenant, window, started));
        String scope = from.map(LocalDate::toString).orElse("") + ".."
                + to.map(LocalDate::toString).orElse("");
        long id = transactions.run(c -> Sql.query(
                        c,
                        KEEP,
                        r -> r.getLong(1),
                        tenant.value(),
                        started,
                        clock.instant(),
                        scope,
                        JSON.writeValueAsString(compared))
                .getFirst());
        return numbered(id, compared);
    }

    @Override
    public Optional<Report> latest(TenantId tenant) {
        return transactions.run(c -> Sql.queryOne(c, LATEST, PostgresReconciliation::report, tenant.value()));
    }

    @Override
    public Conservation conservation(TenantId tenant) {
        return transactions.snapshot(c -> proof.conservation(c, tenant));
    }

    @Override
    public String repair(TenantId tenant, long runId, String differenceId, String by) {
        return transactions.run(c -> {
            Difference difference = Sql.queryOne(c, RUN, PostgresReconciliation::report, tenant.value(), runId).stream()
                    .flatMap(r -> r.differences().stream())
                    .filter(d -> d.id().equals(differenceId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Run %d has no difference '%s'".formatted(runId, differenceId)));
            String done = repair(c, tenant, difference);
            audit.append(
                    c,
                    tenant,
                    List.of(new AuditWriter.Row(
                            clock.instant(),
                            by,
                            "reconciliation.repair",
                            difference.record(),
                            done,
                            "{}",
                            "run-" + runId)));
            return done;
        });
    }

    private String repair(Connection connection, TenantId tenant, Difference difference) throws SQLException {
        Instant now = clock.instant();
        String[] words = difference.record().split(" ", 3);
        if (words[0].equals("command")) {
            int sent = Sql.update(connection, RESEND, now, tenant.value(), words[1]);
            return sent == 0
                    ? "Command %s has ended; nothing was sent. Re-read the record at its system instead"
                            .formatted(words[1])
                    : "Command %s goes out again under its own key".formatted(words[1]);
        }
        if (words.length < 3
                || systems.of(tenant).stream().noneMatch(s -> s.id().value().equals(words[0]))) {
            return "%s lies in the hub alone; ask for its process again".formatted(difference.record());
        }
        Sql.update(connection, REREAD, tenant.value(), words[0], words[1], words[2], now, "reconcile", now);
        return "%s is read again".formatted(difference.record());
    }

    private Report compare(Connection connection, TenantId tenant, Inventory.Window window, Instant at)
            throws SQLException {
        var findings = new Findings();
        var hub = new HubSide(connection, tenant, window);
        Map<String, SystemSide> sides = new HashMap<>();
        long customers = 0;
        long projects = 0;
        long invoices = 0;
        for (SystemConfig config : systems.of(tenant)) {
            Optional<Inventory> inventory =
                    systems.connector(tenant, config.id()).flatMap(Connector::inventory);
            if (inventory.isEmpty()) {
                continue;
            }
            String role = config.role().name().toLowerCase(Locale.ROOT);
            var side = new SystemSide(tenant, config.id(), role, reader, hub, findings);
            side.compare(inventory.get(), window);
            sides.put(config.id().value(), side);
            customers += config.role() == Role.ERP ? side.duplicates("CustomerAccount") : 0;
            projects += config.role() == Role.PSA ? side.duplicates("Project") : 0;
            invoices += config.role() == Role.ERP ? side.duplicates("Invoice") : 0;
        }
        ledger(hub, findings);
        billing(hub, sides, findings);
        return new Report(
                0, at, findings.compared(), findings.differences(), new Duplicates(customers, projects, invoices));
    }

    private static void ledger(HubSide hub, Findings findings) throws SQLException {
        for (HubSide.InLedger l : hub.ledger()) {
            switch (l.kind()) {
                case "TIME" -> findings.add("time", "ledger", "", "", l.lines(), l.quantity());
                case "EXPENSE" -> findings.add("expenses", "ledger", "", l.currency(), l.lines(), l.amount());
                default -> {
                    // Milestones and instalments have no counterpart but the invoices, where they are compared.
                }
            }
            if (l.place().equals("BILLED") || l.place().equals("PAID")) {
                findings.add("billing", "ledger", "", l.currency(), l.lines(), l.amount());
            }
        }
        for (HubSide.Unposted u : hub.unposted()) {
            findings.differ(
                    "time",
                    u.quantity().isEmpty() ? "missing" : "quantity",
                    u.id(),
                    u.hours().toPlainString() + " h approved",
                    u.quantity().map(q -> q.toPlainString() + " h").orElse("nothing") + " in the ledger",
                    u.hours().subtract(u.quantity().orElse(BigDecimal.ZERO)),
                    "",
                    u.why());
        }
    }

    /** Every invoice that the hub posted is in the ERP with that amount; what is under way says so. */
    private static void billing(HubSide hub, Map<String, SystemSide> sides, Findings findings) throws SQLException {
        for (HubSide.Posted p : hub.posted()) {
            Optional<SystemSide> side = Optional.ofNullable(sides.get(p.system()));
            Optional<Measure> there =
                    side.flatMap(s -> Optional.ofNullable(s.invoices().get(p.externalId())));
            if (p.state().equals("done")) {
                findings.add(
                        "billing",
                        "hub",
                        p.system(),
                        p.net().currency(),
                        1,
                        p.net().value());
            }
            there.ifPresent(m -> findings.add("billing", "erp", p.system(), m.currency(), 1, m.value()));
            if (side.isEmpty()
                    || !side.get().complete()
                    || there.isPresent() && there.get().same(p.net())) {
                continue;
            }
            findings.differ(
                    "billing",
                    there.isEmpty() ? "missing" : "amount",
                    "command " + p.key(),
                    p.net().says(),
                    there.map(Measure::says).orElse("not in " + p.system()),
                    p.net().value().subtract(there.map(Measure::value).orElse(BigDecimal.ZERO)),
                    p.net().currency(),
                    explained(p));
        }
    }

    private static Optional<String> explained(HubSide.Posted posted) {
        return switch (posted.state()) {
            case "done" -> Optional.empty();
            case "ready", "uncertain", "accepted" -> Optional.of("the command is under way");
            case "refused" -> Optional.of("refused by %s: %s".formatted(posted.system(), posted.answer()));
            case "abandoned" -> Optional.of("given up: " + posted.answer());
            default -> Optional.of("put aside as %s: %s".formatted(posted.state(), posted.answer()));
        };
    }

    private static Report report(ResultSet row) throws SQLException {
        return numbered(row.getLong("id"), JSON.readValue(row.getString("result"), Report.class));
    }

    private static Report numbered(long id, Report report) {
        return new Report(
                id,
                report.at(),
                new ArrayList<>(report.compared()),
                new ArrayList<>(report.differences()),
                report.duplicates());
    }
}
