package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFactory;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole road from a won deal to an invoice, over systems of paper. */
class RoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId CRM = new SystemId("crm");
    private static final SystemId PSA = new SystemId("psa");
    private static final SystemId ERP = new SystemId("erp");
    private static int tenants;

    private TenantId tenant;
    private PaperBook crm;
    private PaperBook psa;
    private PaperBook erp;
    private Hub hub;

    @BeforeEach
    void open() {
        String name = "t" + ++tenants;
        tenant = new TenantId(name);
        crm = PaperFactory.book(name + "-crm");
        psa = PaperFactory.book(name + "-psa");
        erp = PaperFactory.book(name + "-erp");
        hub = Hub.open(List.of(workspace(name)), DATABASE.source(), HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
        master();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Workspace workspace(String name) {
        return new Workspace(
                tenant,
                List.of(
                        system(CRM, Role.CRM, name),
                        system(PSA, Role.PSA, name),
                        system(ERP, Role.ERP, name),
                        system(new SystemId("hcm"), Role.HCM, name)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
    }

    private static Workspace.SystemConfig system(SystemId id, Role role, String name) {
        return new Workspace.SystemConfig(
                id, "paper", role, Map.of("book", name + "-" + id), Set.of(), Optional.empty(), Duration.ofHours(1));
    }

    private List<Capture.Receipt> say(
            SystemId system, String type, String id, long version, Map<String, Object> record) {
        return hub.capture().accept(tenant, system, Capture.Via.API, List.of(change(type, id, version, record)));
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

    private void master() {
        say(
                ERP,
                "LegalEntity",
                "1",
                1,
                Map.of("code", "US", "name", "Meridian Inc", "country", "US", "currency", "USD", "active", true));
        say(
                CRM,
                "CustomerAccount",
                "c1",
                1,
                Map.of(
                        "name",
                        "Alder LLP",
                        "status",
                        "active",
                        "country",
                        "US",
                        "currency",
                        "USD",
                        "creditHold",
                        false));
    }

    private static Map<String, Object> deal(String stage) {
        return Map.of(
                "name",
                "Rollout",
                "stage",
                stage,
                "account",
                "c1",
                "amount",
                Map.of("amount", "10000.00", "currency", "USD"),
                "closesOn",
                "2026-01-15",
                "legalEntity",
                "US",
                "billingModel",
                "time_and_materials",
                "serviceLine",
                "advisory",
                "rateCard",
                "STD",
                "startsOn",
                "2026-02-01");
    }

    private void rateCard() {
        say(
                CRM,
                "RateCard",
                "r1",
                1,
                Map.of(
                        "code",
                        "STD",
                        "currency",
                        "USD",
                        "rates",
                        List.of(Map.of("perHour", Map.of("amount", "200.00", "currency", "USD")))));
    }

    private String stateOf(String process) {
        return DATABASE.value("SELECT coalesce(string_agg(state_name, ','), '') FROM process_instance WHERE tenant = '"
                + tenant + "' AND type = '" + process + "'");
    }

    private void projectIsThere() {
        rateCard();
        say(CRM, "Opportunity", "o1", 1, deal("won"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stateOf("quote-to-project")).isEqualTo("Active"));
    }

    private String projectId() {
        return DATABASE.value("SELECT id FROM canonical_object WHERE tenant = '" + tenant + "' AND type = 'Project'");
    }

    private Map<String, Object> hours(int n, String hours) {
        return Map.of(
                "project",
                psa.pages("project").getFirst().id(),
                "resource",
                "w1",
                "workedOn",
                LocalDate.of(2026, 2, 1).plusDays(n % 20).toString(),
                "hours",
                hours,
                "billable",
                true,
                "approval",
                "approved");
    }

    @Test
    void a_won_deal_becomes_a_customer_a_project_and_a_report_to_sales() {
        projectIsThere();
        assertThat(erp.pages("customer")).hasSize(1);
        assertThat(psa.pages("project"))
                .singleElement()
                .satisfies(p -> assertThat(p.body().get("name").stringValue()).contains("Rollout"));
        assertThat(crm.pages("deal"))
                .singleElement()
                .satisfies(p -> assertThat(p.id()).isEqualTo("o1"));
    }

    @Test
    void a_deal_that_lacks_something_waits_on_the_desk_and_goes_on_by_itself_when_it_is_mended() {
        say(CRM, "Opportunity", "o1", 1, deal("won"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.exceptions()
                                .list(tenant, Exceptions.Filter.OPEN, Optional.empty(), 10)
                                .items())
                        .anySatisfy(i -> assertThat(i.code()).contains("RATE_CARD")));
        rateCard();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stateOf("quote-to-project")).isEqualTo("Active"));
        assertThat(hub.exceptions()
                        .list(tenant, Exceptions.Filter.OPEN, Optional.empty(), 10)
                        .items())
                .isEmpty();
    }

    @Test
    void a_lost_answer_never_makes_a_second_customer() {
        erp.next(PaperBook.Mood.LOSE_ANSWER, 1);
        psa.next(PaperBook.Mood.LOSE_REQUEST, 1);
        projectIsThere();
        assertThat(erp.writes("customer")).isEqualTo(1);
        assertThat(psa.pages("project")).hasSize(1);
    }

    @Test
    void throttling_and_absence_only_delay() {
        erp.next(PaperBook.Mood.THROTTLE, 2);
        psa.next(PaperBook.Mood.AWAY, 1);
        projectIsThere();
        assertThat(erp.pages("customer")).hasSize(1);
    }

    @Test
    void the_same_version_is_stored_once_and_an_older_one_never_wins() {
        assertThat(say(CRM, "CustomerAccount", "c2", 5, Map.of("name", "New", "status", "active", "creditHold", false)))
                .first()
                .isInstanceOf(Capture.Receipt.Stored.class);
        assertThat(say(CRM, "CustomerAccount", "c2", 5, Map.of("name", "New", "status", "active", "creditHold", false)))
                .first()
                .isInstanceOf(Capture.Receipt.Repeated.class);
        say(CRM, "CustomerAccount", "c2", 4, Map.of("name", "Old", "status", "active", "creditHold", false));
        String id = Identity.of(tenant, CanonicalType.CUSTOMER_ACCOUNT, "crm", "c2");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT count(*) FROM change_fate f JOIN change c USING (partition, seq) WHERE c.tenant = '"
                                        + tenant + "' AND c.external_id = 'c2'"))
                        .isEqualTo("2"));
        assertThat(DATABASE.value("SELECT body ->> 'name' FROM canonical_object WHERE id = '" + id + "'"))
                .isEqualTo("New");
    }

    @Test
    void a_child_before_its_parent_waits_and_goes_on() {
        say(CRM, "Opportunity", "o9", 1, Map.of("name", "Early", "stage", "open", "account", "c9"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT count(*) FROM waiting_reference WHERE tenant = '" + tenant + "'"))
                        .isEqualTo("1"));
        say(CRM, "CustomerAccount", "c9", 1, Map.of("name", "Late Ltd", "status", "active", "creditHold", false));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value("SELECT count(*) FROM canonical_object WHERE tenant = '"
                                + tenant + "' AND type = 'Opportunity'"))
                        .isEqualTo("1"));
    }

    @Test
    void approved_hours_become_an_invoice_each_once_and_conservation_holds() {
        projectIsThere();
        say(
                new SystemId("hcm"),
                "Resource",
                "w1",
                1,
                Map.of("name", "Ann", "kind", "employee", "status", "active", "role", "consultant"));
        String resource = Identity.of(tenant, CanonicalType.RESOURCE, "hcm", "w1");
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('"
                        + tenant + "', 'psa', 'Resource', 'w1', '" + resource + "', 'Resource', now())");
        List<Change> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(change("TimeEntry", "te" + i, 1, hours(i, "7.5")));
        }
        hub.capture().accept(tenant, PSA, Capture.Via.API, entries);
        hub.capture().accept(tenant, PSA, Capture.Via.API, entries);
        String unbilled = "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE tenant = '" + tenant
                + "' AND place = 'UNBILLED'";
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(unbilled)).isEqualTo("75000.00"));
        hub.asks()
                .ask(
                        tenant,
                        new CanonicalEvent.Request.PublishApprovedTimeForBilling(
                                new Ref<Project>(projectId()), LocalDate.of(2026, 2, 28)),
                        "ann",
                        "x");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE tenant = '" + tenant
                                        + "' AND place = 'BILLED'"))
                        .isEqualTo("75000.00"));
        assertThat(erp.pages("invoice")).hasSize(1);
        assertThat(hub.audit().verify(tenant).brokenAt()).isEmpty();
    }

    @Test
    void a_poll_that_a_killed_node_was_in_is_soon_taken_over() {
        hub.close();
        DATABASE.execute(
                "UPDATE scheduled_tasks SET picked = true, picked_by = 'killed', execution_time = now() - interval '70 s',"
                        + " last_heartbeat = now() - interval '60 s' WHERE task_name = 'poll/" + tenant + "/erp'");
        hub = Hub.open(
                List.of(workspace(tenant.value())),
                DATABASE.source(),
                HubOptions.defaults("n2"),
                InstantSource.system());
        hub.start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT picked FROM scheduled_tasks WHERE task_name = 'poll/" + tenant + "/erp'"))
                        .isEqualTo("f"));
    }
}
