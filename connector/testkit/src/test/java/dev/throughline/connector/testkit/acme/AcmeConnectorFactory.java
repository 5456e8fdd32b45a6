package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** Opens Acme. Public for the service loader. */
public final class AcmeConnectorFactory implements ConnectorFactory {
    static final List<Setting> SETTINGS = List.of(
            new Setting("url", true, false, "Where Acme is", "https://acme.example"),
            new Setting("client-id", true, false, "Our client at Acme", "hub"),
            new Setting("client-secret", true, true, "Its secret", "env:ACME_SECRET"),
            new Setting("webhook-secret", false, true, "Signs Acme's notices", "env:ACME_HOOK"));

    @Override
    public String kind() {
        return "acme";
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new AcmeConnector(context);
    }
}
