package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.auth.Authorisation;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.auth.BearerToken;
import dev.throughline.connector.kit.auth.Grant;
import dev.throughline.connector.kit.auth.Grants;
import dev.throughline.connector.kit.auth.Grants.ClientAuthentication;
import dev.throughline.connector.kit.auth.StaticHeader;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.http.HttpLimits;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests and envelopes; nothing of what they mean. Thread-safe. */
final class KantataClient {
    /** The vendor ends a request after three minutes with a 504. */
    private static final HttpLimits LIMITS = new HttpLimits(Duration.ofSeconds(185), 64 * 1024 * 1024);

    /** The most rows of one page. */
    static final int PAGE_MAX = 200;

    private final URI base;
    private final AuthorisedHttp http;
    private final JsonHttp json;
    private final InstantSource clock;

    KantataClient(ConnectorContext context, KantataConfig config) {
        VendorHttp plain = new VendorHttp(context, LIMITS);
        this.base = config.baseUrl();
        this.clock = context.clock();
        this.http = new AuthorisedHttp(plain, authorisation(config, plain, context.clock()));
        this.json = new JsonHttp(http, KantataErrors::reading, context.clock());
    }

    private static Authorisation authorisation(KantataConfig config, VendorHttp plain, InstantSource clock) {
        if (config.accessToken().isPresent()) {
            return StaticHeader.bearer(config.accessToken().get().reveal());
        }
        KantataConfig.Client client = config.client().orElseThrow();
        ClientAuthentication how = ClientAuthentication.FORM_FIELDS;
        String secret = client.secret().reveal();
        Grant grant = client.refreshToken()
                .map(t -> Grants.refreshToken(config.tokenUrl(), client.id(), secret, how, t.reveal()))
                .orElseGet(() -> Grants.clientCredentials(config.tokenUrl(), client.id(), secret, how, Map.of()));
        return new BearerToken(new TokenSource(plain, grant, clock));
    }

    /** A page of rows, or why there is none. */
    sealed interface Listed {}

    /** @param rows in the order of {@code results}, each with its side-loaded rows under the association's name; @param count of all pages */
    record Rows(List<JsonNode> rows, long count) implements Listed {}

    record Failed(Trouble trouble) implements Listed {}

    Listed list(String collection, Map<String, String> query) {
        URI uri = URI.create(base + "/" + collection + "?" + VendorRequest.query(query));
        return switch (json.read(VendorRequest.get(uri))) {
            case JsonHttp.Failed(var trouble) -> new Failed(trouble);
            case JsonHttp.Body(var body, var ignored) -> rows(collection, query, body);
        };
    }

    private static Listed rows(String collection, Map<String, String> query, JsonNode envelope) {
        JsonNode results = envelope.path("results");
        JsonNode count = envelope.path("count");
        if (!results.isArray() || !count.isIntegralNumber()) {
            return new Failed(
                    new Trouble.Malformed("GET /%s was answered without 'results' and 'count'".formatted(collection)));
        }
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode result : results) {
            JsonNode row = envelope.path(result.path("key").asString(""))
                    .path(result.path("id").asString(""));
            if (!row.isObject()) {
                return new Failed(new Trouble.Malformed(
                        "GET /%s names a result that it does not carry: %s".formatted(collection, result)));
            }
            rows.add(withIncluded((ObjectNode) row.deepCopy(), query.getOrDefault("include", ""), envelope));
        }
        return new Rows(rows, count.longValue());
    }

    /** Puts side-loaded rows where they belong, so that a record can be read by itself. */
    private static JsonNode withIncluded(ObjectNode row, String includes, JsonNode envelope) {
        for (String include : includes.split(",")) {
            JsonNode one = row.path(include + "_id");
            String many = many(include);
            if (one.isString()) {
                Includes.find(envelope, include, one.asString()).ifPresent(found -> row.set(include, found));
            } else if (row.path(many).isArray()) {
                var list = row.putArray(include);
                row.path(many)
                        .forEach(id -> envelope.path(include)
                                .path(id.asString(""))
                                .asOptional()
                                .ifPresent(list::add));
            }
        }
        return row;
    }

    private static String many(String include) {
        return include.endsWith("s") ? include.substring(0, include.length() - 1) + "_ids" : include + "_ids";
    }

    /** Which hash holds a side-loaded row. */
    private static final class Includes {
        private static final Map<String, String> COLLECTIONS =
                Map.of("story", "stories", "effective_workweek", "workweeks");

        private Includes() {}

        static java.util.Optional<JsonNode> find(JsonNode envelope, String include, String id) {
            List<String> places = include.equals("recent_submission")
                    ? List.of("timesheet_submissions", "expense_report_submissions")
                    : List.of(COLLECTIONS.getOrDefault(include, include + "s"));
            return places.stream()
                    .map(p -> envelope.path(p).path(id))
                    .filter(JsonNode::isObject)
                    .findFirst();
        }
    }

    AuthorisedHttp.Sent send(String method, String path, JsonNode body) {
        URI uri = URI.create(base + "/" + path);
        VendorRequest request =
                method.equals("DELETE") ? VendorRequest.delete(uri) : VendorRequest.json(method, uri, body);
        return http.send(request.header("Accept", "application/json"));
    }

    InstantSource clock() {
        return clock;
    }
}
