package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens connectors of kind {@code kantata}. */
public final class KantataFactory implements ConnectorFactory {
    static final String KIND = "kantata";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Setting> settings() {
        return KantataConfig.SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new KantataConnector(context, KantataConfig.of(context));
    }
}
