package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** A system that outlives the hub's process: its book is a table of its own, written with a connection of its own, and counts how often each key was written. */
public final class StoneFactory implements ConnectorFactory {
    public static final String TABLE =
            "CREATE TABLE IF NOT EXISTS stone (id text PRIMARY KEY, system text, object text, key text UNIQUE, writes int)";

    private static final String WRITE = """
            INSERT INTO stone (id, system, object, key, writes) VALUES (coalesce(?, ?), ?, ?, ?, 1)
            ON CONFLICT (id) DO UPDATE SET writes = stone.writes + 1, key = excluded.key
            RETURNING id
            """;

    @Override
    public String kind() {
        return "stone";
    }

    @Override
    public String mappings() {
        return "mappings/stone";
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("jdbc", true, false, "where the book is", "jdbc:postgresql://…"));
    }

    @Override
    public Connector open(ConnectorContext context) {
        return new Stone(context.require("jdbc"), context.system().value());
    }

    private record Stone(String jdbc, String system) implements Connector, Writer {
        @Override
        public Capabilities capabilities() {
            return new Capabilities(
                    "stone",
                    Set.of(Role.values()),
                    Sheets.all(),
                    new Capabilities.Limits(4, 100_000, Duration.ofSeconds(1)));
        }

        @Override
        public Optional<Trouble> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<Writer> writer() {
            return Optional.of(this);
        }

        @Override
        public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
            return items.stream().map(i -> write(objectType, i)).toList();
        }

        private WriteResult write(ObjectType objectType, WriteItem item) {
            try (Connection connection = DriverManager.getConnection(jdbc);
                    var statement = connection.prepareStatement(WRITE)) {
                statement.setString(1, item.id().map(ExternalId::value).orElse(null));
                statement.setString(2, system + "-" + item.key().value());
                statement.setString(3, system);
                statement.setString(4, objectType.value());
                statement.setString(5, item.key().value());
                try (var row = statement.executeQuery()) {
                    row.next();
                    return new WriteResult.Applied(
                            new ExternalId(row.getString(1)), "1", JsonNodeFactory.instance.objectNode());
                }
            } catch (SQLException e) {
                return new WriteResult.Unknown(e.getMessage());
            }
        }

        @Override
        public Sought find(ObjectType objectType, WriteItem item) {
            try (Connection connection = DriverManager.getConnection(jdbc);
                    var statement = connection.prepareStatement("SELECT id FROM stone WHERE key = ?")) {
                statement.setString(1, item.key().value());
                try (var row = statement.executeQuery()) {
                    return row.next()
                            ? new Sought.Found(
                                    new ExternalId(row.getString(1)), "1", JsonNodeFactory.instance.objectNode())
                            : new Sought.Absent();
                }
            } catch (SQLException e) {
                return new Sought.Failed(new Trouble.Unavailable(e.getMessage(), Optional.empty()));
            }
        }
    }
}
