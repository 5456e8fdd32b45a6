package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens the systems that sell and deliver: they hold what they are told in memory, so that what is measured is the hub and the ERP. */
public final class BenchFactory implements ConnectorFactory {
    @Override
    public String kind() {
        return "bench";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new BenchConnector();
    }
}
