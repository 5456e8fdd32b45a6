package dev.throughline.connectors.csv;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads only; a folder has neither webhooks nor limits worth the name. */
final class CsvConnector implements Connector {
    private final CsvConfig config;
    private final CsvChanges changes;

    CsvConnector(CsvConfig config) {
        this.config = config;
        this.changes = new CsvChanges(config);
    }

    @Override
    public Capabilities capabilities() {
        List<Capabilities.ObjectCapability> objects = config.sources().keySet().stream()
                .map(object -> new Capabilities.ObjectCapability(
                        object,
                        Set.of(Capabilities.Sourced.FILE),
                        Set.of(),
                        Capabilities.Idempotency.READ_ONLY,
                        0,
                        false,
                        Duration.ZERO))
                .toList();
        return new Capabilities(
                "csv", Set.of(Role.FILES), objects, new Capabilities.Limits(8, 1_000_000, Duration.ofSeconds(1)));
    }

    @Override
    public Optional<Trouble> probe() {
        try {
            CsvFile.all(config.folder());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(CsvFile.unavailable(config.folder(), e));
        }
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(new CsvInventory(config, changes));
    }

    @Override
    public Optional<Describer> describer() {
        return Optional.of(new CsvDescriber(config));
    }

    @Override
    public String toString() {
        return "CsvConnector[" + config.folder() + "]";
    }
}
