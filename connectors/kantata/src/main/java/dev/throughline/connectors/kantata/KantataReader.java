package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Single records through {@code only=}: unknown ids are left out of the answer, never a 404. */
final class KantataReader implements Reader {
    private final KantataClient client;

    KantataReader(KantataClient client) {
        this.client = client;
    }

    @Override
    public List<Fetched> fetch(ObjectType objectType, List<ExternalId> ids) {
        KantataObject object = KantataObject.require(objectType);
        List<Fetched> all = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += KantataClient.PAGE_MAX) {
            all.addAll(some(object, ids.subList(from, Math.min(ids.size(), from + KantataClient.PAGE_MAX))));
        }
        return all;
    }

    private List<Fetched> some(KantataObject object, List<ExternalId> ids) {
        // Anything but digits cannot be an id of Kantata, and would spoil the question for the others.
        List<String> possible = ids.stream()
                .map(ExternalId::value)
                .filter(v -> v.matches("\\d{1,18}"))
                .distinct()
                .toList();
        if (possible.isEmpty()) {
            return ids.stream().<Fetched>map(_ -> new Fetched.Missing()).toList();
        }
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.put("only", String.join(",", possible));
        query.put("per_page", Integer.toString(KantataClient.PAGE_MAX));
        return switch (client.list(object.collection, query)) {
            case KantataClient.Failed(var trouble) ->
                ids.stream().<Fetched>map(_ -> new Fetched.Failed(trouble)).toList();
            case KantataClient.Rows(var rows, var ignored) -> found(object, ids, rows);
        };
    }

    private List<Fetched> found(KantataObject object, List<ExternalId> ids, List<JsonNode> rows) {
        Map<String, JsonNode> byId = new HashMap<>(
                rows.stream().collect(Collectors.toMap(r -> r.path("id").asString(""), r -> r, (a, _) -> a)));
        List<Fetched> fetched = new ArrayList<>();
        for (ExternalId id : ids) {
            JsonNode row = byId.get(id.value());
            fetched.add(
                    row == null
                            ? new Fetched.Missing()
                            : new Fetched.Found(KantataRecords.upserted(
                                    object, row, client.clock().instant())));
        }
        return fetched;
    }

    /** One record as it is now. */
    sealed interface One {
        record Is(JsonNode row) implements One {}

        record Gone() implements One {}

        record Failed(Trouble trouble) implements One {}
    }

    static One one(KantataClient client, KantataObject object, String id) {
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.put("only", id);
        return switch (client.list(object.collection, query)) {
            case KantataClient.Failed(var trouble) -> new One.Failed(trouble);
            case KantataClient.Rows(var rows, var ignored) ->
                rows.stream()
                        .filter(r -> r.path("id").asString("").equals(id))
                        .findFirst()
                        .<One>map(One.Is::new)
                        .orElseGet(One.Gone::new);
        };
    }
}
