package dev.throughline.hub.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.capture.Capture;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** A firm on paper whose deal is won and whose project runs: what tests of the later road begin with. */
public final class PaperRoad implements AutoCloseable {
    private static final SystemId CRM = new SystemId("crm");
    private static final SystemId PSA = new SystemId("psa");
    private static final SystemId HCM = new SystemId("hcm");
    private static final Duration LONG = Duration.ofSeconds(60);

    public final TenantId tenant;
    public final PaperBook psa;
    public final PaperBook erp;
    public final Hub hub;
    private final TestDatabase database;

    public PaperRoad(String name, TestDatabase database, DataSource source) {
        this.tenant = new TenantId(name);
        this.database = database;
        PaperFactory.book(name + "-crm");
        PaperFactory.book(name + "-hcm");
        this.psa = PaperFactory.book(name + "-psa");
        this.erp = PaperFactory.book(name + "-erp");
        var workspace = new Workspace(
                tenant,
                List.of(
                        system("crm", Role.CRM),
                        system("psa", Role.PSA),
                        system("erp", Role.ERP),
                        system("hcm", Role.HCM)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
        hub = Hub.open(List.of(workspace), source, HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
    }

    private Workspace.SystemConfig system(String id, Role role) {
        return new Workspace.SystemConfig(
                new SystemId(id),
                "paper",
                role,
                Map.of("book", tenant + "-" + id),
                Set.of(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    /** A deal at 200 dollars an hour is won, and delivery has its project. */
    public void win() {
        say(
                new SystemId("erp"),
                change(
                        "LegalEntity",
                        "1",
                        1,
                        Map.of(
                                "code",
                                "US",
                                "name",
                                "Meridian Inc",
                                "country",
                                "US",
                                "currency",
                                "USD",
                                "active",
                                true)));
        var customer = new HashMap<String, Object>(
                Map.of("name", "Alder LLP", "status", "active", "country", "US", "currency", "USD"));
        customer.put("creditHold", false);
        say(CRM, change("CustomerAccount", "c1", 1, customer));
        var money = Map.of("amount", "200.00", "currency", "USD");
        say(
                CRM,
                change(
                        "RateCard",
                        "r1",
                        1,
                        Map.of("code", "STD", "currency", "USD", "rates", List.of(Map.of("perHour", money)))));
        say(CRM, change("Opportunity", "o1", 1, deal()));
        awaitOne(
                "Active",
                "SELECT max(state_name) FROM process_instance WHERE tenant = '%s' AND type = 'quote-to-project'");
        say(
                HCM,
                change(
                        "Resource",
                        "w1",
                        1,
                        Map.of("name", "Ann", "kind", "employee", "status", "active", "role", "consultant")));
        database.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('%s', 'psa', 'Resource', 'w1', '%s', 'Resource', now())"
                        .formatted(tenant, Identity.of(tenant, CanonicalType.RESOURCE, "hcm", "w1")));
        awaitOne("1", "SELECT count(*) FROM canonical_object WHERE tenant = '%s' AND type = 'Resource'");
    }

    private static Map<String, Object> deal() {
        var deal = new HashMap<String, Object>(Map.of(
                "name",
                "Rollout",
                "stage",
                "won",
                "account",
                "c1",
                "amount",
                Map.of("amount", "10000.00", "currency", "USD"),
                "closesOn",
                "2026-01-15"));
        deal.put("legalEntity", "US");
        deal.put("billingModel", "time_and_materials");
        deal.put("serviceLine", "advisory");
        deal.put("rateCard", "STD");
        deal.put("startsOn", "2026-02-01");
        return deal;
    }

    /** Approved hours {@code te0}, {@code te1}, … of the given version. */
    public void work(int entries, long version, String hours) {
        say(
                PSA,
                IntStream.range(0, entries)
                        .mapToObj(i -> change("TimeEntry", "te" + i, version, entry(i, hours)))
                        .toArray(Change[]::new));
    }

    private Map<String, Object> entry(int n, String hours) {
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

    public void bill() {
        hub.asks()
                .ask(
                        tenant,
                        new CanonicalEvent.Request.PublishApprovedTimeForBilling(
                                new Ref<Project>(projectId()), LocalDate.of(2026, 2, 28)),
                        "ann",
                        "x");
    }

    public String projectId() {
        return one("SELECT id FROM canonical_object WHERE tenant = '%s' AND type = 'Project'");
    }

    /** What of the ledger lies in a place, as an amount. */
    public void awaitPlace(String place, String amount) {
        awaitOne(
                amount,
                "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE place = '" + place
                        + "' AND tenant = '%s'");
    }

    /** @param sql with one place for the tenant */
    public String one(String sql) {
        return database.value(sql.formatted(tenant));
    }

    public void awaitOne(String expected, String sql) {
        await().atMost(LONG).untilAsserted(() -> assertThat(one(sql)).isEqualTo(expected));
    }

    /** Nothing is left to translate, decide or send. */
    public void awaitQuiet() {
        awaitOne(
                "0",
                "SELECT (SELECT count(*) FROM retranslate) + (SELECT count(*) FROM redecide) + (SELECT coalesce(sum(l.last_seq - p.done_seq), 0)"
                        + " FROM stage_progress p JOIN log_partition l ON l.partition = p.partition"
                        + " AND l.log = CASE p.stage WHEN 'decide' THEN 'event' ELSE 'change' END)"
                        + " + (SELECT count(*) FROM command WHERE tenant = '%s' AND state IN ('ready', 'uncertain', 'accepted'))");
    }

    public void say(SystemId system, Change... changes) {
        hub.capture().accept(tenant, system, Capture.Via.API, List.of(changes));
    }

    private static Change change(String type, String id, long version, Map<String, Object> record) {
        return new Change(
                new ObjectType(type),
                new ExternalId(id),
                new Change.Version(version, "v" + version),
                Change.Operation.UPSERTED,
                Instant.parse("2026-03-02T09:00:00Z").plusSeconds(version),
                Json.MAPPER.valueToTree(record));
    }

    @Override
    public void close() {
        hub.close();
    }
}
