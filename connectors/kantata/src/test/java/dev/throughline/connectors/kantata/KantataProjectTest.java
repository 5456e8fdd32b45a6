package dev.throughline.connectors.kantata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.connectors.kantata.simulator.KantataSimulator;
import dev.throughline.connectors.kantata.simulator.TestClock;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the conformance suite does not know of: projects with their parts, write-back, whole readings, volumes. */
class KantataProjectTest {
    private static final ObjectType WORKSPACES = new ObjectType("workspaces");

    private final TestClock clock = new TestClock("2026-11-21T10:00:00Z");
    private final KantataSimulator simulator = new KantataSimulator();
    private Map<String, String> ids = Map.of();
    private KantataConnector connector;
    private Writer writer;

    @BeforeEach
    void start() {
        simulator.start(0, clock);
        ids = simulator.seedSmallFirm();
        connector = (KantataConnector) new KantataFactory()
                .open(new ConnectorContext(
                        new SystemId("kantata"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED));
        writer = connector.writer().orElseThrow();
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    private WriteItem project() {
        return item("p-1", Verb.CREATE, Optional.empty(), """
                {"title":"Acme rollout","creator_role":"maven","currency":"EUR","budgeted":true,"price":120000,
                 "start_date":"2026-12-01","due_date":"2027-02-28","_company":"Acme GmbH",
                 "_stories":[{"title":"Design","story_type":"deliverable","_tasks":["Workshop","Concept"]},{"title":"Build","story_type":"task"}],
                 "_billing_milestones":[{"title":"Signed","amount_in_cents":4000000}],
                 "_resources":[{"role_id":"%s","_minutes":4800}]}""".formatted(ids.get("role-lead")));
    }

    private static WriteItem item(String key, Verb verb, Optional<String> id, String body) {
        return new WriteItem(
                new IdempotencyKey(key), verb, id.map(ExternalId::new), Optional.empty(), Json.MAPPER.readTree(body));
    }

    private List<Map<String, Object>> of(String object, String workspace) {
        return simulator.screen().records(object).stream()
                .filter(r -> workspace.equals(r.get("workspace_id")))
                .toList();
    }

    private WriteResult write(ObjectType type, WriteItem item) {
        return writer.write(type, List.of(item)).getFirst();
    }

    @Test
    void a_project_is_made_with_client_phases_milestones_and_seats() {
        WriteResult made = write(WORKSPACES, project());
        assertThat(made).isInstanceOf(WriteResult.Applied.class);
        String id = ((WriteResult.Applied) made).id().value();

        assertThat(of("stories", id))
                .extracting(s -> s.get("title"))
                .containsExactly("Design", "Workshop", "Concept", "Build", "Signed");
        assertThat(of("stories", id).get(1).get("parent_id"))
                .isEqualTo(of("stories", id).getFirst().get("id"));
        assertThat(of("billing_milestones", id)).hasSize(1);
        assertThat(of("workspace_resources", id))
                .singleElement()
                .satisfies(r -> assertThat(r.get("user_id")).isNull());
        assertThat(of("workspace_allocations", id)).hasSize(1);
        assertThat(simulator.screen().records("workspace_groups")).anyMatch(g -> "Acme GmbH".equals(g.get("name")));
    }

    @Test
    void a_project_that_was_left_half_made_is_completed_and_never_doubled() {
        int before = simulator.screen().records("workspaces").size();
        for (String where : List.of(
                "POST /api/v1/workspaces",
                "POST /api/v1/stories",
                "POST /api/v1/stories",
                "POST /api/v1/billing_milestones")) {
            simulator.faults().next(Fault.LOSE_ANSWER, 1, where);
        }
        WriteResult result = write(WORKSPACES, project());
        for (int i = 0; i < 10 && result instanceof WriteResult.Unknown; i++) {
            assertThat(writer.find(WORKSPACES, project())).isNotInstanceOf(Writer.Sought.Failed.class);
            result = write(WORKSPACES, project());
        }

        String id = ((WriteResult.Duplicate) result).existing().value();
        assertThat(writer.find(WORKSPACES, project())).isInstanceOf(Writer.Sought.Found.class);
        assertThat(simulator.screen().records("workspaces")).hasSize(before + 1);
        assertThat(of("stories", id)).hasSize(5);
        assertThat(of("billing_milestones", id)).hasSize(1);
        assertThat(of("workspace_allocations", id)).hasSize(1);
    }

    @Test
    void what_the_erp_said_is_written_back_to_custom_fields_and_a_reference() {
        String id = ids.get("project-harrow-erp");
        String field = ids.get("field-erp-invoice-status");
        for (String status : List.of("open", "paid")) {
            assertThat(write(WORKSPACES, item("w-" + status, Verb.UPDATE, Optional.of(id), """
                            {"custom_fields":[{"custom_field_id":"%s","value":"%s"}]}""".formatted(
                                    field, status))))
                    .isInstanceOf(WriteResult.Applied.class);
        }
        assertThat(simulator.screen().records("custom_field_values"))
                .singleElement()
                .satisfies(v -> assertThat(v.get("value")).isEqualTo("paid"));

        ObjectType references = new ObjectType("external_references");
        String body = """
                {"subject_type":"Workspace","subject_id":"%s","service_name":"Throughline ERP","service_model":"invoice",
                 "service_model_ref":"%s","external_status":"open","status":"successful"}""";
        write(references, item("r-1", Verb.UPSERT, Optional.empty(), body.formatted(id, "INV-1")));
        write(references, item("r-2", Verb.UPSERT, Optional.empty(), body.formatted(id, "INV-2")));
        assertThat(simulator.screen().records("external_references").stream()
                        .filter(r -> "Throughline ERP".equals(r.get("service_name"))))
                .singleElement()
                .satisfies(r -> assertThat(r.get("service_model_ref")).isEqualTo("INV-2"));
    }

    @Test
    void users_have_no_stamp_and_are_told_again_only_when_something_changed() {
        ObjectType users = new ObjectType("users");
        var source = connector.changes().orElseThrow();
        var first = (ReadResult.Page) source.read(users, Optional.empty(), 100);
        assertThat(first.changes()).isNotEmpty();
        assertThat(first.changes()
                        .getFirst()
                        .payload()
                        .at("/account_membership/id")
                        .asString())
                .isNotEmpty();
        clock.advance(Duration.ofMinutes(1));
        var second = (ReadResult.Page) source.read(users, Optional.of(first.next()), 100);
        assertThat(second.changes()).isEmpty();
        assertThat(second.more()).isFalse();
        simulator.screen().update("users", ids.get("consultant-amara"), Map.of("headline", "Principal"));
        var third = (ReadResult.Page) source.read(users, Optional.of(second.next()), 100);
        assertThat(third.more()).isTrue();
        var fourth = (ReadResult.Page) source.read(users, Optional.of(third.next()), 100);
        assertThat(fourth.changes()).hasSameSizeAs(first.changes());
    }

    @Test
    void a_custom_field_that_changes_touches_its_project() {
        var source = connector.changes().orElseThrow();
        var cursor = ((ReadResult.Page) source.read(WORKSPACES, Optional.empty(), 100)).next();
        clock.advance(Duration.ofMinutes(20));
        write(WORKSPACES, item("c-1", Verb.UPDATE, Optional.of(ids.get("project-harrow-erp")), """
                {"custom_fields":[{"custom_field_id":"%s","value":"yes"}]}""".formatted(
                        ids.get("field-credit-hold"))));

        var page = (ReadResult.Page) source.read(WORKSPACES, Optional.of(cursor), 100);

        assertThat(page.changes()).anySatisfy(c -> {
            assertThat(c.operation()).isEqualTo(dev.throughline.connector.spi.Change.Operation.TOUCHED);
            assertThat(c.externalId().value()).isEqualTo(ids.get("project-harrow-erp"));
        });
    }

    @Test
    void a_hub_that_was_away_for_longer_than_the_log_lasts_is_told_so() {
        var source = connector.changes().orElseThrow();
        ObjectType time = new ObjectType("time_entries");
        var cursor = ((ReadResult.Page) source.read(time, Optional.empty(), 199)).next();
        clock.advance(Duration.ofDays(10));
        assertThat(source.read(time, Optional.of(cursor), 100)).isInstanceOf(ReadResult.Expired.class);
        assertThat(source.read(
                        time,
                        Optional.of(source.startingAt(time, clock.instant().minus(Duration.ofDays(12)))),
                        100))
                .isInstanceOf(ReadResult.Page.class);
    }

    @Test
    void many_entries_are_read_once_each_even_while_others_change() {
        var screen = simulator.screen();
        for (int i = 0; i < 5_000; i++) {
            screen.insert(
                    "time_entries",
                    Map.of(
                            "workspace_id",
                            ids.getOrDefault("project-harrow-erp", ""),
                            "date_performed",
                            "2026-11-20",
                            "time_in_minutes",
                            60));
        }
        var source = connector.changes().orElseThrow();
        ObjectType time = new ObjectType("time_entries");
        Set<String> seen = new HashSet<>();
        Optional<dev.throughline.connector.spi.Cursor> cursor = Optional.empty();
        boolean more = true;
        for (int page = 0; more; page++) {
            var read = (ReadResult.Page) source.read(time, cursor, 199);
            read.changes().forEach(c -> seen.add(c.externalId().value()));
            cursor = Optional.of(read.next());
            more = read.more();
            if (page == 10) {
                clock.advance(Duration.ofSeconds(30));
                // An early record changes and leaves its place: all later ones move forward by one.
                screen.update("time_entries", seen.iterator().next(), Map.of("notes", "changed meanwhile"));
            }
        }
        assertThat(seen).hasSameSizeAs(screen.records("time_entries"));
        var totals =
                (Inventory.Counted.Totals) connector.inventory().orElseThrow().totals(time, Inventory.Window.ALL);
        assertThat(totals.byCurrency().getFirst().count()).isEqualTo(seen.size());
    }

    @Test
    void payments_skills_and_cost_rates_are_recognised_by_what_they_say() {
        String membership = simulator
                .screen()
                .records("account_memberships")
                .getFirst()
                .get("id")
                .toString();
        JsonNode rate = Json.MAPPER.readTree(
                "{\"account_membership_id\":\"%s\",\"currency\":\"USD\",\"amount_in_subunits\":9900}"
                        .formatted(membership));
        ObjectType rates = new ObjectType("cost_rates");
        WriteItem wish =
                new WriteItem(new IdempotencyKey("rate-1"), Verb.CREATE, Optional.empty(), Optional.empty(), rate);
        assertThat(write(rates, wish)).isInstanceOf(WriteResult.Applied.class);
        assertThat(write(rates, wish)).isInstanceOf(WriteResult.Duplicate.class);
    }

    @Test
    void a_change_order_sets_budget_and_dates_and_a_lost_request_is_sent_again() {
        var made = (WriteResult.Applied) write(WORKSPACES, project());
        var change = item("v2-delivery-1", Verb.UPDATE, Optional.of(made.id().value()), """
                {"budgeted":true,"price":150000.50,"due_date":"2027-06-30"}""");
        simulator.faults().next(Fault.LOSE_REQUEST, 1, "PUT /api/v1/workspaces");
        assertThat(write(WORKSPACES, change)).isInstanceOf(WriteResult.Unknown.class);
        assertThat(writer.find(WORKSPACES, change)).isInstanceOf(Writer.Sought.Absent.class);
        assertThat(write(WORKSPACES, change)).isInstanceOf(WriteResult.Applied.class);
        assertThat(simulator.screen().records("workspaces"))
                .filteredOn(r -> made.id().value().equals(String.valueOf(r.get("id"))))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.get("price_in_cents").toString()).isEqualTo("15000050");
                    assertThat(r.get("due_date").toString()).isEqualTo("2027-06-30");
                    assertThat(r.get("start_date").toString()).isEqualTo("2026-12-01");
                });
    }
}
