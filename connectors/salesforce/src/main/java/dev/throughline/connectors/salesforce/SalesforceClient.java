package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.ConnectorContext;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HTTP to one org. Every call says {@code client=throughline}, so that change events name us as the origin of our own writes.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_calloptions.htm">Call Options header</a>
 */
final class SalesforceClient {
    private final SalesforceAuth auth;
    private final AuthorisedHttp http;
    private final JsonHttp json;
    private final URI base;

    SalesforceClient(SalesforceConfig config, ConnectorContext context) {
        VendorHttp plain = new VendorHttp(context);
        this.auth = new SalesforceAuth(new TokenSource(plain, config.grant(), context.clock()), config.login());
        this.http = new AuthorisedHttp(plain, auth, SalesforceErrors::isStaleToken);
        this.json = new JsonHttp(http, SalesforceErrors::trouble, context.clock());
        this.base = URI.create(config.login() + "/services/data/v" + config.apiVersion() + "/");
    }

    SalesforceAuth auth() {
        return auth;
    }

    /** @param path below the version, encoded */
    JsonHttp.Read get(String path) {
        return json.read(ours(VendorRequest.get(base.resolve(path))));
    }

    /** At most 2,000 records, and fewer when rows are wide: the caller looks at {@code done}. */
    JsonHttp.Read query(String soql) {
        return query("query", soql);
    }

    /** Deleted records too, as long as they lie in the recycle bin (some 15 days). */
    JsonHttp.Read queryAll(String soql) {
        return query("queryAll", soql);
    }

    /** Sends a write as it is; what became of it is the caller's to read. */
    AuthorisedHttp.Sent write(String method, String path, JsonNode body) {
        return http.send(ours(VendorRequest.json(method, base.resolve(path), body)));
    }

    AuthorisedHttp.Sent delete(String path) {
        return http.send(ours(VendorRequest.delete(base.resolve(path))));
    }

    private JsonHttp.Read query(String resource, String soql) {
        JsonHttp.Read read = get(resource + "?" + VendorRequest.query(Map.of("q", soql)));
        if (read instanceof JsonHttp.Body(var body, var _)) {
            for (JsonNode row : body.path("records")) {
                JsonHttp.Read whole = completed(row);
                if (whole instanceof JsonHttp.Failed) {
                    return whole;
                }
            }
        }
        return read;
    }

    /** Adds what the vendor left out of a record's child query, which has pages of its own. */
    private JsonHttp.Read completed(JsonNode row) {
        for (JsonNode child : row) {
            String next = child.path("nextRecordsUrl").asString("");
            while (!next.isEmpty() && child.path("records") instanceof ArrayNode records) {
                JsonHttp.Read read = json.read(ours(VendorRequest.get(base.resolve(next))));
                if (!(read instanceof JsonHttp.Body(var page, var _))) {
                    return read;
                }
                page.path("records").forEach(records::add);
                next = page.path("nextRecordsUrl").asString("");
                ((ObjectNode) child).put("done", next.isEmpty()).remove("nextRecordsUrl");
            }
        }
        return new JsonHttp.Body(
                row, new dev.throughline.connector.kit.http.Outcome.Answer(200, Map.of(), new byte[0]));
    }

    private static VendorRequest ours(VendorRequest request) {
        return request.header("Sforce-Call-Options", "client=throughline");
    }
}
