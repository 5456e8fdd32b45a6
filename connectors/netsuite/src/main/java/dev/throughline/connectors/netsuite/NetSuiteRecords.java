package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole records by id, and the version of the state that they are in. */
final class NetSuiteRecords {
    private static final int CHUNK = 100;

    private final NetSuiteClient client;

    NetSuiteRecords(NetSuiteClient client) {
        this.client = client;
    }

    /** Records, or why there are none. */
    sealed interface Got {}

    /** @param byId without those that do not exist */
    record Whole(Map<String, JsonNode> byId) implements Got {}

    record Failed(Trouble trouble) implements Got {}

    Got get(NetSuiteObject object, List<String> ids) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        List<String> distinct = ids.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += CHUNK) {
            List<String> chunk = distinct.subList(from, Math.min(from + CHUNK, distinct.size()));
            switch (client.many(object.record, chunk)) {
                case JsonHttp.Failed(var trouble) -> {
                    return new Failed(trouble);
                }
                case JsonHttp.Body(var json, var _) -> {
                    if (!(json.path("items") instanceof ArrayNode items)) {
                        return new Failed(new Trouble.Malformed("a collection of " + object.record + " without items"));
                    }
                    items.forEach(item -> byId.put(item.path("id").asString(""), plain(item)));
                }
            }
        }
        return new Whole(byId);
    }

    /** Links are addresses of this server and no part of the record. */
    static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.MAPPER.createObjectNode();
            object.properties().forEach(p -> {
                if (!p.getKey().equals("links")) {
                    copy.set(p.getKey(), plain(p.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.MAPPER.createArrayNode();
            array.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return node;
    }

    /** @param touched when something that the record shows changed elsewhere, such as a payment; may be later than the record's own stamp */
    static Change change(NetSuiteObject object, JsonNode record, Instant touched) {
        Instant modified = modified(record);
        Instant at = modified.isAfter(touched) ? modified : touched;
        return new Change(
                object.type(),
                new ExternalId(record.path("id").asString("")),
                version(record, at),
                Change.Operation.UPSERTED,
                at,
                record);
    }

    /**
     * Stamps have whole seconds, and paying an invoice need not move its stamp: so the token also holds a fingerprint of the content. {@code daysOverdue} moves by
     * itself every day and is left out of it.
     */
    static Change.Version version(JsonNode record, Instant at) {
        ObjectNode stable = ((ObjectNode) record).deepCopy();
        stable.remove("daysOverdue");
        Change.Version byTime = Change.Version.at(at);
        return new Change.Version(byTime.ordinal(), modified(record) + "~" + fingerprint(stable.toString()));
    }

    static Instant modified(JsonNode record) {
        String text = record.path("lastModifiedDate").asString("");
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> ids(List<JsonNode> rows) {
        List<String> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.path("id").asString("")));
        return ids;
    }
}
