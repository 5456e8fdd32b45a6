package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One NetSuite account. */
public final class NetSuiteConnector implements Connector {
    /** NetSuite limits requests at once, not requests per time; this is a ceiling that it will never be asked to bear. */
    private static final int REQUESTS_PER_SECOND = 1_000;

    private final NetSuiteConfig config;
    private final NetSuiteClient client;
    private final NetSuiteRecords records;

    NetSuiteConnector(ConnectorContext context) {
        this.config = NetSuiteConfig.of(context);
        this.client = new NetSuiteClient(config, context);
        this.records = new NetSuiteRecords(client);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                NetSuiteConnectorFactory.KIND,
                Set.of(Role.ERP),
                Arrays.stream(NetSuiteObject.values())
                        .map(o -> o.capability(config.overlap()))
                        .toList(),
                new Capabilities.Limits(config.concurrency(), REQUESTS_PER_SECOND, Duration.ofSeconds(1)));
    }

    @Override
    public Optional<Trouble> probe() {
        return client.suiteql(NetSuiteQueries.PROBE, List.of(), 1) instanceof JsonHttp.Failed(var trouble)
                ? Optional.of(trouble)
                : Optional.empty();
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(new NetSuiteChanges(client, records, config));
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(new NetSuiteReader(records));
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(new NetSuiteWriter(client, config.zone(), config.concurrency()));
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(new NetSuiteInventory(client, records));
    }

    @Override
    public Optional<Describer> describer() {
        return Optional.of(new NetSuiteDescriber(client));
    }

    @Override
    public String toString() {
        return "NetSuiteConnector[" + client + "]";
    }
}
