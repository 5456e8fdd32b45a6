package dev.throughline.connectors.netsuite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.connectors.netsuite.simulator.AccountOptions;
import dev.throughline.connectors.netsuite.simulator.NetSuiteSimulator;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many customers in one call, in an account that allows five requests at once. */
class NetSuiteBulkTest {
    private static final ObjectType CUSTOMER = new ObjectType("customer");

    private final NetSuiteSimulator simulator =
            new NetSuiteSimulator(AccountOptions.PLAIN.withConcurrency(5), new Random(7));
    private Map<String, String> seeded = Map.of();
    private Writer writer;

    @BeforeEach
    void start() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-04-02T09:30:00Z"));
        simulator.start(0, clock);
        seeded = simulator.seedSmallFirm();
        writer = new NetSuiteConnectorFactory()
                .open(new ConnectorContext(
                        new SystemId("erp"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED))
                .writer()
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        var counters = simulator.counters().orElseThrow();
        assertThat(counters.violations()).as("the account's limit").isEmpty();
        assertThat(counters.crashes()).isEmpty();
        simulator.close();
    }

    private List<WriteItem> customers(int from, int to, String comments) {
        List<WriteItem> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(customer(i, seeded.getOrDefault("entity-us", ""), comments));
        }
        return items;
    }

    private static WriteItem customer(int n, String subsidiary, String comments) {
        return new WriteItem(
                new IdempotencyKey("bulk-" + n),
                Verb.UPSERT,
                Optional.empty(),
                Optional.empty(),
                Json.MAPPER.readTree("""
                        {"companyName":"Customer %d","comments":"%s","subsidiary":{"id":"%s"}}""".formatted(n, comments, subsidiary)));
    }

    private List<Map<String, Object>> ours() {
        return simulator.screen().records("customer").stream()
                .filter(r -> String.valueOf(r.get("externalId")).startsWith("bulk-"))
                .toList();
    }

    private int requests() {
        return simulator.counters().orElseThrow().requests().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Test
    void a_hundred_new_customers_cost_a_handful_of_requests() {
        assertThat(writer.write(CUSTOMER, customers(0, 100, "new")))
                .hasSize(100)
                .allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(ours()).hasSize(100);
        assertThat(requests())
                .as("look, batch, its job, what came of it, and the token")
                .isLessThan(20);
    }

    @Test
    void those_that_are_there_are_changed_while_new_ones_are_made() {
        writer.write(CUSTOMER, customers(0, 40, "before"));
        List<WriteResult> results = writer.write(CUSTOMER, customers(20, 80, "after"));

        assertThat(results).hasSize(60).allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(ours()).hasSize(80);
        assertThat(ours().stream().filter(r -> "after".equals(r.get("comments"))))
                .hasSize(60);
    }

    @Test
    void a_refused_customer_of_a_bulk_is_refused_alone() {
        List<WriteItem> items = new ArrayList<>(customers(0, 30, "new"));
        items.set(17, customer(17, "987654", "refused"));
        List<WriteResult> results = writer.write(CUSTOMER, items);
        assertThat(results.get(17)).isInstanceOf(WriteResult.Rejected.class);
        assertThat(results.stream().filter(r -> r instanceof WriteResult.Applied))
                .hasSize(29);
        assertThat(ours()).hasSize(29);
    }

    @Test
    void a_lost_answer_to_the_bulk_is_found_out_and_makes_nothing_twice() {
        simulator.faults().next(Fault.LOSE_ANSWER, 1, "POST /services/rest/record/v1/customer");
        List<WriteItem> items = customers(0, 50, "new");
        assertThat(writer.write(CUSTOMER, items)).allMatch(r -> r instanceof WriteResult.Unknown);
        items.forEach(item -> assertThat(writer.find(CUSTOMER, item)).isNotInstanceOf(Writer.Sought.Failed.class));
        assertThat(writer.write(CUSTOMER, items)).allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(ours()).hasSize(50);
    }

    @Test
    void projects_that_are_changed_by_id_go_side_by_side_within_the_limit() {
        List<WriteItem> changes = new ArrayList<>();
        for (WriteResult made : writer.write(CUSTOMER, customers(0, 60, "before"))) {
            WriteItem plain = customer(changes.size(), seeded.getOrDefault("entity-us", ""), "changed");
            changes.add(new WriteItem(
                    new IdempotencyKey("change-" + changes.size()),
                    Verb.UPDATE,
                    Optional.of(((WriteResult.Applied) made).id()),
                    Optional.empty(),
                    plain.body()));
        }
        assertThat(writer.write(CUSTOMER, changes)).allMatch(r -> r instanceof WriteResult.Applied);
        assertThat(ours()).hasSize(60).allMatch(r -> "changed".equals(r.get("comments")));
        for (int again = 0; again < 20 && mostAtOnce() < 2; again++) { // calls this short need not meet each time
            writer.write(CUSTOMER, changes);
        }
        assertThat(mostAtOnce()).isBetween(2, 5);
    }

    private int mostAtOnce() {
        return simulator.counters().orElseThrow().mostConcurrent();
    }
}
