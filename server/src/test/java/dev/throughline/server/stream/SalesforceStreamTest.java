package dev.throughline.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connectors.salesforce.simulator.SalesforceSimulator;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.testing.Waiting;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Salesforce's change events through the whole hub: gRPC and Avro from the simulated Pub/Sub API, PostgreSQL, a line between them that breaks. The hub polls once, when it
 * first starts, and then not for a day: whatever arrives afterwards came by the stream or by a re-read that the stream asked for.
 */
class SalesforceStreamTest {
    private static final TenantId FIRM = new TenantId("firm");
    private static final SystemId CRM = new SystemId("salesforce");

    @TempDir
    static Path folder;

    private static EmbeddedDatabase database;
    private static SalesforceSimulator crm;
    private static CutLine line;
    private static String account;
    private static int number;

    private Hub hub;

    @BeforeAll
    static void a_crm_and_a_database() {
        database = EmbeddedDatabase.open(folder);
        crm = new SalesforceSimulator();
        crm.start(0, InstantSource.system());
        crm.eventKeepAlive(Duration.ofMillis(200));
        line = CutLine.to(URI.create(crm.access().settings().get("pubSubUrl")).getPort());
        account = crm.seedSmallFirm().get("customer-harrow");
    }

    @AfterAll
    static void end() {
        line.close();
        crm.close();
        database.close();
    }

    @BeforeEach
    void a_hub_that_listens() {
        crm.faults().heal();
        start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /** And waits until the stream has spoken and nothing is left to fetch. */
    private void start() {
        int before = line.taken();
        hub = Hub.open(List.of(workspace()), database.source(), HubOptions.defaults("one"), InstantSource.system());
        hub.start();
        Waiting.until("the stream is open", () -> line.taken() > before);
        Waiting.until(
                "the first reading is over",
                () -> value("SELECT count(*) FROM source_cursor WHERE object_type = 'Contract'")
                        .equals("1"));
    }

    private static Workspace workspace() {
        Map<String, String> settings = new LinkedHashMap<>(crm.access().settings());
        settings.put("pubSubUrl", "https://127.0.0.1:" + line.port());
        var system = new Workspace.SystemConfig(
                CRM, "salesforce", Role.CRM, settings, Set.of(), Optional.empty(), Duration.ofDays(1));
        return new Workspace(
                FIRM,
                List.of(system),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "stream");
    }

    @Test
    void a_changed_opportunity_arrives_long_before_the_next_poll() {
        String deal = deal();
        arrives(deal, "0");
        for (int amount = 1; amount <= 5; amount++) {
            change(deal, amount);
            arrives(deal, Integer.toString(amount));
        }
        crm.screen().delete("Opportunity", deal);
        Waiting.until("the deletion", () -> newest(deal).equals("deleted"));
        assertThat(value("SELECT string_agg(DISTINCT via, ',') FROM change WHERE external_id = '" + deal + "'"))
                .isEqualTo("fetch,stream");
        theHubHoldsWhatTheCrmHolds();
    }

    @Test
    void a_restarted_hub_goes_on_behind_the_last_stored_event() {
        String early = deal();
        arrives(early, "0");
        String stopped = position();
        hub.close();
        List<String> deals = new ArrayList<>(List.of(early));
        for (int i = 0; i < 250; i++) {
            deals.add(deal());
        }
        deals.forEach(d -> change(d, 7));
        assertThat(position()).isEqualTo(stopped);
        String wellKnown = fetched("User");

        start();

        deals.forEach(d -> arrives(d, "7"));
        assertThat(fetched("User")).as("nothing from before is told again").isEqualTo(wellKnown);
        theHubHoldsWhatTheCrmHolds();
    }

    @Test
    void an_expired_replay_position_ends_in_a_re_read_after_which_everything_is_there() {
        String early = deal();
        arrives(early, "0");
        hub.close();
        List<String> deals = new ArrayList<>(List.of(early));
        for (int i = 0; i < 20; i++) {
            deals.add(deal());
        }
        deals.forEach(d -> change(d, 8));
        crm.faults().next(Fault.EXPIRE_REPLAY, 1, "Subscribe");

        start();
        Waiting.until(
                "the re-read is asked for", () -> !rereads("phase <> 'done'").equals("0"));
        assertThat(rereads("reason NOT LIKE 'stream position expired%'")).isEqualTo("0");
        assertThat(rereads("since < now() - interval '1 hour'")).as("bounded").isEqualTo("0");

        deals.forEach(d -> arrives(d, "8"));
        rereadsEnd();
        String after = deal();
        arrives(after, "0");
        theHubHoldsWhatTheCrmHolds();
    }

    @Test
    void a_gap_of_one_record_is_fetched_and_an_overflow_is_read_again_and_proved() {
        String deal = deal();
        arrives(deal, "0");
        crm.faults().next(Fault.GAP, 1, "event Opportunity");
        change(deal, 3);
        arrives(deal, "3");

        crm.faults().next(Fault.OVERFLOW, 40, "event Opportunity");
        List<String> deals = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            deals.add(deal());
        }
        deals.forEach(d -> arrives(d, "0"));
        assertThat(rereads("reason = 'GAP_OVERFLOW'")).isEqualTo("1");
        rereadsEnd();
        theHubHoldsWhatTheCrmHolds();
    }

    @Test
    void a_line_that_breaks_in_the_midst_of_many_events_loses_none() {
        int before = line.cuts();
        List<String> deals = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 100 == 20) {
                line.cutAfter(3_000);
            }
            deals.add(deal());
        }
        deals.forEach(d -> arrives(d, "0"));
        assertThat(line.cuts()).isGreaterThan(before);
        assertThat(value("SELECT count(*) FROM source_cursor WHERE object_type = '*' AND last_error IS NULL"))
                .isEqualTo("1");
        theHubHoldsWhatTheCrmHolds();
    }

    private static String deal() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", "Deal " + ++number);
        fields.put("StageName", "Prospecting");
        fields.put("CloseDate", "2026-04-01");
        fields.put("AccountId", account);
        fields.put("CurrencyIsoCode", "EUR");
        fields.put("Amount", BigDecimal.ZERO);
        return crm.screen().insert("Opportunity", fields);
    }

    private static void change(String deal, int amount) {
        crm.screen().update("Opportunity", deal, Map.of("Amount", BigDecimal.valueOf(amount)));
    }

    private static void arrives(String deal, String amount) {
        Waiting.until(
                "opportunity %s with the amount %s".formatted(deal, amount),
                () -> newest(deal).equals(amount));
    }

    private static String newest(String deal) {
        return value("""
                SELECT coalesce((
                    SELECT CASE operation WHEN 'deleted' THEN 'deleted' ELSE trim_scale((payload::jsonb ->> 'Amount')::numeric)::text END
                    FROM change WHERE external_id = '%s' ORDER BY ordinal DESC, seq DESC LIMIT 1), 'none')
                """.formatted(deal));
    }

    private static void rereadsEnd() {
        Waiting.until("the re-reads end", () -> rereads("phase <> 'done'").equals("0"));
    }

    private static String rereads(String which) {
        return value("SELECT count(*) FROM reread WHERE " + which);
    }

    private static String position() {
        return value("SELECT cursor FROM source_cursor WHERE object_type = '*'");
    }

    private static String fetched(String type) {
        return value("SELECT count(*) FROM change WHERE object_type = '%s'".formatted(type));
    }

    /** Each deal of the CRM once, with the amount that it has there, and no other. The small firm's own wait for legal entities, which no system here has. */
    private static void theHubHoldsWhatTheCrmHolds() {
        String there = crm.screen().records("Opportunity").stream()
                .filter(o -> String.valueOf(o.get("Name")).startsWith("Deal "))
                .map(o -> o.get("Id") + "=" + shown(o.get("Amount")))
                .sorted()
                .collect(Collectors.joining("\n"));
        Waiting.untilSame("the hub holds what the CRM holds", there, SalesforceStreamTest::canonical);
    }

    private static String shown(@Nullable Object amount) {
        return amount instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : "";
    }

    private static String canonical() {
        return value("""
                SELECT string_agg(x.external_id || '=' || coalesce(trim_scale((o.body -> 'amount' ->> 'amount')::numeric)::text, ''), E'\n'
                                  ORDER BY x.external_id COLLATE "C")
                FROM canonical_object o JOIN cross_reference x ON x.canonical_id = o.id AND x.tenant = o.tenant
                WHERE o.type = 'Opportunity' AND NOT o.deleted
                """);
    }

    private static String value(String sql) {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }
}
