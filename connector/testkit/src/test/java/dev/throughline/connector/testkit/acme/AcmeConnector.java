package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.auth.BearerToken;
import dev.throughline.connector.kit.auth.Grants;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.config.Settings;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ObjectType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class AcmeConnector implements Connector {
    static final ObjectType ORDERS = new ObjectType("orders");
    static final int BATCH = 5;
    static final Duration OVERLAP = Duration.ofMinutes(2);

    private final URI base;
    private final JsonHttp questions;
    private final AcmeChanges changes;
    private final AcmeWriter writer;
    private final Optional<Webhooks> webhooks;

    AcmeConnector(ConnectorContext context) {
        Settings settings = Settings.of(context, AcmeConnectorFactory.SETTINGS);
        base = settings.address("url");
        VendorHttp http = new VendorHttp(context);
        var grant = Grants.clientCredentials(
                URI.create(base + "/token"),
                settings.text("client-id"),
                settings.secret("client-secret").reveal(),
                Grants.ClientAuthentication.FORM_FIELDS,
                Map.of());
        AuthorisedHttp authorised =
                new AuthorisedHttp(http, new BearerToken(new TokenSource(http, grant, context.clock())));
        questions = new JsonHttp(authorised, _ -> Optional.empty(), context.clock());
        changes = new AcmeChanges(questions, base);
        writer = new AcmeWriter(authorised, questions, base, context.clock());
        webhooks = settings.optionalSecret("webhook-secret").map(secret -> new AcmeWebhooks(secret, context.clock()));
    }

    @Override
    public Capabilities capabilities() {
        var orders = new Capabilities.ObjectCapability(
                ORDERS,
                Set.of(Capabilities.Sourced.POLL, Capabilities.Sourced.WEBHOOK),
                Set.of(WriteItem.Verb.CREATE),
                Capabilities.Idempotency.NATIVE_KEY,
                BATCH,
                true,
                OVERLAP);
        return new Capabilities(
                "acme",
                Set.of(dev.throughline.model.Role.ERP),
                List.of(orders),
                new Capabilities.Limits(4, 1000, Duration.ofMinutes(1)));
    }

    @Override
    public Optional<Trouble> probe() {
        return switch (questions.read(VendorRequest.get(URI.create(base + "/orders-count")))) {
            case JsonHttp.Body _ -> Optional.empty();
            case JsonHttp.Failed(var trouble) -> Optional.of(trouble);
        };
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(changes);
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(writer);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return webhooks;
    }
}
