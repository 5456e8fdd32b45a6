package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader.Fetched;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Employees, counted by the vendor. People have no business date: a window does not narrow them. */
final class BambooHrInventory implements Inventory {
    private static final int PAGE_MAX = 250;
    private static final CursorCodec<Place> CODEC = new CursorCodec<>("bamboohr-list", 1, Place.class);

    /** @param after the vendor's own cursor */
    record Place(String after) {}

    private final BambooHrClient client;
    private final BambooHrReader reader;

    BambooHrInventory(BambooHrClient client, BambooHrReader reader) {
        this.client = client;
        this.reader = reader;
    }

    @Override
    public Set<ObjectType> objects() {
        return Set.of(BambooHrConnector.EMPLOYEES);
    }

    @Override
    public Counted totals(ObjectType objectType, Window window) {
        require(objectType);
        return switch (client.get("v1/employees", Map.of("page[limit]", "1"))) {
            case BambooHrClient.Failed(var trouble) -> new Counted.Failed(trouble);
            case BambooHrClient.Answer(var body) -> {
                JsonNode total = body.path("meta").path("total");
                yield total.isIntegralNumber()
                        ? new Counted.Totals(List.of(new Total("", total.longValue(), BigDecimal.ZERO)))
                        : new Counted.Failed(new Trouble.Malformed("the list of employees came without 'meta.total'"));
            }
        };
    }

    private static void require(ObjectType objectType) {
        if (!objectType.equals(BambooHrConnector.EMPLOYEES)) {
            throw new IllegalArgumentException("BambooHR counts no '%s'".formatted(objectType));
        }
    }

    @Override
    public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
        require(objectType);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("page[limit]", Integer.toString(Math.clamp(limit, 1, PAGE_MAX)));
        cursor.map(CODEC::read).map(Place::after).filter(a -> !a.isEmpty()).ifPresent(a -> query.put("page[after]", a));
        return switch (client.get("v1/employees", query)) {
            case BambooHrClient.Failed(Trouble.Refused refused)
            when cursor.isPresent() ->
                new ReadResult.Failed(new Trouble.Unavailable(
                        "the employee at the page border was deleted while counting; count again: " + refused.reason(),
                        Optional.empty()));
            case BambooHrClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case BambooHrClient.Answer(var body) -> page(body);
        };
    }

    private ReadResult page(JsonNode body) {
        if (!body.path("data").isArray()) {
            return new ReadResult.Failed(new Trouble.Malformed("the list of employees came without 'data'"));
        }
        List<Change> changes = new ArrayList<>();
        for (JsonNode item : body.path("data")) {
            switch (reader.employee(item.path("employeeId").asString(""), Optional.empty())) {
                case Fetched.Found(var change) -> changes.add(change);
                case Fetched.Missing _ -> {}
                case Fetched.Failed(var trouble) -> {
                    return new ReadResult.Failed(trouble);
                }
            }
        }
        String next = body.path("meta").path("page").path("nextCursor").asString("");
        return new ReadResult.Page(changes, CODEC.write(new Place(next)), !next.isEmpty(), List.of());
    }
}
