package dev.throughline.hub.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.core.ThrowingRunnable;

/** A firm with a running hub on PostgreSQL and four systems of paper, in which a test speaks for the systems and looks at what came of it. */
public final class PaperFirm implements AutoCloseable {
    public static final SystemId CRM = new SystemId("crm");
    public static final SystemId PSA = new SystemId("psa");
    public static final SystemId ERP = new SystemId("erp");
    public static final SystemId HCM = new SystemId("hcm");
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String WAITING = """
            SELECT (SELECT count(*) FROM retranslate) + (SELECT count(*) FROM redecide)
                + (SELECT coalesce(sum(l.last_seq - p.done_seq), 0)
                   FROM stage_progress p JOIN log_partition l ON l.partition = p.partition AND l.log = CASE p.stage WHEN 'decide' THEN 'event' ELSE 'change' END)
                + (SELECT count(*) FROM command WHERE tenant = '$' AND state IN ('ready', 'uncertain', 'accepted'))
            """;

    private final TestDatabase database;
    private final DataSource source;
    private final TenantId tenant;
    private final Map<String, Map<String, Object>> policies;
    private Hub hub;

    private PaperFirm(
            TestDatabase database, DataSource source, String name, Map<String, Map<String, Object>> policies) {
        this.database = database;
        this.source = source;
        this.policies = policies;
        this.tenant = new TenantId(name);
        this.hub = start("n1");
    }

    /** @param name of the tenant, and of its books: one of each in a test run */
    public static PaperFirm open(TestDatabase database, String name) {
        return open(database, database.source(), name);
    }

    /** @param source through which the hub sees the database */
    public static PaperFirm open(TestDatabase database, DataSource source, String name) {
        return new PaperFirm(database, source, name, Map.of());
    }

    /** @param policies as a workspace states them */
    public static PaperFirm open(TestDatabase database, String name, Map<String, Map<String, Object>> policies) {
        return new PaperFirm(database, database.source(), name, policies);
    }

    /** The node ends, and another takes over. */
    public void restart(String node, Runnable meanwhile) {
        hub.close();
        meanwhile.run();
        hub = start(node);
    }

    private Hub start(String node) {
        Hub opened = Hub.open(
                List.of(workspace(tenant, "paper", "book", tenant + "-%s", policies)),
                source,
                HubOptions.defaults(node),
                InstantSource.system());
        opened.start();
        return opened;
    }

    /** @param value of the one setting of each system, with its id in place of {@code %s} */
    static Workspace workspace(
            TenantId tenant, String kind, String setting, String value, Map<String, Map<String, Object>> policies) {
        return new Workspace(
                tenant,
                Stream.of(Role.CRM, Role.PSA, Role.ERP, Role.HCM)
                        .map(role -> system(role, kind, setting, value))
                        .toList(),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                policies,
                Optional.empty(),
                "test");
    }

    private static Workspace.SystemConfig system(Role role, String kind, String setting, String value) {
        String id = role.name().toLowerCase(java.util.Locale.ROOT);
        return new Workspace.SystemConfig(
                new SystemId(id),
                kind,
                role,
                Map.of(setting, value.replace("%s", id)),
                Set.of(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    @Override
    public void close() {
        hub.close();
    }

    public Hub hub() {
        return hub;
    }

    public TenantId tenant() {
        return tenant;
    }

    public PaperBook book(SystemId system) {
        return PaperFactory.book(tenant + "-" + system);
    }

    public List<Capture.Receipt> say(
            SystemId system, String type, String id, long version, Map<String, Object> record) {
        return say(system, List.of(PaperRecords.change(type, id, version, record)));
    }

    public List<Capture.Receipt> say(SystemId system, List<Change> changes) {
        return hub.capture().accept(tenant, system, Capture.Via.API, changes);
    }

    /** The entity and the customer. */
    public void masterData() {
        say(ERP, "LegalEntity", "1", 1, PaperRecords.entity());
        say(CRM, "CustomerAccount", "c1", 1, PaperRecords.customer());
    }

    /** Ann, who does the work, and whom delivery knows too. */
    public void worker() {
        say(HCM, "Resource", "w1", 1, PaperRecords.person("Ann Lee"));
        link(database, tenant, "Resource", "w1", Identity.of(tenant, CanonicalType.RESOURCE, "hcm", "w1"));
    }

    /** Delivery knows an object by that id, as a matching by hand would tell. */
    static void link(TestDatabase database, TenantId tenant, String type, String externalId, String id) {
        database.execute("""
                INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at)
                VALUES ('%s', 'psa', '%s', '%s', '%s', '%2$s', now())
                """.formatted(tenant, type, externalId, id));
    }

    public void rateCard(String code, String perHour) {
        say(CRM, "RateCard", code, 1, PaperRecords.rateCard(code, perHour));
    }

    /** The deal is won, and has a project in every system by the end. */
    public void wonDeal() {
        rateCard("STD", "200.00");
        say(CRM, "Opportunity", "o1", 1, PaperRecords.deal("won"));
        soon(() -> assertThat(stateOf("quote-to-project")).isEqualTo("Active"));
    }

    /** What Ann recorded on the one project. */
    public void hours(String id, String day, String hours, String approval) {
        say(PSA, "TimeEntry", id, 1, PaperRecords.hours(projectInPsa(), day, hours, approval));
    }

    /** Approved hours {@code te0}, {@code te1}, … of Ann, over the days of February. */
    public void work(int entries, long version, String hours) {
        String project = projectInPsa();
        say(
                PSA,
                IntStream.range(0, entries)
                        .mapToObj(i -> PaperRecords.change(
                                "TimeEntry",
                                "te" + i,
                                version,
                                PaperRecords.hours(
                                        project,
                                        LocalDate.of(2026, 2, 1)
                                                .plusDays(i % 20)
                                                .toString(),
                                        hours,
                                        "approved")))
                        .toList());
    }

    public String projectInPsa() {
        return book(PSA).pages("project").getFirst().id();
    }

    public Ref<Project> project() {
        return new Ref<>(value("SELECT id FROM canonical_object WHERE tenant = '$' AND type = 'Project'"));
    }

    /** Asks for the billing run of the one project. */
    public void bill(LocalDate through) {
        hub.asks()
                .ask(tenant, new CanonicalEvent.Request.PublishApprovedTimeForBilling(project(), through), "ann", "x");
    }

    /** Waits until so much lies there, all projects together. */
    public void standing(String place, String amount) {
        soon(() -> assertThat(value(
                        "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE tenant = '$' AND place = '"
                                + place + "'"))
                .isEqualTo(amount));
    }

    /** Waits until nothing is left to translate, decide or send. */
    public void quiet() {
        soon(() -> assertThat(value(WAITING)).isEqualTo("0"));
    }

    /** States of the instances of that process. */
    public String stateOf(String process) {
        return value(
                "SELECT coalesce(string_agg(state_name, ','), '') FROM process_instance WHERE tenant = '$' AND type = '"
                        + process + "'");
    }

    /** @param sql with {@code $} for the tenant */
    public String value(String sql) {
        return database.value(sql.replace("$", tenant.value()));
    }

    public static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).untilAsserted(assertion);
    }
}
