package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.paper.HubProcess;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.paper.StoneFactory;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The hub's process is killed with no chance to say goodbye, again and again in the middle of its work; the end is that of an undisturbed run. */
class KillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId TENANT = new TenantId("killed");
    private static final int ENTRIES = 1_500;
    private static final int KILLS = 5;

    private final Random random = new Random(20261121);

    @Test
    void a_killed_hub_loses_nothing_and_doubles_nothing() throws IOException, InterruptedException {
        DATABASE.execute(StoneFactory.TABLE);
        try (Hub door = HubProcess.open(jdbc(), TENANT.value(), "door")) {
            // This hub is only a door: its stages are never started.
            master(door);
            work(door);
            List<Long> done = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                Process hub = start("n" + kill);
                hub.waitFor(50 + random.nextInt(600), TimeUnit.MILLISECONDS);
                hub.destroyForcibly().waitFor();
                done.add(Long.parseLong(DATABASE.value("SELECT count(*) FROM ledger_line")));
            }
            assertThat(done)
                    .as("at least one kill struck in the middle of the work")
                    .anyMatch(n -> n < ENTRIES);
            Process survivor = start("survivor");
            try {
                billed(door);
            } finally {
                survivor.destroyForcibly().waitFor();
            }
            assertThat(DATABASE.value("SELECT count(*) FROM stone WHERE object = 'invoice'"))
                    .isNotEqualTo("0");
            assertThat(DATABASE.value(
                            "SELECT coalesce(max(writes), 0) FROM stone WHERE object IN ('invoice', 'project')"))
                    .as("every invoice and project was written once")
                    .isEqualTo("1");
            assertThat(DATABASE.value("SELECT count(*) FROM stone WHERE object = 'customer'"))
                    .isEqualTo("1");
            assertThat(DATABASE.value("SELECT count(*) FROM change_fate WHERE fate NOT IN ('applied', 'unchanged')"))
                    .isEqualTo("0");
            assertThat(DATABASE.value("SELECT count(*) - (SELECT count(*) FROM change_fate) FROM change"))
                    .isEqualTo("0");
            assertThat(door.reconciliation().conservation(TENANT).unbalanced()).isZero();
            assertThat(door.audit().verify(TENANT).brokenAt()).isEmpty();
        }
    }

    private void billed(Hub door) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(place("UNBILLED")).isEqualTo("1500000.00"));
        var project = new Ref<dev.throughline.model.Project>(
                DATABASE.value("SELECT id FROM canonical_object WHERE type = 'Project'"));
        door.asks()
                .ask(
                        TENANT,
                        new CanonicalEvent.Request.PublishApprovedTimeForBilling(project, LocalDate.of(2026, 12, 31)),
                        "ann",
                        "x");
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(place("BILLED")).isEqualTo("1500000.00"));
    }

    private static String place(String place) {
        return DATABASE.value(
                "SELECT coalesce(sum(amount), 0)::numeric(20, 2)::text FROM ledger_balance WHERE place = '" + place
                        + "'");
    }

    private Process start(String node) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubProcess.class.getName(),
                        jdbc(),
                        TENANT.value(),
                        node)
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.equals("STARTED")) {
            line = out.readLine();
        }
        assertThat(line).as("the hub has started").isEqualTo("STARTED");
        Thread.ofVirtual().start(() -> out.lines().forEach(l -> {}));
        return process;
    }

    private static String jdbc() {
        try (var connection = DATABASE.connection()) {
            String url = connection.getMetaData().getURL();
            return url + (url.contains("?") ? "&" : "?") + "user=postgres";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void master(Hub door) {
        say(door, "erp", "LegalEntity", "1", PaperRecords.entity());
        say(door, "crm", "CustomerAccount", "c1", PaperRecords.customer());
        say(door, "crm", "RateCard", "r1", PaperRecords.rateCard("STD", "200.00"));
        say(door, "hcm", "Resource", "w1", PaperRecords.person("Ann"));
        say(door, "crm", "Opportunity", "o1", PaperRecords.deal("won"));
    }

    /** Work comes in before its project is there: it waits, and goes on. */
    private static void work(Hub door) {
        String resource = Identity.of(TENANT, CanonicalType.RESOURCE, "hcm", "w1");
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('killed', 'psa', 'Resource', 'w1', '"
                        + resource + "', 'Resource', now())");
        List<Change> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            String day = LocalDate.of(2026, 2, 1).plusDays(i % 28).toString();
            entries.add(PaperRecords.change(
                    "TimeEntry", "te" + i, 1, PaperRecords.hours(projectId(), day, "5", "approved")));
        }
        door.capture().accept(TENANT, new SystemId("psa"), Capture.Via.API, entries);
        door.capture().accept(TENANT, new SystemId("psa"), Capture.Via.API, entries);
    }

    /** The id that the stone PSA gives the project of the deal: its system and the key of the command, the same in every run. */
    private static String projectId() {
        String deal = Identity.of(TENANT, CanonicalType.OPPORTUNITY, "crm", "o1");
        return "psa-"
                + dev.throughline.hub.dispatch.CommandStore.key(TENANT, "quote-to-project", deal, "project-2@PSA")
                        .value();
    }

    private static void say(Hub door, String system, String type, String id, Map<String, Object> record) {
        door.capture()
                .accept(
                        TENANT,
                        new SystemId(system),
                        Capture.Via.API,
                        List.of(PaperRecords.change(type, id, 1, record)));
    }
}
