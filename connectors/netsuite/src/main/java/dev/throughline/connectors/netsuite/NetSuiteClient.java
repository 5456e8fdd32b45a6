package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.HttpLimits;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.ConnectorContext;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP calls of SuiteTalk REST, one method each. Thread-safe. */
final class NetSuiteClient {
    /** NetSuite ends a request after 15 minutes; nothing that we ask for should take a fifth of that. */
    private static final HttpLimits LIMITS = new HttpLimits(Duration.ofMinutes(3), 104 * 1024 * 1024);

    private static final String COLLECTION = "application/vnd.oracle.resource+json; type=collection";

    private final URI base;
    private final AuthorisedHttp http;
    private final JsonHttp json;
    private final InstantSource clock;

    NetSuiteClient(NetSuiteConfig config, ConnectorContext context) {
        this.base = config.base();
        this.clock = context.clock();
        this.http = new AuthorisedHttp(new VendorHttp(context, LIMITS), config.authorisation());
        this.json = new JsonHttp(http, NetSuiteErrors::reading, context.clock());
    }

    InstantSource clock() {
        return clock;
    }

    /**
     * One page of a SuiteQL query; values come as text, null columns are absent. At most 1,000 rows, and 100,000 over all pages: continue by key.
     *
     * @see <a href="https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_157909186990.html">SuiteQL through REST</a>
     */
    JsonHttp.Read suiteql(String query, List<String> params, int limit) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("q", query);
        body.set("params", Json.MAPPER.valueToTree(params));
        return json.read(VendorRequest.json("POST", uri("/query/v1/suiteql?limit=" + limit), body)
                .header("Prefer", "transient"));
    }

    /** One whole record. @param target an id, or {@code eid:} and an external id */
    JsonHttp.Read get(String record, String target) {
        return json.read(VendorRequest.get(uri("/record/v1/" + record + "/"
                + VendorRequest.encode(target).replace("%3A", ":") + "?expandSubResources=true")));
    }

    /** Whole records, at most 100. Records that do not exist are not among the items. */
    JsonHttp.Read many(String record, List<String> ids) {
        return json.read(VendorRequest.get(uri(
                "/record/v1/" + record + "?expandRecords=true&expandSubResources=true&ids=" + String.join(",", ids))));
    }

    /** The record type as OpenAPI 3. */
    JsonHttp.Read metadata(String record) {
        return json.read(VendorRequest.get(uri("/record/v1/metadata-catalog?select=" + record))
                .header("Accept", "application/swagger+json"));
    }

    /** A job, a task or a task's result. @param path below {@code /async/v1/job/} */
    AuthorisedHttp.Sent job(String path) {
        return http.send(VendorRequest.get(uri("/async/v1/job/" + path)).header("Accept", "application/json"));
    }

    /** A write on one record, answered with 204 and the record's address. @param path below {@code /record/v1/}, encoded */
    AuthorisedHttp.Sent write(String method, String path, JsonNode body) {
        return http.send(strict(VendorRequest.json(method, uri("/record/v1/" + path), body)));
    }

    AuthorisedHttp.Sent delete(String path) {
        return http.send(VendorRequest.delete(uri("/record/v1/" + path)));
    }

    /** A batch of at most 100 records, answered with 202 and the address of the job. */
    AuthorisedHttp.Sent batch(String method, String path, List<JsonNode> items) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("items", Json.MAPPER.valueToTree(items));
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        return http.send(strict(VendorRequest.of(method, uri("/record/v1/" + path), COLLECTION, bytes))
                .header("Prefer", "respond-async"));
    }

    /** By default NetSuite drops unknown fields without a word. */
    private static VendorRequest strict(VendorRequest request) {
        return request.header("X-NetSuite-PropertyNameValidation", "Error")
                .header("X-NetSuite-PropertyValueValidation", "Error")
                .header("Accept", "application/json");
    }

    private URI uri(String path) {
        return URI.create(base + path);
    }

    static String query(Map<String, String> fields) {
        return fields.isEmpty() ? "" : "?" + VendorRequest.query(fields);
    }

    @Override
    public String toString() {
        return "NetSuiteClient[" + base.getHost() + "]";
    }
}
