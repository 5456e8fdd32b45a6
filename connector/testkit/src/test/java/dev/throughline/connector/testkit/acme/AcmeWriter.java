package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates orders; our key is Acme's {@code ref}, which Acme keeps unique. */
record AcmeWriter(AuthorisedHttp http, JsonHttp questions, URI base, InstantSource clock) implements Writer {
    @Override
    public List<WriteResult> write(ObjectType type, List<WriteItem> items) {
        if (!type.equals(AcmeConnector.ORDERS)
                || items.size() > AcmeConnector.BATCH
                || items.stream().anyMatch(i -> i.verb() != WriteItem.Verb.CREATE)) {
            throw new IllegalArgumentException(
                    "acme only creates orders, at most %d at once".formatted(AcmeConnector.BATCH));
        }
        if (items.isEmpty()) {
            return List.of();
        }
        return switch (http.send(VendorRequest.json("POST", URI.create(base + "/orders"), body(items)))) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> Troubles.forEach(items.size(), WriteResult.of(trouble));
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.status() == 409 -> Troubles.forEach(items.size(), new WriteResult.Conflict(""));
            case AuthorisedHttp.Sent.Out(var outcome) ->
                Troubles.writing(outcome, clock.instant())
                        .map(result -> Troubles.forEach(items.size(), result))
                        .orElseGet(() -> results((Outcome.Answer) outcome, items.size()));
        };
    }

    private static ObjectNode body(List<WriteItem> items) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode orders = body.putArray("orders");
        for (WriteItem item : items) {
            ObjectNode order = orders.addObject();
            item.body().properties().stream()
                    .filter(e -> !e.getKey().startsWith("_"))
                    .forEach(e -> order.set(e.getKey(), e.getValue()));
            order.put("ref", item.key().value());
        }
        return body;
    }

    private static List<WriteResult> results(Outcome.Answer answer, int expected) {
        Optional<JsonNode> results =
                JsonHttp.parse(answer).map(json -> json.path("results")).filter(r -> r.size() == expected);
        if (results.isEmpty()) {
            return Troubles.forEach(expected, new WriteResult.Unknown("the answer has no result for each order"));
        }
        List<WriteResult> each = new ArrayList<>();
        results.get().forEach(result -> each.add(result(result)));
        return each;
    }

    private static WriteResult result(JsonNode result) {
        String id = result.path("id").asString("");
        return switch (result.path("status").asString("")) {
            case "CREATED" -> new WriteResult.Applied(new ExternalId(id), "1", result);
            case "DUPLICATE" -> new WriteResult.Duplicate(new ExternalId(id));
            case "LOCKED" -> new WriteResult.Conflict("");
            case "INVALID" ->
                new WriteResult.Rejected(
                        result.path("code").asString("").equals("PERIOD_LOCKED")
                                ? WriteResult.Codes.PERIOD_CLOSED
                                : WriteResult.Codes.FIELD_INVALID,
                        result.path("message").asString(""),
                        List.of());
            default -> new WriteResult.Unknown("an unknown status: " + result);
        };
    }

    @Override
    public Sought find(ObjectType type, WriteItem item) {
        return switch (questions.read(VendorRequest.get(URI.create(base + "/orders/by-ref/" + item.key())))) {
            case JsonHttp.Body body ->
                new Sought.Found(
                        new ExternalId(body.json().path("id").asString()),
                        body.json().path("changed").asString(),
                        body.json());
            case JsonHttp.Failed(Trouble.Refused refused) when refused.code().equals("HTTP_404") -> new Sought.Absent();
            case JsonHttp.Failed(var trouble) -> new Sought.Failed(trouble);
        };
    }
}
