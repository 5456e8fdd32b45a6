package dev.throughline.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connectors.salesforce.simulator.SalesforceSimulator;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is Salesforce's own and no suite's. */
class SalesforceConnectorTest {
    private static final ObjectType ACCOUNT = new ObjectType("Account");
    private static final ObjectType OPPORTUNITY = new ObjectType("Opportunity");

    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, String> seeded = Map.of();
    private Connector connector;

    @BeforeEach
    void start() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-02T09:30:00Z"));
        simulator.start(0, clock);
        seeded = simulator.seedSmallFirm();
        connector = new SalesforceFactory()
                .open(new ConnectorContext(
                        new SystemId("crm"),
                        simulator.access().settings(),
                        clock,
                        http,
                        ConnectorContext.Budget.UNLIMITED));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void one_unreadable_value_does_not_keep_the_rest_of_a_collection_from_being_written() {
        List<WriteItem> items = List.of(
                account("k1", named("One")),
                account("k2", named("Two")),
                account("k3", wrong()),
                account("k4", named("Four")));
        List<WriteResult> results = connector.writer().orElseThrow().write(ACCOUNT, items);
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class, r -> assertThat(r.code()).isEqualTo("FIELD_INVALID"));
        assertThat(results).filteredOn(r -> r instanceof WriteResult.Applied).hasSize(3);
    }

    @Test
    void a_key_named_twice_in_a_batch_is_written_in_order() {
        List<WriteResult> results = connector
                .writer()
                .orElseThrow()
                .write(ACCOUNT, List.of(account("k1", named("First")), account("k1", named("Second"))));
        assertThat(results).allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(simulator.screen().records("Account"))
                .filteredOn(r -> "k1".equals(r.get("Throughline_Id__c")))
                .singleElement()
                .extracting(r -> r.get("Name"))
                .isEqualTo("Second");
    }

    @Test
    void ids_of_15_characters_are_found_and_hostile_ones_are_never_asked_for() {
        String id = seeded.getOrDefault("customer-harrow", "");
        List<Reader.Fetched> fetched = connector
                .reader()
                .orElseThrow()
                .fetch(ACCOUNT, List.of(new ExternalId(id.substring(0, 15)), new ExternalId("x' OR Name != '")));
        assertThat(fetched.get(0)).isInstanceOf(Reader.Fetched.Found.class);
        assertThat(fetched.get(1)).isInstanceOf(Reader.Fetched.Missing.class);
    }

    @Test
    void a_deal_comes_with_its_lines_though_pages_are_small() {
        simulator.pageSize(1);
        var id = new ExternalId(seeded.getOrDefault("deal-harrow-erp", ""));
        var other = new ExternalId(seeded.getOrDefault("deal-tidewick-data", ""));
        for (Reader.Fetched fetched : connector.reader().orElseThrow().fetch(OPPORTUNITY, List.of(id, other))) {
            assertThat(fetched).isInstanceOf(Reader.Fetched.Found.class);
            assertThat(((Reader.Fetched.Found) fetched)
                            .change()
                            .payload()
                            .at("/OpportunityLineItems/records")
                            .size())
                    .isEqualTo(2);
        }
    }

    @Test
    void totals_come_by_currency_and_to_the_cent() {
        var counted = connector.inventory().orElseThrow().totals(OPPORTUNITY, Inventory.Window.ALL);
        assertThat(counted).isInstanceOf(Inventory.Counted.Totals.class);
        assertThat(((Inventory.Counted.Totals) counted).byCurrency())
                .filteredOn(t -> t.currency().equals("USD"))
                .singleElement()
                .satisfies(t -> assertThat(t.sum()).isEqualByComparingTo("130800.00"));
    }

    @Test
    void a_stream_whose_token_is_void_signs_in_anew() throws IOException, InterruptedException {
        assertThat(connector.probe()).isEmpty();
        simulator.faults().next(Fault.EXPIRE_TOKENS, 1, "");
        http.send(
                HttpRequest.newBuilder(simulator.access().baseUrl().resolve("/services/data/v66.0/limits"))
                        .build(),
                BodyHandlers.discarding());
        BlockingQueue<ReadResult> brought = new LinkedBlockingQueue<>();
        ChangeStream.Sink sink = new ChangeStream.Sink() {
            @Override
            public void accept(ReadResult.Page page) {
                brought.add(page);
            }

            @Override
            public void closed(ReadResult why) {
                brought.add(why);
            }
        };
        try (var open = connector.stream().orElseThrow().open(Optional.empty(), sink)) {
            assertThat(brought.poll(20, TimeUnit.SECONDS)).isInstanceOf(ReadResult.Page.class);
        }
    }

    private static WriteItem account(String key, ObjectNode body) {
        return new WriteItem(new IdempotencyKey(key), WriteItem.Verb.UPSERT, Optional.empty(), Optional.empty(), body);
    }

    private static ObjectNode named(String name) {
        return Json.MAPPER.createObjectNode().put("Name", name);
    }

    private static ObjectNode wrong() {
        return Json.MAPPER.createObjectNode().put("Name", 5);
    }
}
