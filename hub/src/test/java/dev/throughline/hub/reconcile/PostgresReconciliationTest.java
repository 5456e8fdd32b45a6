package dev.throughline.hub.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.RawReader;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresReconciliationTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final TenantId FIRM = new TenantId("firm");

    private final Firm firm = new Firm();
    private final PostgresReconciliation reconciliation = new PostgresReconciliation(
            new Transactions(DATABASE.source()),
            firm,
            (_, _, change) -> List.of(new RawReader.Read.Meant(
                    change.objectType().value(),
                    change.externalId().value(),
                    Json.object(change.payload().toString()))),
            InstantSource.fixed(NOW));

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE canonical_object, cross_reference, change, change_fate, exception, command, touched,"
                + " ledger_line, ledger_balance, ledger_total, ledger_posting, reconciliation_run");
    }

    @Test
    void sides_that_agree_have_no_difference_and_their_sums_are_shown() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));
        both("psa", "TimeEntry", "t2", "tim_2", time("4", "draft"));
        both("erp", "Invoice", "i1", "inv_1", invoice("119.00", "19.00"));
        ledger("tim_1", "8", "100.00", "BILLED");
        command("tl-1", "done", "i1", "100.00");

        Reconciliation.Report report = reconciliation.run(FIRM, Optional.empty(), Optional.empty());

        assertThat(report.differences()).isEmpty();
        assertThat(report.compared())
                .extracting(c -> c.what() + " " + c.side() + " " + c.currency() + " " + c.count() + " " + c.sum())
                .contains(
                        "time psa  1 8",
                        "time hub  1 8",
                        "time ledger  1 8",
                        "billing hub USD 1 100.00",
                        "billing erp USD 1 100.00",
                        "billing ledger USD 1 100.00");
        assertThat(report.unexplained()).isZero();
        assertThat(reconciliation.latest(FIRM)).contains(report);
    }

    @Test
    void a_record_that_is_held_is_explained_and_one_that_nobody_knows_is_not() {
        firm.put("psa", "TimeEntry", "t1", time("8", "approved"));
        firm.put("psa", "TimeEntry", "t2", time("4", "approved"));
        DATABASE.execute(
                "INSERT INTO exception (tenant, origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy,"
                        + " opened_at, last_seen_at, correlation_id) VALUES ('firm', 'translate', '0:1', 'psa TimeEntry t1', 'A', 'translate',"
                        + " 'X', 'HIGH', 's', 'no such role', 'r', now(), now(), 'c')");

        Reconciliation.Report report = reconciliation.run(FIRM, Optional.empty(), Optional.empty());

        assertThat(report.differences())
                .extracting(Reconciliation.Difference::kind)
                .containsOnly("missing");
        assertThat(report.differences().getFirst().explanation().orElse(""))
                .contains("held as exception")
                .contains("no such role");
        assertThat(report.unexplained()).isEqualTo(1);
    }

    @Test
    void other_amounts_vanished_records_and_lost_invoices_are_found_and_valued() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));
        firm.put("psa", "TimeEntry", "t1", time("7.5", "approved"));
        ledger("tim_1", "8", "100.00", "UNBILLED");
        both("psa", "TimeEntry", "t2", "tim_2", time("2", "approved"));
        firm.records.get("psa").remove("TimeEntry t2");
        ledger("tim_2", "2", "25.00", "UNBILLED");
        command("tl-lost", "done", "i9", "50.00");
        command("tl-way", "uncertain", "", "60.00");

        Reconciliation.Report report = reconciliation.run(FIRM, Optional.empty(), Optional.empty());

        assertThat(report.differences())
                .extracting(d -> d.id() + " " + d.value().toPlainString() + " "
                        + d.explanation().orElse("?"))
                .containsExactlyInAnyOrder(
                        "time:quantity:psa TimeEntry t1 -0.5 ?",
                        "time:extra:psa TimeEntry t2 -2 ?",
                        "billing:missing:command tl-lost 50.00 ?",
                        "billing:missing:command tl-way 60.00 the command is under way");
    }

    @Test
    void work_that_the_ledger_never_took_up_is_found() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));

        assertThat(reconciliation.run(FIRM, Optional.empty(), Optional.empty()).differences())
                .singleElement()
                .matches(d -> d.id().equals("time:missing:tim_1") && d.right().equals("nothing in the ledger"));
    }

    @Test
    void a_system_that_cannot_be_read_proves_nothing() {
        both("erp", "Invoice", "i1", "inv_1", invoice("119.00", "19.00"));
        command("tl-1", "done", "i1", "100.00");
        firm.unavailable = true;

        Reconciliation.Report report = reconciliation.run(FIRM, Optional.empty(), Optional.empty());

        assertThat(report.differences())
                .extracting(Reconciliation.Difference::what)
                .containsOnly("unread");
        assertThat(report.unexplained()).isZero();
    }

    @Test
    void two_invoices_of_one_number_are_a_duplicate() {
        Map<String, Object> invoice = new LinkedHashMap<>(invoice("119.00", "19.00"));
        invoice.put("number", "INV-1");
        both("erp", "Invoice", "i1", "inv_1", invoice);
        both("erp", "Invoice", "i2", "inv_2", invoice);

        assertThat(reconciliation.run(FIRM, Optional.empty(), Optional.empty()).duplicates())
                .isEqualTo(new Reconciliation.Duplicates(0, 0, 1));
    }

    @Test
    void a_repair_reads_the_record_again_or_repeats_the_command_and_is_audited() {
        firm.put("psa", "TimeEntry", "t1", time("8", "approved"));
        command("tl-1", "dead", "", "50.00");
        Reconciliation.Report report = reconciliation.run(FIRM, Optional.empty(), Optional.empty());

        assertThat(reconciliation.repair(FIRM, report.id(), "time:missing:psa TimeEntry t1", "ann"))
                .isEqualTo("psa TimeEntry t1 is read again");
        assertThat(reconciliation.repair(FIRM, report.id(), "billing:missing:command tl-1", "ann"))
                .isEqualTo("Command tl-1 goes out again under its own key");

        assertThat(DATABASE.value("SELECT system || object_type || external_id FROM touched"))
                .isEqualTo("psaTimeEntryt1");
        assertThat(DATABASE.value("SELECT state FROM command")).isEqualTo("uncertain");
        assertThat(DATABASE.value("SELECT count(*) FROM audit WHERE actor = 'ann'"))
                .isEqualTo("2");
        assertThatThrownBy(() -> reconciliation.repair(FIRM, report.id(), "nope", "ann"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void both(String system, String type, String externalId, String id, Map<String, Object> body) {
        firm.put(system, type, externalId, body);
        DATABASE.execute(
                "INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id) VALUES ('firm', '"
                        + id + "', '" + type + "', 1, '" + Json.text(body) + "', now(), 'c')");
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('firm', '"
                        + system + "', '" + type + "', '" + externalId + "', '" + id + "', '" + type + "', now())");
    }

    private static Map<String, Object> time(String hours, String approval) {
        return Map.of(
                "hours", hours, "approval", approval, "billable", true, "workedOn", "2026-02-02", "project", "prj_1");
    }

    private static Map<String, Object> invoice(String total, String tax) {
        return Map.of(
                "status",
                "open",
                "invoicedOn",
                "2026-02-28",
                "total",
                Map.of("amount", total, "currency", "USD"),
                "tax",
                Map.of("amount", tax, "currency", "USD"));
    }

    private static void ledger(String source, String quantity, String amount, String place) {
        DATABASE.execute("INSERT INTO ledger_line VALUES ('firm', '" + source
                + "', 'TIME', 'prj_1', NULL, NULL, NULL, '2026-02-02', 'd', 'p', now());"
                + " INSERT INTO ledger_balance VALUES ('firm', '" + source + "', '" + place
                + "', 'USD', 'prj_1', '2026-02-02', "
                + quantity + ", " + amount + ")");
    }

    private static void command(String key, String state, String externalId, String amount) {
        String body = "{\"command\":{\"invoicedOn\":\"2026-02-28\",\"lines\":[{\"amount\":{\"amount\":\"" + amount
                + "\",\"currency\":\"USD\"}}]}}";
        DATABASE.execute(
                "INSERT INTO command (tenant, key, process_type, process_key, step, name, target, system, stream, subject, body,"
                        + " correlation_id, created_at, state, due_at, external_id) VALUES ('firm', '" + key
                        + "', 't', 'k', 's', 'PostInvoice', 'ERP', 'erp', 'prj_1', 'inv_x', '" + body
                        + "', 'c', now(), '" + state + "', now(), '"
                        + externalId + "')");
    }

    /** A PSA and an ERP that hold what they were given, two records a page. */
    private static final class Firm implements Systems {
        private final Map<String, Map<String, Change>> records = new LinkedHashMap<>();
        private boolean unavailable;

        void put(String system, String type, String id, Map<String, Object> body) {
            records.computeIfAbsent(system, _ -> new LinkedHashMap<>())
                    .put(
                            type + " " + id,
                            new Change(
                                    new ObjectType(type),
                                    new ExternalId(id),
                                    Change.Version.at(NOW),
                                    Change.Operation.UPSERTED,
                                    NOW,
                                    Json.tree(Json.text(body))));
        }

        @Override
        public Optional<Connector> connector(TenantId tenant, SystemId system) {
            return Optional.of(new Held(this, system.value()));
        }

        @Override
        public List<SystemConfig> of(TenantId tenant) {
            return List.of(config("psa", Role.PSA), config("erp", Role.ERP));
        }

        private static SystemConfig config(String id, Role role) {
            return new SystemConfig(
                    new SystemId(id), id, role, Map.of(), Set.of(), Optional.empty(), Duration.ofMinutes(1));
        }
    }

    private record Held(Firm firm, String system) implements Connector, Inventory {
        @Override
        public Capabilities capabilities() {
            return new Capabilities(system, Set.of(), List.of(), new Capabilities.Limits(1, 1, Duration.ofSeconds(1)));
        }

        @Override
        public Optional<Trouble> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<Inventory> inventory() {
            return Optional.of(this);
        }

        @Override
        public Set<ObjectType> objects() {
            return Set.of(new ObjectType(system.equals("psa") ? "TimeEntry" : "Invoice"));
        }

        @Override
        public Counted totals(ObjectType objectType, Window window) {
            return new Counted.Totals(List.of(new Total("", 0, BigDecimal.ZERO)));
        }

        @Override
        public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
            if (firm.unavailable) {
                return new ReadResult.Failed(new Trouble.Unavailable("maintenance", Optional.empty()));
            }
            List<Change> all =
                    new ArrayList<>(firm.records.getOrDefault(system, Map.of()).values());
            int from = cursor.map(c -> Integer.parseInt(c.value())).orElse(0);
            int to = Math.min(all.size(), from + 2);
            return new ReadResult.Page(
                    all.subList(from, to), new Cursor(String.valueOf(to)), to < all.size(), List.of());
        }
    }
}
