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
                    Optional.ofNullable(change.payload().path("_key").asString(null)),
                    Json.object(change.payload().toString()))),
            InstantSource.fixed(NOW));

    @BeforeEach
    void begin() {
        DATABASE.execute(
                "TRUNCATE canonical_object, cross_reference, change, change_fate, exception, command, touched,"
                        + " ledger_line, ledger_balance, ledger_total, ledger_posting, reconciliation_run, reconciliation_record, source_cursor");
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
    void what_was_sent_or_changed_and_is_not_read_back_yet_is_in_flight_and_what_was_passed_over_is_not() {
        firm.put("erp", "Invoice", "i1", keyed("tl-way"));
        command("tl-way", "uncertain", "", "100.00");
        firm.put("erp", "Invoice", "i2", keyed("tl-done"));
        command("tl-done", "done", "i2", "100.00");
        DATABASE.execute("UPDATE command SET subject = 'inv_y' WHERE key = 'tl-done'");
        both("erp", "CustomerAccount", "c1", "cus_1", Map.of("name", "Smith & Co"));
        assertThat(explanations())
                .as("the hub never read invoices")
                .containsOnly(
                        "?",
                        "the command is under way",
                        "in flight: command tl-way made it, and its answer is not here yet");

        read("Invoice", NOW.minusSeconds(60));
        assertThat(explanations())
                .containsExactlyInAnyOrder(
                        "the command is under way",
                        "in flight: command tl-way made it, and its answer is not here yet",
                        "in flight: it was changed after the hub read Invoice last, at " + NOW.minusSeconds(60));

        read("Invoice", NOW.plusSeconds(60));
        assertThat(run().unexplained())
                .as("it was there when the hub read, and the hub does not have it")
                .isEqualTo(1);
    }

    private List<String> explanations() {
        return run().differences().stream()
                .map(d -> d.explanation().orElse("?"))
                .toList();
    }

    private static Map<String, Object> keyed(String key) {
        Map<String, Object> invoice = new LinkedHashMap<>(invoice("100.00", "0.00"));
        invoice.put("_key", key);
        return invoice;
    }

    private static void read(String type, Instant at) {
        DATABASE.execute(
                "INSERT INTO source_cursor (tenant, system, object_type, cursor, moved_at, read_at) VALUES ('firm', 'erp', '"
                        + type + "', '', '" + at + "', '" + at
                        + "') ON CONFLICT (tenant, system, object_type) DO UPDATE SET read_at = excluded.read_at");
    }

    @Test
    void work_whose_event_waits_to_be_decided_is_in_flight() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));
        DATABASE.execute("INSERT INTO stage_progress (stage, partition, done_seq) VALUES ('decide', 77, 0)");
        DATABASE.execute("INSERT INTO event (partition, seq, tenant, kind, subject, at, correlation_id, body)"
                + " VALUES (77, 1, 'firm', 'ObjectChanged', 'tim_1', now(), 'c', '{}')");
        assertThat(explanations()).containsExactly("in flight: an event about it is not decided yet");
        DATABASE.execute("UPDATE stage_progress SET done_seq = 1 WHERE partition = 77");
        assertThat(explanations()).containsExactly("?");
        DATABASE.execute("DELETE FROM stage_progress WHERE partition = 77; DELETE FROM event WHERE partition = 77");
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
    void two_customers_or_projects_of_one_name_are_no_duplicate_and_one_key_twice_is() {
        both("erp", "CustomerAccount", "c1", "cus_1", Map.of("name", "Smith & Co"));
        both("erp", "CustomerAccount", "c2", "cus_2", Map.of("name", "Smith & Co"));
        both("psa", "Project", "p1", "prj_1", Map.of("name", "Rollout", "customer", "c1"));
        both("psa", "Project", "p2", "prj_2", Map.of("name", "Rollout", "customer", "c1"));
        both("psa", "Project", "p3", "prj_3", Map.of("name", "Other", "_key", "tl-7"));
        both("psa", "Project", "p4", "prj_4", Map.of("name", "Another", "_key", "tl-7", "code", "P-4"));
        both("psa", "Project", "p5", "prj_5", Map.of("name", "More", "code", "P-4", "_key", "tl-8"));

        Reconciliation.Report report = run();

        assertThat(report.duplicates()).isEqualTo(new Reconciliation.Duplicates(0, 2, 0));
        assertThat(report.differences())
                .extracting(d -> d.kind() + " " + d.record() + " " + d.left())
                .containsExactlyInAnyOrder(
                        "duplicate psa Project p4 the same key tl-7", "duplicate psa Project p5 the same number P-4");
    }

    @Test
    void expenses_are_compared_by_amount_and_currency_and_must_be_in_the_ledger() {
        both("psa", "Expense", "e1", "exp_1", expense("100.00", "USD"));
        firm.put("psa", "Expense", "e1", expense("100.00", "EUR"));
        ledger("exp_1", "1", "110.00", "UNBILLED");
        both("psa", "Expense", "e2", "exp_2", expense("50.00", "USD"));

        assertThat(run().differences())
                .extracting(d -> d.id() + " " + d.left() + " | " + d.right())
                .containsExactlyInAnyOrder(
                        "expenses:amount:psa Expense e1 EUR 100.00 | USD 100.00",
                        "expenses:missing:exp_2 USD 50.00 approved | nothing in the ledger");
    }

    @Test
    void contracts_are_compared_from_the_deal_over_the_hub_to_the_order() {
        contract("1", "100.00", "100.00", "100.00");
        contract("2", "200.00", "250.00", "250.00");
        contract("3", "300.00", "300.00", "333.00");
        DATABASE.execute("UPDATE command SET state = 'refused', last_answer = 'period closed' WHERE subject = 'ver_1'");
        firm.records.get("erp").remove("ContractVersion o1");
        DATABASE.execute("DELETE FROM cross_reference WHERE external_id = 'o1'");

        Reconciliation.Report report = run();

        assertThat(report.differences())
                .extracting(d -> d.id() + " " + d.value().toPlainString() + " "
                        + d.explanation().orElse("?"))
                .containsExactlyInAnyOrder(
                        "contracts:missing:command order-1 100.00 refused by erp: period closed",
                        "contracts:amount:ver_2 -50.00 ?",
                        "contracts:amount:erp ContractVersion o3 33.00 ?");
        assertThat(report.compared())
                .extracting(c -> c.what() + " " + c.side() + " " + c.system() + " " + c.sum())
                .contains("contracts crm crm 600.00", "contracts hub erp 550.00", "contracts erp erp 583.00");
    }

    @Test
    void an_invoice_that_was_edited_in_the_erp_drifts_from_the_ledger() {
        both("erp", "Invoice", "i1", "inv_1", invoice("119.00", "19.00"));
        both("erp", "Invoice", "i2", "inv_2", invoice("40.00", "0.00"));
        billed("inv_1", "60.00", "BILLED");
        billed("inv_1", "40.00", "BILLED");
        billed("inv_2", "50.00", "BILLED");
        DATABASE.execute(
                "INSERT INTO ledger_posting (tenant, source, from_place, to_place, quantity, amount, currency, cause, event_id,"
                        + " process_type, process_key, invoice, at) VALUES ('firm', 's', 'BILLED', 'PAID', 1, 50.00, 'USD', 'c', 'e', 't', 'k', 'inv_2', now())");

        assertThat(run().differences())
                .singleElement()
                .matches(d -> d.id().equals("billing:ledger:erp Invoice i2")
                        && d.value().toPlainString().equals("10.00"));
    }

    @Test
    void what_changed_while_the_systems_were_read_says_so_and_nothing_is_left_behind() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));
        ledger("tim_1", "7", "100.00", "UNBILLED");
        DATABASE.execute("UPDATE canonical_object SET updated_at = '2026-03-02T09:00:01Z',"
                + " body = jsonb_set(body, '{hours}', '\"7\"')");

        assertThat(run().differences())
                .singleElement()
                .matches(d -> d.explanation().orElse("").equals("changed while the run compared"));
        assertThat(DATABASE.value("SELECT count(*) FROM reconciliation_record")).isEqualTo("0");
    }

    @Test
    void no_system_is_asked_inside_a_transaction() {
        both("psa", "TimeEntry", "t1", "tim_1", time("8", "approved"));
        firm.asked = () -> assertThat(
                        DATABASE.value(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"))
                .isEqualTo("0");
        assertThat(run().compared()).isNotEmpty();
    }

    private Reconciliation.Report run() {
        return reconciliation.run(FIRM, Optional.empty(), Optional.empty());
    }

    private static Map<String, Object> expense(String amount, String currency) {
        return Map.of(
                "amount",
                Map.of("amount", amount, "currency", currency),
                "approval",
                "approved",
                "billable",
                true,
                "spentOn",
                "2026-02-02",
                "project",
                "prj_1");
    }

    /** A deal that the hub made a contract of, with an order at the ERP. */
    private void contract(String n, String deal, String version, String order) {
        both(
                "crm",
                "Opportunity",
                "d" + n,
                "opp_" + n,
                Map.of("stage", "won", "closesOn", "2026-02-01", "amount", usd(deal)));
        both("erp", "ContractVersion", "o" + n, "ver_" + n, version("con_" + n, version));
        firm.put("erp", "ContractVersion", "o" + n, Map.of("value", usd(order)));
        object("Contract", "con_" + n, Map.of("opportunity", "opp_" + n));
        String body = Json.text(Map.of("command", Map.of("version", Map.of("value", usd(version)))));
        DATABASE.execute(
                "INSERT INTO command (tenant, key, process_type, process_key, step, name, target, system, stream, subject, body,"
                        + " correlation_id, created_at, state, due_at, external_id) VALUES ('firm', 'order-" + n
                        + "', 't', 'k', 's', 'ActivateContract', 'ERP', 'erp', 'c', 'ver_" + n + "', '" + body
                        + "', 'c', now(), 'done', now(), 'o" + n + "')");
    }

    private static Map<String, Object> version(String contract, String value) {
        return Map.of(
                "contract",
                contract,
                "number",
                1,
                "status",
                "approved",
                "effectiveFrom",
                "2026-02-01",
                "value",
                usd(value));
    }

    private static Map<String, Object> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }

    private static void billed(String invoice, String amount, String place) {
        DATABASE.execute(
                "INSERT INTO ledger_posting (tenant, source, from_place, to_place, quantity, amount, currency, cause, event_id,"
                        + " process_type, process_key, invoice, at) VALUES ('firm', 's', 'POSTING', '" + place
                        + "', 1, "
                        + amount + ", 'USD', 'c', 'e', 't', 'k', '" + invoice + "', now())");
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
        object(type, id, body);
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('firm', '"
                        + system + "', '" + type + "', '" + externalId + "', '" + id + "', '" + type + "', now())");
    }

    private static void object(String type, String id, Map<String, Object> body) {
        DATABASE.execute(
                "INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id) VALUES ('firm', '"
                        + id + "', '" + type + "', 1, '" + Json.text(body) + "', '2026-03-01', 'c')");
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
        private Runnable asked = () -> {};

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
            return List.of(config("crm", Role.CRM), config("psa", Role.PSA), config("erp", Role.ERP));
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
            return Set.of(new ObjectType("Record"));
        }

        @Override
        public Counted totals(ObjectType objectType, Window window) {
            return new Counted.Totals(List.of(new Total("", 0, BigDecimal.ZERO)));
        }

        @Override
        public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
            firm.asked.run();
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
