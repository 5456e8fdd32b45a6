package dev.throughline.connectors.netsuite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connectors.netsuite.simulator.NetSuiteSimulator;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What finance does to invoices comes back, and many invoices go out at once. */
class NetSuiteFeedbackTest {
    private static final ObjectType INVOICE = new ObjectType("invoice");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-04-02T09:30:00Z"));
    private final InstantSource clock = now::get;
    private final NetSuiteSimulator simulator = new NetSuiteSimulator();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Connector open() {
        simulator.start(0, clock);
        return new NetSuiteConnectorFactory()
                .open(new ConnectorContext(
                        new SystemId("erp"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED));
    }

    @Test
    void a_paid_invoice_is_read_again_though_its_own_stamp_did_not_move() {
        Connector connector = open();
        Map<String, String> seeded = simulator.seedSmallFirm();
        String invoice = seeded.get("invoice-tidewick-support");
        List<Change> before = new ArrayList<>();
        Cursor cursor = pass(connector, Optional.empty(), before);
        now.set(now.get().plusSeconds(7200));
        simulator.screen().pay(invoice, new BigDecimal("3600.00"), LocalDate.parse("2026-04-02"));

        List<Change> after = new ArrayList<>();
        pass(connector, Optional.of(cursor), after);

        Change paid = last(after, invoice);
        assertThat(paid.payload().path("status").path("id").asString()).isEqualTo("B");
        assertThat(paid.version().ordinal())
                .isGreaterThan(last(before, invoice).version().ordinal());
        assertThat(paid.version().token())
                .isNotEqualTo(last(before, invoice).version().token());
    }

    @Test
    void a_hundred_invoices_of_fifty_lines_go_out_in_one_call() {
        Connector connector = open();
        Map<String, String> seeded = simulator.seedSmallFirm();
        String line = "{\"item\": {\"id\": \"%s\"}, \"quantity\": 1.5, \"rate\": 195.00, \"description\": \"work\"}"
                .formatted(seeded.get("item-integration"));
        String body = "{\"entity\": {\"id\": \"%s\"}, \"tranDate\": \"2026-04-02\", \"item\": {\"items\": [%s]}}"
                .formatted(seeded.get("customer-harrow"), String.join(",", java.util.Collections.nCopies(50, line)));
        for (int round = 0; round < 6; round++) {
            List<WriteItem> items = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                items.add(new WriteItem(
                        new IdempotencyKey("volume-" + round + "-" + n),
                        WriteItem.Verb.CREATE,
                        Optional.empty(),
                        Optional.empty(),
                        Json.MAPPER.readTree(body)));
            }
            List<WriteResult> results = connector.writer().orElseThrow().write(INVOICE, items);
            assertThat(results).allMatch(r -> r instanceof WriteResult.Applied);
        }
        assertThat(simulator.screen().records("invoice")).hasSize(603);
    }

    private static Cursor pass(Connector connector, Optional<Cursor> from, List<Change> changes) {
        Optional<Cursor> cursor = from;
        while (true) {
            ReadResult result = connector.changes().orElseThrow().read(INVOICE, cursor, 100);
            assertThat(result).isInstanceOf(ReadResult.Page.class);
            ReadResult.Page page = (ReadResult.Page) result;
            changes.addAll(page.changes());
            if (!page.more()) {
                return page.next();
            }
            cursor = Optional.of(page.next());
        }
    }

    private static Change last(List<Change> changes, String id) {
        return changes.stream()
                .filter(c -> c.externalId().value().equals(id))
                .reduce((_, second) -> second)
                .orElseThrow();
    }
}
