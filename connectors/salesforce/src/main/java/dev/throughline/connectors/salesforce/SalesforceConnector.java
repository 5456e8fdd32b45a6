package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** One Salesforce org. Thread-safe; holds its token and the shapes of objects, and nothing else. */
public final class SalesforceConnector implements Connector {
    // Enterprise Edition without added licences; long requests (20 s and more) are limited to 25 at once.
    private static final Capabilities.Limits LIMITS = new Capabilities.Limits(25, 100_000, Duration.ofDays(1));

    private final SalesforceConfig config;
    private final SalesforceClient client;
    private final SalesforceShapes shapes;
    private final InstantSource clock;

    SalesforceConnector(SalesforceConfig config, ConnectorContext context) {
        this.config = config;
        this.client = new SalesforceClient(config, context);
        this.clock = context.clock();
        this.shapes = new SalesforceShapes(client, context.clock());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "salesforce",
                Set.of(Role.CRM),
                SalesforceObjects.capabilities(config.overlap(), config.pubSub().isPresent()),
                LIMITS);
    }

    @Override
    public Optional<Trouble> probe() {
        return client.get("limits") instanceof JsonHttp.Failed(var trouble) ? Optional.of(trouble) : Optional.empty();
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(new SalesforceChanges(client, shapes, config.overlap()));
    }

    @Override
    public Optional<ChangeStream> stream() {
        return config.pubSub().map(endpoint -> new SalesforceStream(client.auth(), endpoint, config, clock));
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(new SalesforceReader(client, shapes));
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(new SalesforceWriter(client, config.keyField(), clock));
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(new SalesforceInventory(client, shapes, config.currency()));
    }

    @Override
    public Optional<Describer> describer() {
        return Optional.of(shapes);
    }
}
