package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens connectors of kind {@code bamboohr}. */
public final class BambooHrFactory implements ConnectorFactory {
    static final String KIND = "bamboohr";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Setting> settings() {
        return BambooHrConfig.SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new BambooHrConnector(context, BambooHrConfig.of(context));
    }
}
