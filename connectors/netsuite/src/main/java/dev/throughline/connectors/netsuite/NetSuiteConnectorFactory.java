package dev.throughline.connectors.netsuite;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens NetSuite accounts: with a certificate (OAuth 2.0, advised) or with tokens (OAuth 1.0a, which the vendor ends in 2028). */
public final class NetSuiteConnectorFactory implements ConnectorFactory {
    static final String KIND = "netsuite";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Setting> settings() {
        return NetSuiteConfig.SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new NetSuiteConnector(context);
    }
}
