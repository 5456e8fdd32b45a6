package dev.throughline.connectors.kantata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.connectors.kantata.simulator.KantataSimulator;
import dev.throughline.connectors.kantata.simulator.TestClock;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many projects in one call: what it costs in requests, and what holds when some of them go wrong. */
class KantataBulkTest {
    private static final ObjectType WORKSPACES = new ObjectType("workspaces");
    private static final String CREATE = "POST /api/v1/workspaces";

    private final KantataSimulator simulator = new KantataSimulator();
    private Writer writer;

    @BeforeEach
    void start() {
        var clock = new TestClock("2026-11-21T10:00:00Z");
        simulator.start(0, clock);
        writer = new KantataFactory()
                .open(new ConnectorContext(
                        new SystemId("kantata"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED))
                .writer()
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    private static List<WriteItem> projects(int count) {
        List<WriteItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(project(i, "EUR"));
        }
        return items;
    }

    private static WriteItem project(int n, String currency) {
        return new WriteItem(
                new IdempotencyKey("bulk-" + n),
                Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                Json.MAPPER.readTree("""
                        {"title":"Project %d","creator_role":"maven","currency":"%s","_company":"Acme GmbH",
                         "_resources":[{"_role":"Navigator"}]}""".formatted(n, currency)));
    }

    private Map<String, Integer> requests() {
        return simulator.counters().orElseThrow().requests();
    }

    private long made() {
        return simulator.screen().records("workspaces").size();
    }

    @Test
    void many_projects_cost_one_look_for_fifty_keys_and_their_client_and_role_are_made_once() {
        List<WriteResult> results = writer.write(WORKSPACES, projects(100));

        assertThat(results).hasSize(100).allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(made()).isEqualTo(100);
        assertThat(simulator.screen().records("workspace_groups")).hasSize(1);
        assertThat(simulator.screen().records("roles")).hasSize(1);
        Map<String, Integer> requests = requests();
        assertThat(requests.toString()).contains("POST /api/v1/*=202").contains("GET /api/v1/*=5");
    }

    @Test
    void never_more_requests_go_out_at_once_than_the_vendor_advises() {
        writer.write(WORKSPACES, projects(100));
        assertThat(simulator.counters().orElseThrow().mostConcurrent())
                .isLessThanOrEqualTo(KantataConnector.CONCURRENT);
    }

    @Test
    void answers_lost_in_a_bulk_leave_only_their_own_items_uncertain_and_double_nothing() {
        simulator.faults().next(Fault.LOSE_ANSWER, 7, CREATE);
        List<WriteItem> items = projects(60);
        List<WriteResult> results = writer.write(WORKSPACES, items);

        assertThat(results.stream().filter(r -> r instanceof WriteResult.Unknown))
                .hasSize(7);
        assertThat(results.stream().filter(r -> r instanceof WriteResult.Applied))
                .hasSize(53);
        assertThat(made()).isEqualTo(60);

        assertThat(writer.write(WORKSPACES, items)).allMatch(r -> r instanceof WriteResult.Duplicate);
        assertThat(made()).isEqualTo(60);
    }

    @Test
    void a_refused_project_of_a_bulk_is_refused_alone() {
        List<WriteItem> items = new ArrayList<>(projects(20));
        items.set(11, project(11, "XXY"));
        List<WriteResult> results = writer.write(WORKSPACES, items);
        assertThat(results.get(11)).isInstanceOf(WriteResult.Rejected.class);
        assertThat(results.stream().filter(r -> r instanceof WriteResult.Applied))
                .hasSize(19);
        assertThat(made()).isEqualTo(19);
    }

    @Test
    void a_vendor_that_asks_for_rest_is_not_asked_for_the_rest_of_the_bulk() {
        simulator.requestsPerMinute(40);
        List<WriteResult> results = writer.write(WORKSPACES, projects(100));

        long throttled =
                results.stream().filter(r -> r instanceof WriteResult.Throttled).count();
        assertThat(throttled).isGreaterThan(60);
        assertThat(simulator.counters().orElseThrow().answers().getOrDefault(429, 0))
                .isLessThanOrEqualTo(KantataConnector.CONCURRENT);
        assertThat(results).allMatch(r -> r instanceof WriteResult.Throttled || r instanceof WriteResult.Applied);

        simulator.requestsPerMinute(Integer.MAX_VALUE);
        assertThat(writer.write(WORKSPACES, projects(100)))
                .allMatch(r -> r instanceof WriteResult.Duplicate || r instanceof WriteResult.Applied);
        assertThat(made()).isEqualTo(100);
    }
}
