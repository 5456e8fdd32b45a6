package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Counts and sums by SuiteQL. Records without a date of business, such as customers, are counted whole, whatever the window. */
final class NetSuiteInventory implements Inventory {
    /** Ordered by id alone, so that nothing that changes meanwhile is passed over. */
    record After(String id) {}

    private static final CursorCodec<After> CODEC = new CursorCodec<>("netsuite-inventory", 1, After.class);

    private final NetSuiteClient client;
    private final NetSuiteRecords records;

    NetSuiteInventory(NetSuiteClient client, NetSuiteRecords records) {
        this.client = client;
        this.records = records;
    }

    @Override
    public Set<ObjectType> objects() {
        Set<ObjectType> objects = new LinkedHashSet<>();
        Arrays.stream(NetSuiteObject.values()).forEach(o -> objects.add(o.type()));
        return objects;
    }

    @Override
    public Counted totals(ObjectType objectType, Window window) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        var query = NetSuiteQueries.totals(object, window);
        return switch (client.suiteql(query.text(), query.params(), 1000)) {
            case JsonHttp.Failed(var trouble) -> new Counted.Failed(trouble);
            case JsonHttp.Body(var json, var _) -> counted(json.path("items"));
        };
    }

    private static Counted counted(JsonNode items) {
        if (!items.isArray()) {
            return new Counted.Failed(new Trouble.Malformed("a SuiteQL answer without items"));
        }
        List<Total> totals = new ArrayList<>();
        try {
            for (JsonNode item : items) {
                totals.add(new Total(
                        item.path("currency").asString(""),
                        Long.parseLong(item.path("n").asString("")),
                        new BigDecimal(item.path("total").asString("0"))));
            }
        } catch (NumberFormatException e) {
            return new Counted.Failed(new Trouble.Malformed("a count that is no number: " + items));
        }
        return new Counted.Totals(List.copyOf(totals));
    }

    @Override
    public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        String after = cursor.map(CODEC::read).map(After::id).orElse("");
        var query = NetSuiteQueries.inventory(object, window, after);
        return switch (client.suiteql(query.text(), query.params(), Math.clamp(limit, 1, 1000))) {
            case JsonHttp.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case JsonHttp.Body(var json, var _) -> page(object, after, json);
        };
    }

    private ReadResult page(NetSuiteObject object, String after, JsonNode json) {
        List<String> ids = new ArrayList<>();
        json.path("items").forEach(row -> ids.add(row.path("id").asString("")));
        if (!json.path("items").isArray() || !ids.stream().allMatch(NetSuiteReader::isId)) {
            return new ReadResult.Failed(new Trouble.Malformed("a SuiteQL answer without ids"));
        }
        return switch (records.get(object, ids)) {
            case NetSuiteRecords.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case NetSuiteRecords.Whole(var byId) -> {
                List<Change> changes = new ArrayList<>();
                byId.values().forEach(r -> changes.add(NetSuiteRecords.change(object, r, Instant.EPOCH)));
                String last = ids.isEmpty() ? (after.isEmpty() ? "0" : after) : ids.getLast();
                boolean more = json.path("hasMore").asBoolean(false);
                yield new ReadResult.Page(changes, CODEC.write(new After(last)), more, List.of());
            }
        };
    }
}
