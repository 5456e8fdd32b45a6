package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Capabilities.Idempotency;
import dev.throughline.connector.spi.Capabilities.ObjectCapability;
import dev.throughline.connector.spi.Capabilities.Sourced;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** BambooHR over its REST API. Writes nothing. */
final class BambooHrConnector implements Connector {
    static final ObjectType EMPLOYEES = new ObjectType("employees");
    static final ObjectType COMPENSATION = new ObjectType("compensation");
    static final ObjectType TIME_OFF = new ObjectType("time_off");

    /** The vendor publishes no limits and throttles early. */
    private static final Capabilities.Limits LIMITS = new Capabilities.Limits(2, 100, Duration.ofMinutes(1));

    /** Without these a record is of no use; a key that may not see them gets no error, only less. */
    private static final List<String> NEEDED = List.of("firstName", "lastName", "workEmail", "status", "hireDate");

    private final BambooHrConfig config;
    private final BambooHrClient client;
    private final BambooHrChanges changes;
    private final BambooHrReader reader;
    private final BambooHrInventory inventory;
    private final Optional<Webhooks> webhooks;

    BambooHrConnector(ConnectorContext context, BambooHrConfig config) {
        this.config = config;
        this.client = new BambooHrClient(context, config);
        this.reader = new BambooHrReader(client, config);
        this.changes = new BambooHrChanges(client, reader, config);
        this.inventory = new BambooHrInventory(client, reader);
        this.webhooks = config.webhookKey().map(BambooHrWebhooks::new);
    }

    @Override
    public Capabilities capabilities() {
        Set<Sourced> employees = webhooks.isPresent() ? Set.of(Sourced.POLL, Sourced.WEBHOOK) : Set.of(Sourced.POLL);
        return new Capabilities(
                BambooHrFactory.KIND,
                Set.of(Role.HCM),
                List.of(
                        object(EMPLOYEES, employees, true),
                        object(COMPENSATION, Set.of(Sourced.POLL), false),
                        object(TIME_OFF, Set.of(Sourced.POLL), false)),
                LIMITS);
    }

    private ObjectCapability object(ObjectType type, Set<Sourced> sources, boolean seesDeletes) {
        return new ObjectCapability(type, sources, Set.of(), Idempotency.READ_ONLY, 1, seesDeletes, config.overlap());
    }

    /** Asks for one employee, and whether the key may see what is needed of it. */
    @Override
    public Optional<Trouble> probe() {
        return switch (client.get("v1/employees", Map.of("page[limit]", "1"))) {
            case BambooHrClient.Failed(var trouble) -> Optional.of(trouble);
            case BambooHrClient.Answer(var body) -> {
                String first = body.path("data").path(0).path("employeeId").asString("");
                yield first.isEmpty() ? Optional.empty() : rights(first);
            }
        };
    }

    private Optional<Trouble> rights(String employee) {
        return switch (client.get("v1/employees/" + employee, Map.of("fields", String.join(",", NEEDED)))) {
            case BambooHrClient.Failed(var trouble) -> Optional.of(trouble);
            case BambooHrClient.Answer(var body) -> {
                List<String> hidden = hidden(body);
                yield hidden.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Trouble.Refused(
                                "FIELDS_HIDDEN",
                                "the user of the key may not see %s; extend its access level in BambooHR"
                                        .formatted(String.join(", ", hidden))));
            }
        };
    }

    private static List<String> hidden(JsonNode employee) {
        return NEEDED.stream().filter(f -> !employee.has(f)).toList();
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return webhooks;
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(reader);
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(inventory);
    }
}
