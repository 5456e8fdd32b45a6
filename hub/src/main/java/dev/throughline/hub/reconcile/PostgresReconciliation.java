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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the systems hold, then compares it with one snapshot of the hub. What changed in between says so. Reports are kept. Thread-safe. */
public final class PostgresReconciliation implements Reconciliation {
    private static final String BEGIN = """
            INSERT INTO reconciliation_run (tenant, started_at, scope)
            VALUES (?, ?, ?)
            RETURNING id
            """;
    private static final String KEEP = """
            UPDATE reconciliation_run
            SET ended_at = ?, result = ?
            WHERE id = ?
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
            SET due_at = excluded.due_at, attempts = 0, notices = touched.notices + 1
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
        String scope = from.map(LocalDate::toString).orElse("") + ".."
                + to.map(LocalDate::toString).orElse("");
        long run = transactions.run(c -> {
            Staging.clearLeftOver(c, started);
            return Sql.query(c, BEGIN, r -> r.getLong(1), tenant.value(), started, scope)
                    .getFirst();
        });
        Report report = compare(tenant, run, new Inventory.Window(from, to), started);
        transactions.run(c -> Sql.update(c, KEEP, clock.instant(), JSON.writeValueAsString(report), run));
        return report;
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

    /** The systems are read first, outside of any transaction; what they hold is then compared in one snapshot. */
    private Report compare(TenantId tenant, long run, Inventory.Window window, Instant started) {
        try (var staging = new Staging(transactions, run)) {
            Map<SystemConfig, SystemSide> sides = new LinkedHashMap<>();
            for (SystemConfig config : systems.of(tenant)) {
                Optional<Inventory> inventory =
                        systems.connector(tenant, config.id()).flatMap(Connector::inventory);
                if (inventory.isPresent()) {
                    var side = new SystemSide(tenant, config.id(), reader, staging);
                    side.read(inventory.get(), window);
                    sides.put(config, side);
                }
            }
            return transactions.snapshot(c -> compare(c, tenant, run, Period.of(window), started, sides));
        }
    }

    private Report compare(
            Connection connection,
            TenantId tenant,
            long run,
            Period period,
            Instant started,
            Map<SystemConfig, SystemSide> sides)
            throws SQLException {
        var findings = new Findings();
        var records = new RecordComparison(connection, run, tenant, period, started, findings);
        long customers = 0;
        long projects = 0;
        long invoices = 0;
        List<String> complete = new ArrayList<>();
        for (var entry : sides.entrySet()) {
            SystemConfig config = entry.getKey();
            SystemSide side = entry.getValue();
            String system = config.id().value();
            String role = config.role().name().toLowerCase(Locale.ROOT);
            unread(system, side, findings);
            if (side.unread().isEmpty()) {
                complete.add(system);
            }
            for (String type : Counted.TYPES.keySet()) {
                if (side.types().contains(type)) {
                    records.compare(system, role, type, side.unread().isEmpty());
                }
            }
            customers += config.role() == Role.ERP ? records.twice(system, "CustomerAccount") : 0;
            projects += config.role() == Role.PSA ? records.twice(system, "Project") : 0;
            invoices += config.role() == Role.ERP ? records.twice(system, "Invoice") : 0;
        }
        new ContractComparison(connection, tenant, period, findings).compare(sales(tenant));
        new BillingComparison(connection, run, tenant, period, findings).compare(complete);
        return new Report(
                run,
                started,
                findings.compared(),
                findings.differences(),
                new Duplicates(customers, projects, invoices));
    }

    private static void unread(String system, SystemSide side, Findings findings) {
        side.unread()
                .forEach((type, why) -> findings.differ(
                        "unread",
                        "missing",
                        system + " " + type,
                        "",
                        "",
                        BigDecimal.ZERO,
                        "",
                        Optional.of("could not be read: " + why)));
    }

    private List<String> sales(TenantId tenant) {
        return systems.of(tenant).stream()
                .filter(s -> s.role() == Role.CRM)
                .map(s -> s.id().value())
                .toList();
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
