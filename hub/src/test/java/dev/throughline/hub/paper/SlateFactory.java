package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;

/** A system of paper for which no mapping is shipped. */
public final class SlateFactory implements ConnectorFactory {
    private final PaperFactory paper = new PaperFactory();

    @Override
    public String kind() {
        return "slate";
    }

    @Override
    public List<Setting> settings() {
        return paper.settings();
    }

    @Override
    public Connector open(ConnectorContext context) {
        return paper.open(context);
    }
}
