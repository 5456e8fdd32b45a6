package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Capabilities.Idempotency;
import dev.throughline.connector.spi.Capabilities.ObjectCapability;
import dev.throughline.connector.spi.Capabilities.Sourced;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Kantata OX over its REST API, version 1. */
final class KantataConnector implements Connector {
    /** The vendor publishes no number, but advises few requests at once. */
    static final int CONCURRENT = 5;

    /** The second figure is no limit of the vendor's, only a ceiling: what is too much it answers with 429, and is then left in peace. */
    private static final Capabilities.Limits LIMITS = new Capabilities.Limits(CONCURRENT, 100, Duration.ofSeconds(1));

    /** Items are looked for together and written one request each. */
    static final int BATCH_MAX = 100;

    private final KantataConfig config;
    private final KantataClient client;
    private final KantataChanges changes;
    private final KantataReader reader;
    private final KantataWriter writer;
    private final KantataInventory inventory;

    KantataConnector(ConnectorContext context, KantataConfig config) {
        this.config = config;
        this.client = new KantataClient(context, config);
        this.changes = new KantataChanges(client, config, context.clock());
        this.reader = new KantataReader(client);
        this.writer = new KantataWriter(client, config);
        this.inventory = new KantataInventory(client);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                KantataFactory.KIND,
                Set.of(Role.PSA),
                Arrays.stream(KantataObject.values()).map(this::capability).toList(),
                LIMITS);
    }

    private ObjectCapability capability(KantataObject object) {
        return new ObjectCapability(
                object.type(),
                object.reading == KantataObject.Reading.NEVER ? Set.of() : Set.of(Sourced.POLL),
                object.verbs,
                object.keeping == KantataObject.Keeping.NATURAL
                                && object.verbs.equals(Set.of(dev.throughline.connector.spi.WriteItem.Verb.UPSERT))
                        ? Idempotency.UPSERT_BY_KEY
                        : Idempotency.LOOK_BEFORE_REPEAT,
                BATCH_MAX,
                config.events()
                        && object.reading == KantataObject.Reading.STAMPED
                        && object.eventPrefix().isPresent(),
                config.overlap());
    }

    @Override
    public Optional<Trouble> probe() {
        return switch (client.list("users", Map.of("per_page", "1"))) {
            case KantataClient.Rows _ -> Optional.empty();
            case KantataClient.Failed(var trouble) -> Optional.of(trouble);
        };
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(reader);
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(writer);
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(inventory);
    }
}
