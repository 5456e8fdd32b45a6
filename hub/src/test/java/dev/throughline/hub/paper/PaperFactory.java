package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens paper systems by the name of their book, so that a test can look into it. */
public final class PaperFactory implements ConnectorFactory {
    private static final Map<String, PaperBook> BOOKS = new ConcurrentHashMap<>();

    public static PaperBook book(String name) {
        return BOOKS.computeIfAbsent(name, n -> new PaperBook());
    }

    @Override
    public String kind() {
        return "paper";
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("book", true, false, "name of the book", "erp"));
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new PaperConnector(book(context.require("book")));
    }
}
