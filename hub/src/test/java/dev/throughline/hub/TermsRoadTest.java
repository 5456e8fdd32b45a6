package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.ledger.LedgerProof;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFactory;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Limit;
import dev.throughline.model.BillingTerm.Recurring;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Tariff;
import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.ExternalId;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Role;
import dev.throughline.model.Scope;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Terms of contracts over PostgreSQL and systems of paper: a mixture from end to end, and caps that two workers decide on at once. */
class TermsRoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId CRM = new SystemId("crm");
    private static final SystemId PSA = new SystemId("psa");
    private static final SystemId ERP = new SystemId("erp");
    private static final LocalDate START = LocalDate.of(2025, 3, 1);

    private TenantId tenant;
    private PaperBook erp;
    private Hub hub;

    private void open(String name, ContractVersion... versions) {
        tenant = new TenantId(name);
        erp = PaperFactory.book(name + "-erp");
        var workspace = new Workspace(
                tenant,
                List.of(system(CRM, Role.CRM), system(PSA, Role.PSA), system(ERP, Role.ERP)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
        var options = new HubOptions("n1", 8, 20, Duration.ofMillis(50), Duration.ofSeconds(60), 2);
        hub = Hub.open(List.of(workspace), DATABASE.source(), options, InstantSource.system());
        known(new Ref<>("ent_us"), entity());
        known(new Ref<>("cus_alder"), customer());
        known(new Ref<>("ctr_1"), contract());
        known(
                new Ref<>("rtc_1"),
                new RateCard(
                        "STD",
                        CurrencyUnit.USD,
                        List.of(new RateCard.Rate(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                usd("99.99")))));
        for (var version : versions) {
            known(new Ref<>("cvr_" + version.number()), version);
        }
        for (String project : List.of("p1", "p2")) {
            link("psa", "Project", project, "prj_" + project);
        }
        known(new Ref<>("prj_p1"), project("P1"));
        known(new Ref<>("res_ann"), person());
        link("psa", "Resource", "w1", "res_ann");
        link("erp", "CustomerAccount", "77", "cus_alder");
        link("crm", "Contract", "k1", "ctr_1");
        hub.start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Workspace.SystemConfig system(SystemId id, Role role) {
        return new Workspace.SystemConfig(
                id,
                "paper",
                role,
                Map.of("book", tenant.value() + "-" + id),
                Set.of(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    private static Money usd(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    private static LegalEntity entity() {
        return new LegalEntity("US", "Meridian Inc", "US", CurrencyUnit.USD, Optional.empty(), Optional.empty(), true);
    }

    private static CustomerAccount customer() {
        return new CustomerAccount(
                "Alder LLP",
                CustomerAccount.Status.ACTIVE,
                Optional.of("C1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("US"),
                Optional.of(CurrencyUnit.USD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Contract contract() {
        return new Contract(
                "K-1",
                "Rollout",
                new Ref<>("cus_alder"),
                new Ref<>("ent_us"),
                CurrencyUnit.USD,
                Contract.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Project project(String code) {
        return new Project(
                "Rollout " + code,
                Project.Status.ACTIVE,
                Optional.of(code),
                Optional.of(new Ref<>("ctr_1")),
                Optional.empty(),
                Optional.of(new Ref<>("cus_alder")),
                Optional.of(new Ref<>("ent_us")),
                Optional.empty(),
                Optional.of(CurrencyUnit.USD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Resource person() {
        return new Resource(
                "Ann Lee",
                Resource.Kind.EMPLOYEE,
                Resource.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.of("consultant"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Ref<>("ent_us")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static ContractVersion version(
            int number, Optional<Money> cap, List<ContractVersion.Instalment> schedule, BillingTerm... terms) {
        return new ContractVersion(
                new Ref<>("ctr_1"),
                number,
                ContractVersion.Status.APPROVED,
                BillingModel.TIME_AND_MATERIALS,
                START,
                usd("50000.00"),
                Optional.of(START),
                Optional.of(LocalDate.of(2025, 4, 30)),
                Optional.of("STD"),
                cap,
                schedule,
                List.of(terms));
    }

    private <T extends CanonicalObject> void known(Ref<T> ref, T object) {
        DATABASE.execute("""
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                VALUES ('%s', '%s', '%s', 1, '%s', now(), 'c')
                """.formatted(
                        tenant, ref.id(), CanonicalType.of(object.getClass()).typeName(), CanonicalJson.write(object)));
    }

    private void link(String system, String type, String external, String id) {
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('%s', '%s', '%s', '%s', '%s', '%s', now())"
                        .formatted(tenant, system, type, external, id, type));
    }

    private static Change change(String type, String id, long version, Map<String, Object> record) {
        return new Change(
                new ObjectType(type),
                new ExternalId(id),
                new Change.Version(version, "v" + version),
                Change.Operation.UPSERTED,
                Instant.now(),
                Json.MAPPER.valueToTree(record));
    }

    private static Change time(String id, long version, String project, LocalDate day, String hours, String approval) {
        return change(
                "TimeEntry",
                id,
                version,
                Map.of(
                        "project",
                        project,
                        "resource",
                        "w1",
                        "workedOn",
                        day.toString(),
                        "hours",
                        hours,
                        "billable",
                        true,
                        "approval",
                        approval));
    }

    private static Change use(String id, long version, LocalDate day, String quantity) {
        return change(
                "UsageRecord",
                id,
                version,
                Map.of("project", "p1", "meter", "calls", "usedOn", day.toString(), "quantity", quantity));
    }

    private void say(Change... changes) {
        hub.capture().accept(tenant, PSA, Capture.Via.API, List.of(changes));
    }

    private void bill(String project) {
        hub.asks()
                .ask(
                        tenant,
                        new CanonicalEvent.Request.PublishApprovedTimeForBilling(
                                new Ref<Project>(project), LocalDate.of(2025, 12, 31)),
                        "ann",
                        "x");
    }

    private String sum(String place) {
        return DATABASE.value("SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE tenant = '" + tenant
                + "' AND place IN (" + place + ")");
    }

    private void awaitSum(String place, String amount) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(sum("'" + place + "'")).isEqualTo(amount));
    }

    private String told(String id) {
        var answer = (Told) hub.explainer().explain(tenant, id);
        var pricing = answer.explanation().pricing().map(p -> p.says()).orElse("");
        return "%s %s %s %s"
                .formatted(
                        answer.explanation().what(),
                        answer.explanation().stands(),
                        pricing,
                        answer.explanation().next());
    }

    private String charge(String description) {
        return DATABASE.value("SELECT source FROM ledger_line WHERE tenant = '" + tenant
                + "' AND kind = 'CHARGE' AND description LIKE '" + description
                + ", 2025-03%' ORDER BY opened_at LIMIT 1");
    }

    private void conserves() throws SQLException {
        try (var connection = DATABASE.connection()) {
            var conservation = new LedgerProof().conservation(connection, tenant);
            assertThat(conservation.unbalanced()).isZero();
            assertThat(new LedgerProof().projectsOff(connection, tenant)).isEmpty();
        }
    }

    /**
     * Service 600.00 a month. Support: 1000.00 a month for 10 h of consultants; 8 h + 5 h are 3 h beyond, at 120.00. Calls: 100 free, 0.10 each; 1100.5 are 100.05. A milestone
     * of 2500.00. March and April: 1200.00 + 2000.00 + 360.00 + 100.05 + 2500.00 = 6160.05.
     */
    @Test
    void a_mixture_is_billed_from_end_to_end_and_corrected_afterwards() throws SQLException {
        open(
                "mixture",
                version(
                        1,
                        Optional.of(usd("20000.00")),
                        List.of(new ContractVersion.Instalment("Go-live", usd("2500.00"), Optional.empty())),
                        new Recurring("Service", usd("600.00"), Every.MONTH),
                        new Retainer(
                                "Support",
                                usd("1000.00"),
                                Every.MONTH,
                                new Buys.Hours(BigDecimal.TEN),
                                new Unused.Lapses(),
                                Optional.of(usd("120.00")),
                                Optional.of(new Scope(Optional.empty(), Optional.empty(), Optional.of("consultant")))),
                        new Usage(
                                "Calls",
                                "calls",
                                Every.MONTH,
                                CurrencyUnit.USD,
                                Tariff.GRADUATED,
                                List.of(new Tier(Optional.empty(), new BigDecimal("0.10"))),
                                new BigDecimal("100"),
                                Optional.empty(),
                                Optional.empty())));
        say(
                time("te1", 1, "p1", START, "8", "approved"),
                time("te2", 1, "p1", START.plusDays(1), "5", "approved"),
                use("u1", 1, START.plusDays(3), "1100.5"),
                change(
                        "Milestone",
                        "m1",
                        1,
                        Map.of(
                                "project",
                                "p1",
                                "name",
                                "Go-live",
                                "amount",
                                Map.of("amount", "2500.00", "currency", "USD"),
                                "status",
                                "completed",
                                "completedOn",
                                "2025-03-31")));
        awaitSum("UNBILLED", "2960.05");
        bill("prj_p1");
        awaitSum("BILLED", "6160.05");
        assertThat(sum("'COVERED'")).isEqualTo("0.00");
        assertThat(told("te2"))
                .contains("covered (5 hours, USD 0.00)", "covered by retainer 'Support'", "charge of its period");
        assertThat(told("u1")).contains("1100.5 units of meter 'calls'", "covered (1100.5 units, USD 0.00)");
        assertThat(told(charge("Calls")))
                .contains("Charge 'Calls, 2025-03", "Calls, 2025-03", "1100.5 used, 100 free, 1000.5 in tier 1");

        assertThat(told(charge("Support")))
                .contains(
                        "true-up of retainer 'Support'",
                        "10 h bought, 0 h carried over from before, 10 h drawn, 3 h beyond");

        say(use("u1", 2, START.plusDays(3), "900"), time("te3", 1, "p1", START.plusDays(9), "2", "approved"));
        awaitSum("UNBILLED", "219.95");
        bill("prj_p1");
        awaitSum("BILLED", "6380.00");
        assertThat(erp.pages("invoice")).hasSize(2);

        extended();
        say(use("u2", 1, LocalDate.of(2025, 5, 7), "300"));
        awaitSum("UNBILLED", "660.00");
        bill("prj_p1");
        awaitSum("BILLED", "7040.00");
        conserves();
    }

    /** May: the service again, no retainer, and each call at 0.20, as the CRM has it. */
    private void extended() {
        var usd600 = Map.of("amount", "600.00", "currency", "USD");
        var amendment = change(
                "ContractVersion",
                "v2",
                1,
                Map.of(
                        "contract", "k1",
                        "number", 2,
                        "status", "approved",
                        "billingModel", "time_and_materials",
                        "effectiveFrom", "2025-05-01",
                        "endsOn", "2025-05-31",
                        "value", Map.of("amount", "60000.00", "currency", "USD"),
                        "rateCard", "STD",
                        "notToExceed", Map.of("amount", "25000.00", "currency", "USD"),
                        "terms",
                                List.of(
                                        Map.of(
                                                "type",
                                                "Recurring",
                                                "name",
                                                "Service",
                                                "amount",
                                                usd600,
                                                "every",
                                                "month"),
                                        Map.of(
                                                "type", "Usage",
                                                "name", "Calls",
                                                "meter", "calls",
                                                "every", "month",
                                                "currency", "USD",
                                                "tariff", "volume",
                                                "tiers", List.of(Map.of("price", "0.20")),
                                                "free", "0"))));
        hub.capture().accept(tenant, CRM, Capture.Via.API, List.of(amendment));
        awaitSum("UNBILLED", "600.00");
    }

    @Test
    void two_workers_at_once_never_bill_more_than_the_caps_that_projects_share() throws Exception {
        open(
                "shared",
                version(
                        1,
                        Optional.of(usd("5000.00")),
                        List.of(),
                        new Limit(
                                "second",
                                usd("2999.99"),
                                new Scope(Optional.of("P2"), Optional.empty(), Optional.empty()))));
        known(new Ref<>("prj_p2"), project("P2"));
        var random = new Random(7);
        var changes = new ArrayList<Change>();
        for (int i = 0; i < 80; i++) {
            var day = START.plusDays(random.nextInt(28));
            var hours = BigDecimal.valueOf(25 + random.nextInt(775), 2).toPlainString();
            changes.add(time("te" + i, 1, i % 2 == 0 ? "p1" : "p2", day, hours, "approved"));
        }
        Collections.shuffle(changes, random);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int half = 0; half < 2; half++) {
                var mine = changes.subList(half * 40, half * 40 + 40);
                threads.submit(() -> mine.forEach(this::say));
            }
        }
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT count(DISTINCT split_part(source, '~', 1)) FROM ledger_balance WHERE tenant = '"
                                        + tenant + "'"))
                        .isEqualTo("80"));
        assertThat(highest("")).isEqualTo("5000.00");
        assertThat(new BigDecimal(highest("AND l.project = 'prj_p2'"))).isLessThanOrEqualTo(new BigDecimal("2999.99"));
        String split = DATABASE.value("SELECT min(split_part(source, '~', 1)) FROM ledger_balance WHERE tenant = '"
                + tenant + "' AND source LIKE '%~2'");
        assertThat(told(split)).contains("unbilled (", " and held (", "A cap has split it", split + "~2 held as");
        bill("prj_p1");
        bill("prj_p2");
        awaitSum("BILLED", "5000.00");
        assertThat(DATABASE.value("SELECT count(DISTINCT project) FROM ledger_balance WHERE tenant = '" + tenant
                        + "' AND place = 'BILLED'"))
                .isEqualTo("2");
        conserves();
    }

    /** The most that ever counted against a cap, after whichever decision. */
    private String highest(String where) {
        return DATABASE.value("""
                SELECT max(counted)::text
                FROM (
                    SELECT sum(sum(CASE WHEN p.to_place IN ('UNBILLED', 'POSTING', 'BILLED', 'PAID') THEN p.amount ELSE 0 END
                                 - CASE WHEN p.from_place IN ('UNBILLED', 'POSTING', 'BILLED', 'PAID') THEN p.amount ELSE 0 END))
                           OVER (ORDER BY min(p.id)) AS counted
                    FROM ledger_posting p JOIN ledger_line l USING (tenant, source)
                    WHERE p.tenant = '%s' %s
                    GROUP BY p.at, p.process_key, p.event_id
                ) running
                """.formatted(tenant, where));
    }

    @Test
    void work_that_waits_on_one_project_goes_on_when_another_makes_room() {
        open("room", version(1, Optional.of(usd("999.90")), List.of()));
        known(new Ref<>("prj_p2"), project("P2"));
        say(time("te1", 1, "p1", START, "10", "approved"));
        awaitSum("UNBILLED", "999.90");
        say(time("te2", 1, "p2", START, "4", "approved"));
        awaitSum("HELD", "399.96");
        say(time("te1", 2, "p1", START, "10", "submitted"));
        awaitSum("UNBILLED", "399.96");
        awaitSum("HELD", "0");
    }

    @Test
    void a_fee_of_a_contract_with_two_projects_is_billed_once_whoever_asks_first() throws SQLException {
        open("fee", version(1, Optional.empty(), List.of(), new Recurring("Service", usd("600.00"), Every.MONTH)));
        known(new Ref<>("prj_p2"), project("P2"));
        bill("prj_p1");
        bill("prj_p2");
        awaitSum("BILLED", "1200.00");
        assertThat(DATABASE.value("SELECT count(*) FROM ledger_line WHERE tenant = '" + tenant + "'"))
                .isEqualTo("2");
        conserves();
    }

    @Test
    void the_id_of_a_record_is_that_of_its_type() {
        open("ids", version(1, Optional.empty(), List.of()));
        say(use("u1", 1, START, "5"));
        String id = Identity.of(tenant, CanonicalType.USAGE_RECORD, "psa", "u1");
        assertThat(id).startsWith("use_");
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT coalesce(max(place), '') FROM ledger_balance WHERE source = '" + id + "'"))
                        .isEqualTo("HELD"));
    }
}
