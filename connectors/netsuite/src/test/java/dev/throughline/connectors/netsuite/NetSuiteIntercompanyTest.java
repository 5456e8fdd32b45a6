package dev.throughline.connectors.netsuite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connectors.netsuite.simulator.NetSuiteSimulator;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two companies owe each other is one journal in the books of both, made once. */
class NetSuiteIntercompanyTest {
    private static final ObjectType JOURNAL = new ObjectType("intercompanyJournalEntry");

    private final InstantSource clock = () -> Instant.parse("2026-04-02T09:30:00Z");
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

    private static WriteItem journal(Map<String, String> seeded, String debit, String credit) {
        String line =
                "{\"lineSubsidiary\": {\"id\": \"%s\"}, \"account\": {\"id\": \"%s\"}, \"%s\": %s, \"eliminate\": true}";
        String us = seeded.get("entity-us");
        String uk = seeded.get("entity-uk");
        String lines = String.join(
                ",",
                line.formatted(us, "6", "debit", debit),
                line.formatted(us, "7", "credit", credit),
                line.formatted(uk, "8", "debit", debit),
                line.formatted(uk, "9", "credit", credit));
        return new WriteItem(
                new IdempotencyKey("icj-1"),
                WriteItem.Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                Json.MAPPER.readTree(
                        "{\"subsidiary\": {\"id\": \"%s\"}, \"toSubsidiary\": {\"id\": \"%s\"}, \"tranDate\": \"2026-03-31\", \"line\": {\"items\": [%s]}}"
                                .formatted(us, uk, lines)));
    }

    @Test
    void a_journal_stands_once_however_often_it_is_sent() {
        var connector = open();
        var item = journal(simulator.seedSmallFirm(), "792.00", "792.00");
        var writer = connector.writer().orElseThrow();
        assertThat(writer.write(JOURNAL, List.of(item)).getFirst()).isInstanceOf(WriteResult.Applied.class);
        assertThat(writer.write(JOURNAL, List.of(item)).getFirst()).isInstanceOf(WriteResult.Duplicate.class);
        assertThat(simulator.screen().records("intercompanyJournalEntry")).hasSize(1);
    }

    @Test
    void a_journal_that_does_not_balance_is_refused() {
        var connector = open();
        var item = journal(simulator.seedSmallFirm(), "792.00", "791.99");
        var writer = connector.writer().orElseThrow();
        assertThat(writer.write(JOURNAL, List.of(item)).getFirst()).isInstanceOf(WriteResult.Rejected.class);
        assertThat(simulator.screen().records("intercompanyJournalEntry")).isEmpty();
    }
}
