package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp.Sent;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes through sObject Collections: up to 200 records a call, none of which fails another. Our key stands in an external id field, so a repeated upsert changes
 * nothing and a repeated create is refused as {@code DUPLICATE_VALUE}, whatever happened to the first answer.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm">sObject Collections</a>
 */
final class SalesforceWriter implements Writer {
    private final SalesforceClient client;
    private final String keyField;
    private final InstantSource clock;

    SalesforceWriter(SalesforceClient client, String keyField, InstantSource clock) {
        this.client = client;
        this.keyField = keyField;
        this.clock = clock;
    }

    /** How a group of items is sent. */
    private enum Way {
        CREATE,
        UPSERT,
        UPDATE,
        DELETE
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        SalesforceObjects object = writable(objectType);
        if (items.size() > SalesforceObjects.BATCH_MAX) {
            throw new IllegalArgumentException(
                    "%d items, at most %d are taken".formatted(items.size(), SalesforceObjects.BATCH_MAX));
        }
        List<Way> ways = items.stream().map(SalesforceWriter::way).toList();
        WriteResult[] results = new WriteResult[items.size()];
        conflicts(object, items, results);
        for (int from = 0; from < items.size(); ) {
            List<Integer> group = group(items, ways, results, from);
            if (group.isEmpty()) {
                from++;
                continue;
            }
            List<WriteItem> batch = group.stream().map(items::get).toList();
            List<WriteResult> written = send(object, ways.get(group.getFirst()), batch);
            for (int i = 0; i < group.size(); i++) {
                results[group.get(i)] = written.get(i);
            }
            from = group.getLast() + 1;
        }
        return List.of(results);
    }

    @Override
    public Sought find(ObjectType objectType, WriteItem item) {
        SalesforceObjects object = writable(objectType);
        Way way = way(item);
        boolean byId = item.id().isPresent();
        String where = byId
                ? SoqlText.isId(item.id().get().value()) ? item.id().get().value() : ""
                : keyField + "/" + VendorRequest.encode(item.key().value());
        if (where.isEmpty()) {
            return new Sought.Absent();
        }
        return switch (client.get("sobjects/" + object.wire() + "/" + where)) {
            case JsonHttp.Failed(Trouble.Refused(var code, var reason))
            when code.equals("NOT_FOUND") || code.equals("ENTITY_IS_DELETED") ->
                way == Way.DELETE && byId
                        ? new Sought.Found(item.id().get(), "deleted", Json.MAPPER.nullNode())
                        : missing(code, reason);
            case JsonHttp.Failed(var trouble) -> new Sought.Failed(trouble);
            case JsonHttp.Body(var record, var _) -> found(item, way, record);
        };
    }

    private Sought missing(String code, String reason) {
        // The same code says that our key field is not there or hidden: then nothing can be said about the record.
        return reason.contains("external ID field does not exist")
                ? new Sought.Failed(new Trouble.Refused(
                        code,
                        "%s; create the field %s as external id and give the integration user access"
                                .formatted(reason, keyField)))
                : new Sought.Absent();
    }

    private static Sought found(WriteItem item, Way way, JsonNode record) {
        String id = SalesforceRecords.id(record);
        var stamp = SalesforceRecords.stamp(record);
        if (id.isEmpty() || stamp.isEmpty()) {
            return new Sought.Failed(new Trouble.Malformed("a record came without Id or SystemModstamp"));
        }
        boolean effect = switch (way) {
            case CREATE -> true;
            case DELETE -> false;
            // The record may have been there before this write: only its values tell whether the write took place.
            case UPSERT, UPDATE -> Bodies.shownBy(record, item.body());
        };
        String version = SalesforceRecords.version(stamp.get(), record, false).token();
        return effect ? new Sought.Found(new ExternalId(id), version, record) : new Sought.Absent();
    }

    private static SalesforceObjects writable(ObjectType type) {
        SalesforceObjects object = SalesforceObjects.of(type);
        if (!object.writable()) {
            throw new IllegalArgumentException("Salesforce object %s is declared read-only".formatted(type));
        }
        return object;
    }

    private static Way way(WriteItem item) {
        return switch (item.verb()) {
            case CREATE -> Way.CREATE;
            case UPSERT -> item.id().isPresent() ? Way.UPDATE : Way.UPSERT;
            case UPDATE -> withId(item, Way.UPDATE);
            case DELETE -> withId(item, Way.DELETE);
            case ACTION ->
                throw new IllegalArgumentException(
                        "Salesforce objects have no actions; declared are CREATE, UPSERT, UPDATE, DELETE");
        };
    }

    private static Way withId(WriteItem item, Way way) {
        if (item.id().isEmpty()) {
            throw new IllegalArgumentException("%s of key %s names no record".formatted(item.verb(), item.key()));
        }
        return way;
    }

    /** The next items that go in one call: of one way, each on another record, since a collection must not name one twice. */
    private List<Integer> group(List<WriteItem> items, List<Way> ways, WriteResult[] results, int from) {
        List<Integer> group = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (int i = from; i < items.size(); i++) {
            if (results[i] != null) {
                if (group.isEmpty()) {
                    return group;
                }
                continue;
            }
            String target = items.get(i)
                    .id()
                    .map(ExternalId::value)
                    .orElse(items.get(i).key().value());
            if (!group.isEmpty() && ways.get(i) != ways.get(from) || !targets.add(target)) {
                break;
            }
            group.add(i);
        }
        return group;
    }

    /** Compares stamps where an item names the version that it was made for. Salesforce checks none in a collection, so a moment stays between look and write. */
    private void conflicts(SalesforceObjects object, List<WriteItem> items, WriteResult[] results) {
        Map<Integer, String> asked = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            WriteItem item = items.get(i);
            if (item.expectedVersion().isPresent()
                    && item.id().map(id -> SoqlText.isId(id.value())).orElse(false)) {
                asked.put(i, item.id().get().value());
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        JsonHttp.Read read = client.query("SELECT Id, SystemModstamp FROM %s WHERE Id IN %s"
                .formatted(object.wire(), SoqlText.ids(Set.copyOf(asked.values()))));
        Map<String, String> stamps = new HashMap<>();
        if (read instanceof JsonHttp.Body(var body, var _)) {
            body.path("records")
                    .forEach(r -> SalesforceRecords.stamp(r)
                            .ifPresent(s -> stamps.put(SalesforceRecords.id(r).substring(0, 15), s.toString())));
        }
        asked.forEach((i, id) -> {
            if (read instanceof JsonHttp.Failed(var trouble)) {
                results[i] = trouble instanceof Trouble.Malformed(var reason)
                        ? new WriteResult.Unavailable(reason, Optional.empty())
                        : WriteResult.of(trouble);
                return;
            }
            String now = stamps.get(id.substring(0, 15));
            String expected =
                    SalesforceRecords.stampOf(items.get(i).expectedVersion().orElseThrow());
            if (now != null && !now.equals(expected)) {
                results[i] = new WriteResult.Conflict(now);
            }
        });
    }

    private List<WriteResult> send(SalesforceObjects object, Way way, List<WriteItem> items) {
        Sent sent = switch (way) {
            case CREATE -> client.write("POST", "composite/sobjects", body(object, way, items));
            case UPDATE -> client.write("PATCH", "composite/sobjects", body(object, way, items));
            case UPSERT ->
                client.write(
                        "PATCH",
                        "composite/sobjects/%s/%s".formatted(object.wire(), keyField),
                        body(object, way, items));
            case DELETE ->
                client.delete("composite/sobjects?allOrNone=false&ids="
                        + items.stream()
                                .map(i -> VendorRequest.encode(
                                        i.id().orElseThrow().value()))
                                .collect(Collectors.joining(",")));
        };
        return switch (sent) {
            case Sent.Barred(var trouble) -> Troubles.forEach(items.size(), WriteResult.of(trouble));
            case Sent.Out(Outcome.Answer answer) when answer.ok() -> each(items, answer);
            case Sent.Out(Outcome.Answer answer) when answer.status() < 500 -> refused(object, way, items, answer);
            case Sent.Out(var outcome) ->
                Troubles.forEach(
                        items.size(), Troubles.writing(outcome, clock.instant()).orElseThrow());
        };
    }

    /** The whole call was refused, so nothing was written. One unreadable value is enough for that: halves are tried until the guilty record stands alone. */
    private List<WriteResult> refused(SalesforceObjects object, Way way, List<WriteItem> items, Outcome.Answer answer) {
        var faults = SalesforceErrors.faults(answer);
        if (answer.status() == 400
                && items.size() > 1
                && !faults.isEmpty()
                && !faults.getFirst().code().equals("UNABLE_TO_LOCK_ROW")) {
            int half = items.size() / 2;
            List<WriteResult> results = new ArrayList<>(send(object, way, items.subList(0, half)));
            results.addAll(send(object, way, items.subList(half, items.size())));
            return results;
        }
        if (faults.isEmpty()) {
            return Troubles.forEach(
                    items.size(), Troubles.writing(answer, clock.instant()).orElseThrow());
        }
        return items.stream()
                .map(item -> SalesforceErrors.result(item, keyField, faults))
                .toList();
    }

    private List<WriteResult> each(List<WriteItem> items, Outcome.Answer answer) {
        Optional<JsonNode> outcomes = JsonHttp.parse(answer).filter(n -> n.isArray() && n.size() == items.size());
        if (outcomes.isEmpty()) {
            return Troubles.forEach(
                    items.size(),
                    new WriteResult.Unknown("the answer to %d records cannot be understood: %s"
                            .formatted(items.size(), answer.excerpt())));
        }
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            results.add(one(items.get(i), outcomes.get().get(i)));
        }
        return results;
    }

    private WriteResult one(WriteItem item, JsonNode outcome) {
        String id = outcome.path("id").asString("");
        if (!outcome.path("success").asBoolean(false)) {
            return SalesforceErrors.result(item, keyField, SalesforceErrors.faults(outcome.path("errors")));
        }
        return id.isEmpty()
                ? new WriteResult.Unknown("the vendor reports success and names no record")
                // Collections do not tell the new stamp: the change that follows does.
                : new WriteResult.Applied(new ExternalId(id), "", outcome);
    }

    private ObjectNode body(SalesforceObjects object, Way way, List<WriteItem> items) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("allOrNone", false);
        ArrayNode records = body.putArray("records");
        for (WriteItem item : items) {
            ObjectNode record = records.addObject();
            record.putObject("attributes").put("type", object.wire());
            if (way == Way.UPDATE) {
                record.put("id", item.id().orElseThrow().value());
            } else {
                record.put(keyField, item.key().value());
            }
            record.setAll(Bodies.sendable(
                    item.body(), way == Way.UPDATE ? Set.of("Id", "id") : Set.of("Id", "id", keyField)));
        }
        return body;
    }
}
