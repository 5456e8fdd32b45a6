package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.kit.auth.Authorisation;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.auth.BearerToken;
import dev.throughline.connector.kit.auth.Grants;
import dev.throughline.connector.kit.auth.StaticHeader;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.RetryAfter;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Trouble;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Questions to BambooHR. Always asks for JSON, since XML is the vendor's default. Thread-safe. */
final class BambooHrClient {
    /** The code of a record that is not there. */
    static final String NOT_FOUND = "HTTP_404";

    private final URI base;
    private final JsonHttp json;
    private final InstantSource clock;

    BambooHrClient(ConnectorContext context, BambooHrConfig config) {
        VendorHttp plain = new VendorHttp(context);
        this.base = config.baseUrl();
        this.clock = context.clock();
        this.json = new JsonHttp(
                new AuthorisedHttp(plain, authorisation(config, plain, context.clock())),
                this::errors,
                context.clock());
    }

    private static Authorisation authorisation(BambooHrConfig config, VendorHttp plain, InstantSource clock) {
        if (config.apiKey().isPresent()) {
            // The key is the user name; any password will do.
            return StaticHeader.basic(config.apiKey().get().reveal(), "x");
        }
        BambooHrConfig.Client client = config.client().orElseThrow();
        return new BearerToken(new TokenSource(
                plain,
                Grants.refreshToken(
                        client.tokenUrl(),
                        client.id(),
                        client.secret().reveal(),
                        Grants.ClientAuthentication.FORM_FIELDS,
                        client.refreshToken().reveal()),
                clock));
    }

    sealed interface Answered {}

    record Answer(JsonNode body) implements Answered {}

    record Failed(Trouble trouble) implements Answered {}

    Answered get(String path, Map<String, String> query) {
        URI uri = URI.create(base + "/api/" + path + (query.isEmpty() ? "" : "?" + VendorRequest.query(query)));
        return switch (json.read(VendorRequest.get(uri))) {
            case JsonHttp.Failed(var trouble) -> new Failed(trouble);
            case JsonHttp.Body body when body.json().isContainer() -> new Answer(body.json());
            case JsonHttp.Body _ ->
                new Failed(new Trouble.Malformed("GET /%s was answered without a body".formatted(path)));
        };
    }

    /** Refusals say why in a header, not in a body. A 503 with a time to wait was throttling until September 2026. */
    private Optional<Trouble> errors(Outcome.Answer answer) {
        if (answer.status() == 503) {
            return RetryAfter.of(answer, clock.instant()).map(Trouble.Throttled::new);
        }
        if (answer.status() < 400 || answer.status() >= 500 || answer.status() == 429 || answer.status() == 401) {
            return Optional.empty();
        }
        String reason = answer.header("x-bamboohr-error-message").orElseGet(answer::excerpt);
        return Optional.of(
                new Trouble.Refused("HTTP_" + answer.status(), reason.isEmpty() ? "no reason given" : reason));
    }

    InstantSource clock() {
        return clock;
    }
}
