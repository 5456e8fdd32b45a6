package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.paper.PaperFactory;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.Assignment;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.ExternalId;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.forecast.Forecast;
import dev.throughline.processes.margin.Figure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hours of a sister company from delivery to the books of both, and what the project brings, over PostgreSQL and systems of paper. */
class OutlookRoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId TENANT = new TenantId("outlook");
    private static final SystemId PSA = new SystemId("psa");
    private static final Ref<LegalEntity> US = new Ref<>("ent_us");
    private static final Ref<LegalEntity> CA = new Ref<>("ent_ca");
    private static final Ref<Project> PROJECT = new Ref<>("prj_p1");
    private static final LocalDate MARCH = LocalDate.of(2025, 3, 1);

    private Hub hub;

    @BeforeEach
    void open() {
        var policies = Map.<String, Map<String, Object>>of(
                "IntercompanyPolicy",
                Map.of(
                        "agreements",
                        List.of(Map.of(
                                "provider", "CA",
                                "receiver", "*",
                                "from", "2025-01-01",
                                "transfer", Map.of("type", "CostPlus", "percent", "10")))));
        var workspace = new Workspace(
                TENANT,
                List.of(system("crm", Role.CRM), system("psa", Role.PSA), system("erp", Role.ERP)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                policies,
                Optional.empty(),
                "test");
        var options = new HubOptions("n1", 8, 20, Duration.ofMillis(50), Duration.ofSeconds(60), 2);
        hub = Hub.open(List.of(workspace), DATABASE.source(), options, InstantSource.system());
        firm();
        hub.start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static Workspace.SystemConfig system(String id, Role role) {
        return new Workspace.SystemConfig(
                new SystemId(id),
                "paper",
                role,
                Map.of("book", "outlook-" + id),
                Set.of(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    private static Money usd(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }

    private static void firm() {
        known(US, entity("US"));
        known(CA, entity("CA"));
        known(new Ref<>("cus_alder"), customer());
        known(
                new Ref<>("ctr_1"),
                new Contract(
                        "K-1",
                        "Rollout",
                        new Ref<>("cus_alder"),
                        US,
                        CurrencyUnit.USD,
                        Contract.Status.ACTIVE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
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
                                usd("100.00")))));
        known(
                new Ref<>("cvr_1"),
                new ContractVersion(
                        new Ref<>("ctr_1"),
                        1,
                        ContractVersion.Status.APPROVED,
                        BillingModel.TIME_AND_MATERIALS,
                        MARCH,
                        usd("50000.00"),
                        Optional.of(MARCH),
                        Optional.of(LocalDate.of(2199, 12, 31)),
                        Optional.of("STD"),
                        Optional.empty(),
                        List.of(),
                        List.of()));
        known(PROJECT, project());
        person("ann", US, "40.00");
        person("cat", CA, "30.00");
        link("Project", "p1", PROJECT.id());
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('outlook', 'erp', 'LegalEntity', '1', 'ent_us', 'LegalEntity', now())");
    }

    private static void person(String name, Ref<LegalEntity> company, String cost) {
        var ref = new Ref<Resource>("res_" + name);
        known(
                ref,
                new Resource(
                        name,
                        Resource.Kind.EMPLOYEE,
                        Resource.Status.ACTIVE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("consultant"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(company),
                        Optional.empty(),
                        Optional.of(new BigDecimal("40")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        known(new Ref<>("crt_" + name), new CostRate(ref, LocalDate.of(2025, 1, 1), usd(cost)));
        known(
                new Ref<>("asg_" + name),
                new Assignment(
                        PROJECT, ref, Optional.empty(), MARCH, LocalDate.of(2025, 3, 31), new BigDecimal("10"), true));
        link("Resource", name, ref.id());
    }

    private static LegalEntity entity(String code) {
        return new LegalEntity(code, "Firm " + code, code, CurrencyUnit.USD, Optional.empty(), Optional.empty(), true);
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

    private static Project project() {
        return new Project(
                "Rollout",
                Project.Status.ACTIVE,
                Optional.of("P1"),
                Optional.of(new Ref<>("ctr_1")),
                Optional.empty(),
                Optional.of(new Ref<>("cus_alder")),
                Optional.of(US),
                Optional.empty(),
                Optional.of(CurrencyUnit.USD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static <T extends CanonicalObject> void known(Ref<T> ref, T object) {
        DATABASE.execute("""
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                VALUES ('%s', '%s', '%s', 1, '%s', now(), 'c')
                """.formatted(
                        TENANT, ref.id(), CanonicalType.of(object.getClass()).typeName(), CanonicalJson.write(object)));
    }

    private static void link(String type, String external, String id) {
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('%s', 'psa', '%s', '%s', '%s', '%s', now())"
                        .formatted(TENANT, type, external, id, type));
    }

    private void time(String id, long version, String person, String hours) {
        var record = Map.of(
                "project",
                "p1",
                "resource",
                person,
                "workedOn",
                "2025-03-03",
                "hours",
                hours,
                "billable",
                true,
                "approval",
                "approved");
        hub.capture()
                .accept(
                        TENANT,
                        PSA,
                        Capture.Via.API,
                        List.of(new Change(
                                new ObjectType("TimeEntry"),
                                new ExternalId(id),
                                new Change.Version(version, "v" + version),
                                Change.Operation.UPSERTED,
                                Instant.now(),
                                Json.MAPPER.valueToTree(record))));
    }

    private void post(LocalDate month) {
        hub.asks().ask(TENANT, new Request.PostIntercompany(CA, US, month), "ann", "x");
    }

    private static String value(String sql) {
        return DATABASE.value(sql);
    }

    private static void soon(String sql, String value) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(value(sql)).isEqualTo(value));
    }

    private static String charged() {
        return "SELECT coalesce(sum((body -> 'amount' ->> 'amount')::numeric), 0)::text FROM canonical_object WHERE tenant = 'outlook' AND type = 'IntercompanyCharge'";
    }

    private static String posted(String month) {
        return "SELECT coalesce(max((body -> 'total' ->> 'amount') || ' ' || (body ->> 'status')), '') FROM canonical_object WHERE tenant = 'outlook' AND type = 'IntercompanyPosting' AND body ->> 'month' = '"
                + month + "'";
    }

    /** 8 h and 4 h of Cat at 30.00 plus ten percent are 396.00; 8 h become 6 h after posting: 66.00 back in April. Ann's 2 h are of the company that has the contract. */
    @Test
    void hours_of_a_sister_company_reach_the_books_of_both_and_the_margin_counts_their_cost() {
        time("t1", 1, "cat", "8");
        time("t2", 1, "cat", "4");
        time("t3", 1, "ann", "2");
        soon(charged(), "396.00");
        post(MARCH);
        soon(posted("2025-03-01"), "396.00 posted");
        assertThat(PaperFactory.book("outlook-erp").pages("journal")).hasSize(1);
        post(MARCH);
        time("t1", 2, "cat", "6");
        soon(charged(), "330.00");
        post(MARCH.plusMonths(1));
        soon(posted("2025-04-01"), "-66.00 posted");
        assertThat(PaperFactory.book("outlook-erp").pages("journal")).hasSize(2);
        soon(
                "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE tenant = 'outlook' AND place = 'UNBILLED'",
                "1200.00");
        margin();
        forecast();
    }

    /** 12 h at 100.00; 10 h × 30.00 + 2 h × 40.00. */
    private void margin() {
        var margin = hub.outlook().margins(TENANT, Optional.empty()).getFirst();
        assertThat(margin.realised()).isInstanceOfSatisfying(Figure.Known.class, known -> {
            assertThat(known.sums().revenue()).isEqualTo(usd("1200.00"));
            assertThat(known.sums().cost()).isEqualTo(usd("380.00"));
            assertThat(known.people()).isEqualTo(2);
        });
        assertThat(margin.planned())
                .isInstanceOfSatisfying(
                        Figure.Known.class,
                        known -> assertThat(known.sums().margin()).isEqualTo(usd("1300.00")));
        assertThat(margin.sold()).isInstanceOf(Figure.Unknown.class);
        assertThat(hub.outlook().report(TENANT, Optional.of(PROJECT), "ann", "x"))
                .isEqualTo(1);
        soon(
                "SELECT count(*)::text FROM command WHERE tenant = 'outlook' AND process_type = 'margin-report' AND state = 'done'",
                "1");
    }

    private void forecast() {
        var forecast = hub.outlook().forecast(TENANT, 2);
        assertThat(forecast.backlog().stream().map(Forecast.Backlog::amount).reduce(Money::plus))
                .contains(usd("50000.00"));
        assertThat(forecast.staffing()).hasSize(2);
        assertThat(forecast.lacks()).isEmpty();
    }
}
