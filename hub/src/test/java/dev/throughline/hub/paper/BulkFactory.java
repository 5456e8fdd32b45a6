package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A system that takes several records in one call and a few calls at once; {@code readOnly} ones take none. */
public final class BulkFactory implements ConnectorFactory {
    public static final int BATCH_MAX = 10;
    public static final int CONCURRENT = 3;

    private static final Map<String, BulkBook> BOOKS = new ConcurrentHashMap<>();

    public static BulkBook book(String name) {
        return BOOKS.computeIfAbsent(name, n -> new BulkBook());
    }

    @Override
    public String kind() {
        return "bulk";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("book", true, false, "name of the book", "erp"),
                new Setting("readOnly", false, false, "whether it takes no writes", "true"));
    }

    @Override
    public Connector open(ConnectorContext context) {
        BulkBook book = book(context.require("book"));
        book.budget(context.budget());
        return new Bulk(book, context.setting("readOnly").isEmpty());
    }

    private record Bulk(Writer book, boolean writes) implements Connector {
        @Override
        public Capabilities capabilities() {
            var item = new Capabilities.ObjectCapability(
                    new ObjectType("item"),
                    Set.of(),
                    Set.of(WriteItem.Verb.CREATE),
                    Capabilities.Idempotency.LOOK_BEFORE_REPEAT,
                    BATCH_MAX,
                    false,
                    Duration.ZERO);
            return new Capabilities(
                    "bulk",
                    Set.of(Role.values()),
                    List.of(item),
                    new Capabilities.Limits(CONCURRENT, 100_000, Duration.ofSeconds(1)));
        }

        @Override
        public Optional<Trouble> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<Writer> writer() {
            return writes ? Optional.of(book) : Optional.empty();
        }
    }
}
