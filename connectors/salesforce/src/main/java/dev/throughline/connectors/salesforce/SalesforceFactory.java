package dev.throughline.connectors.salesforce;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens connectors to Salesforce orgs. */
public final class SalesforceFactory implements ConnectorFactory {
    @Override
    public String kind() {
        return "salesforce";
    }

    @Override
    public List<Setting> settings() {
        return SalesforceConfig.SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new SalesforceConnector(SalesforceConfig.of(context), context);
    }
}
