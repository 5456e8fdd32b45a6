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
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of a contract that was amended: changed in place, whatever happens to request and answer. */
class NetSuiteChangeTest {
    private static final ObjectType ORDER = new ObjectType("salesOrder");
    private static final ObjectType CUSTOMER = new ObjectType("customer");
    private static final ObjectType ITEM = new ObjectType("serviceSaleItem");

    private final NetSuiteSimulator simulator = new NetSuiteSimulator(AccountOptions.PLAIN, new Random(7));
    private Writer writer;
    private ExternalId order = new ExternalId("none");
    private String item = "";

    @BeforeEach
    void start() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-04-02T09:30:00Z"));
        simulator.start(0, clock);
        Map<String, String> seeded = simulator.seedSmallFirm();
        writer = new NetSuiteConnectorFactory()
                .open(new ConnectorContext(
                        new SystemId("erp"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED))
                .writer()
                .orElseThrow();
        String entity = seeded.getOrDefault("entity-us", "");
        String customer = made(CUSTOMER, "c-1", """
                {"companyName":"Alder LLP","subsidiary":{"id":"%s"}}""".formatted(entity));
        item = simulator.screen().records("serviceSaleItem").stream()
                .map(record -> String.valueOf(record.get("id")))
                .findFirst()
                .orElseGet(() -> made(ITEM, "i-1", """
                        {"itemId":"Advice","displayName":"Advice"}"""));
        order = new ExternalId(made(ORDER, "o-1", """
                {"entity":{"id":"%s"},"subsidiary":{"id":"%s"},"otherRefNum":"K-1","item":{"items":[%s]}}""".formatted(customer, entity, line("10000.00"))));
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    private String made(ObjectType object, String key, String body) {
        var wish = new WriteItem(
                new IdempotencyKey(key), Verb.CREATE, Optional.empty(), Optional.empty(), Json.MAPPER.readTree(body));
        WriteResult result = writer.write(object, List.of(wish)).getFirst();
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).id().value();
    }

    private String line(String amount) {
        return """
                {"item":{"id":"%s"},"quantity":1,"rate":%s,"amount":%s}""".formatted(item, amount, amount);
    }

    private WriteItem change() {
        return new WriteItem(
                new IdempotencyKey("change-1"),
                Verb.UPDATE,
                Optional.of(order),
                Optional.empty(),
                Json.MAPPER.readTree("""
                        {"memo":"version 2","item":{"items":[%s,%s]}}""".formatted(line("10000.00"), line("5000.00"))));
    }

    private void stands(String subtotal) {
        assertThat(simulator.screen().records("salesOrder").stream()
                        .filter(record -> "K-1".equals(record.get("otherRefNum"))))
                .singleElement()
                .satisfies(record -> assertThat(new BigDecimal(String.valueOf(record.get("subtotal"))))
                        .isEqualByComparingTo(subtotal));
    }

    private WriteResult write() {
        return writer.write(ORDER, List.of(change())).getFirst();
    }

    @Test
    void a_change_replaces_the_lines_however_often_it_is_sent() {
        assertThat(write()).isInstanceOf(WriteResult.Applied.class);
        assertThat(write()).isInstanceOf(WriteResult.Applied.class);
        stands("15000.00");
    }

    @Test
    void a_change_that_never_arrived_is_not_taken_for_done_because_the_order_is_there() {
        simulator.faults().next(Fault.LOSE_REQUEST, 1, "PATCH /services/rest/record/v1/salesOrder");
        assertThat(write()).isInstanceOf(WriteResult.Unknown.class);
        stands("10000.00");
        assertThat(writer.find(ORDER, change())).isInstanceOf(Writer.Sought.Absent.class);
        assertThat(write()).isInstanceOf(WriteResult.Applied.class);
        stands("15000.00");
    }

    @Test
    void a_change_whose_answer_was_lost_is_made_again_without_harm() {
        simulator.faults().next(Fault.LOSE_ANSWER, 1, "PATCH /services/rest/record/v1/salesOrder");
        assertThat(write()).isInstanceOf(WriteResult.Unknown.class);
        assertThat(writer.find(ORDER, change())).isInstanceOf(Writer.Sought.Absent.class);
        assertThat(write()).isInstanceOf(WriteResult.Applied.class);
        stands("15000.00");
    }
}
