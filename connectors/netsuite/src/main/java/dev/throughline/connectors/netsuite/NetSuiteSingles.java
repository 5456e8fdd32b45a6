package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer.Sought;
import dev.throughline.model.ExternalId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One record, one call. */
final class NetSuiteSingles {
    private final NetSuiteClient client;

    NetSuiteSingles(NetSuiteClient client) {
        this.client = client;
    }

    WriteResult write(NetSuiteObject object, WriteItem item) {
        return switch (item.verb()) {
            case CREATE -> create(object, item);
            case UPSERT ->
                saved(
                        client.write("PUT", path(object, target(item)) + replacing(object, item.body()), keyed(item)),
                        item);
            case UPDATE ->
                withId(
                        item,
                        id -> saved(
                                client.write(
                                        "PATCH", path(object, id) + replacing(object, item.body()), plain(item.body())),
                                item));
            case DELETE -> withId(item, id -> deleted(client.delete(path(object, id)), id));
            case ACTION -> withId(item, id -> action(object, item, id));
        };
    }

    /** A plain POST, since a PUT would change a record that the key made before. */
    private WriteResult create(NetSuiteObject object, WriteItem item) {
        AuthorisedHttp.Sent sent = client.write("POST", object.record, keyed(item));
        if (sent instanceof AuthorisedHttp.Sent.Out(var outcome) && NetSuiteErrors.mayBeTaken(outcome)) {
            return takenOr(object, item, NetSuiteErrors.writing(outcome, client.clock()));
        }
        return saved(sent, item);
    }

    /** Whether the key is there already; only then a refusal is no refusal. */
    WriteResult takenOr(NetSuiteObject object, WriteItem item, WriteResult refusal) {
        return NetSuiteWriter.sought(client, object, "eid:" + item.key().value())
                        instanceof Sought.Found(var id, var _, var _)
                ? new WriteResult.Duplicate(id)
                : refusal;
    }

    Sought find(NetSuiteObject object, WriteItem item) {
        if (item.verb() == WriteItem.Verb.UPDATE || item.verb() == WriteItem.Verb.DELETE) {
            return again(object, item);
        }
        return NetSuiteWriter.sought(
                client, made(object, item), "eid:" + item.key().value());
    }

    /**
     * Setting the same fields or deleting once more does no harm, and the record being there proves nothing, for it was there before: a request that never arrived would be
     * taken for done. All that is to be known is whether NetSuite answers.
     */
    private Sought again(NetSuiteObject object, WriteItem item) {
        return NetSuiteWriter.sought(client, object, target(item)) instanceof Sought.Failed failed
                ? failed
                : new Sought.Absent();
    }

    /** A transformation makes a record of another type, and there is the key. */
    private static NetSuiteObject made(NetSuiteObject object, WriteItem item) {
        String action = item.body().path("_action").asString("");
        return item.verb() == WriteItem.Verb.ACTION && action.startsWith("transform:")
                ? NetSuiteObject.find(action.substring("transform:".length())).orElse(object)
                : object;
    }

    private interface OnId {
        WriteResult of(String id);
    }

    private static WriteResult withId(WriteItem item, OnId work) {
        Optional<String> id = item.id().map(ExternalId::value).filter(NetSuiteReader::isId);
        return id.map(work::of)
                .orElseGet(() -> new WriteResult.Rejected(
                        WriteResult.Codes.NOT_FOUND,
                        "%s needs the id of an existing record".formatted(item.verb()),
                        java.util.List.of()));
    }

    private WriteResult action(NetSuiteObject object, WriteItem item, String id) {
        String action = item.body().path("_action").asString("");
        if (action.equals("approve")) {
            return approved(client.write("POST", path(object, id) + "/@approve", Json.MAPPER.createObjectNode()), id);
        }
        NetSuiteObject into = made(object, item);
        if (into == object) {
            throw new IllegalArgumentException("unknown _action '%s' on %s; known are approve and transform:<record>"
                    .formatted(action, object.record));
        }
        AuthorisedHttp.Sent sent = client.write("POST", path(object, id) + "/!transform/" + into.record, keyed(item));
        return sent instanceof AuthorisedHttp.Sent.Out(var outcome) && NetSuiteErrors.mayBeTaken(outcome)
                ? takenOr(into, item, NetSuiteErrors.writing(outcome, client.clock()))
                : saved(sent, item);
    }

    /** 204 with the address of the record: nothing else is a success. */
    WriteResult saved(AuthorisedHttp.Sent sent, WriteItem item) {
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
            case AuthorisedHttp.Sent.Out(var outcome) ->
                saved(outcome, item.key().value());
        };
    }

    WriteResult saved(Outcome outcome, String externalId) {
        if (outcome instanceof Outcome.Answer answer && answer.status() == 204) {
            Optional<String> id = answer.header("location")
                    .flatMap(NetSuiteSingles::lastSegment)
                    .filter(NetSuiteReader::isId);
            return id.<WriteResult>map(i -> applied(i, externalId))
                    .orElseGet(() -> new WriteResult.Unknown("saved, but the answer names no record"));
        }
        return NetSuiteErrors.writing(outcome, client.clock());
    }

    /** NetSuite returns nothing of the record; its stamp comes with the next pass of the change source. */
    private static WriteResult applied(String id, String externalId) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("id", id).put("externalId", externalId);
        return new WriteResult.Applied(new ExternalId(id), "", answer);
    }

    private WriteResult approved(AuthorisedHttp.Sent sent, String id) {
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.status() == 200 || answer.status() == 204 ->
                new WriteResult.Applied(new ExternalId(id), "", Json.MAPPER.nullNode());
            case AuthorisedHttp.Sent.Out(var outcome) -> NetSuiteErrors.writing(outcome, client.clock());
        };
    }

    private WriteResult deleted(AuthorisedHttp.Sent sent, String id) {
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.status() == 204 || answer.status() == 404 ->
                // Gone is what was wished.
                new WriteResult.Applied(new ExternalId(id), "", Json.MAPPER.nullNode());
            case AuthorisedHttp.Sent.Out(var outcome) -> NetSuiteErrors.writing(outcome, client.clock());
        };
    }

    private static Optional<String> lastSegment(String location) {
        try {
            String path = URI.create(location).getPath();
            return path == null ? Optional.empty() : Optional.of(path.substring(path.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String target(WriteItem item) {
        return item.id()
                .map(ExternalId::value)
                .filter(NetSuiteReader::isId)
                .orElse("eid:" + item.key().value());
    }

    private static String path(NetSuiteObject object, String target) {
        return object.record + "/" + target;
    }

    /** Rows of a sublist have no key of ours, so the given ones replace those that are there: a repeat must not double them. */
    static String replacing(NetSuiteObject object, JsonNode body) {
        String sublists =
                String.join(",", object.sublists.stream().filter(body::has).toList());
        return sublists.isEmpty() ? "" : NetSuiteClient.query(Map.of("replace", sublists));
    }

    /** The body with our key as its external id, unless the record is known by id and keeps the external id that it has. */
    static ObjectNode keyed(WriteItem item) {
        ObjectNode body = plain(item.body());
        if (item.id().isEmpty() || item.verb() == WriteItem.Verb.ACTION) {
            body.put("externalId", item.key().value());
        }
        return body;
    }

    /** Without directions for the connector. */
    static ObjectNode plain(JsonNode body) {
        ObjectNode plain = ((ObjectNode) body).deepCopy();
        plain.propertyNames().stream().filter(n -> n.startsWith("_")).toList().forEach(plain::remove);
        return plain;
    }
}
