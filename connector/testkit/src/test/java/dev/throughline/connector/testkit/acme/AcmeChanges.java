package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.paging.Keyset;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads Acme's orders in its own order, (changed, id). */
record AcmeChanges(JsonHttp http, URI base) implements ChangeSource, Reader, Inventory {
    @Override
    public Set<ObjectType> objects() {
        return Set.of(AcmeConnector.ORDERS);
    }

    @Override
    public ReadResult read(ObjectType type, Optional<Cursor> cursor, int limit) {
        return page(type, Keyset.of(cursor), limit, false);
    }

    @Override
    public Cursor startingAt(ObjectType type, Instant from) {
        return Keyset.startingAt(from).cursor();
    }

    @Override
    public ReadResult records(ObjectType type, Window window, Optional<Cursor> cursor, int limit) {
        return page(type, Keyset.of(cursor), limit, true);
    }

    private ReadResult page(ObjectType type, Keyset position, int limit, boolean heldOnly) {
        known(type);
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", Integer.toString(limit)));
        position.from().ifPresent(from -> query.put("since", from.toString()));
        position.at().ifPresent(at -> {
            query.put("after_time", at.time().toString());
            query.put("after_id", at.id());
        });
        return switch (http.read(VendorRequest.get(URI.create(base + "/orders?" + VendorRequest.query(query))))) {
            case JsonHttp.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case JsonHttp.Body body
            when !body.json().path("orders").isArray() ->
                new ReadResult.Failed(new Trouble.Malformed("no list of orders"));
            case JsonHttp.Body body -> page(body.json().path("orders"), position, limit, heldOnly);
        };
    }

    private static ReadResult page(JsonNode orders, Keyset position, int limit, boolean heldOnly) {
        List<Change> changes = new ArrayList<>();
        Keyset next = position;
        for (JsonNode order : orders) {
            Change change = change(order);
            next = next.after(change.occurredAt(), change.externalId().value());
            if (!heldOnly || change.operation() != Change.Operation.DELETED) {
                changes.add(change);
            }
        }
        boolean more = orders.size() == limit;
        return new ReadResult.Page(
                changes, (more ? next : next.passEnded(AcmeConnector.OVERLAP)).cursor(), more, List.of());
    }

    static Change change(JsonNode order) {
        Instant changed = Instant.parse(order.path("changed").asString());
        boolean deleted = order.path("deleted").asBoolean(false);
        return new Change(
                AcmeConnector.ORDERS,
                new ExternalId(order.path("id").asString()),
                Change.Version.at(changed),
                deleted ? Change.Operation.DELETED : Change.Operation.UPSERTED,
                changed,
                deleted ? JsonNodeFactory.instance.nullNode() : order);
    }

    @Override
    public List<Fetched> fetch(ObjectType type, List<ExternalId> ids) {
        known(type);
        return ids.stream().map(this::fetched).toList();
    }

    private Fetched fetched(ExternalId id) {
        return switch (http.read(VendorRequest.get(URI.create(base + "/orders/" + VendorRequest.encode(id.value()))))) {
            case JsonHttp.Body body -> new Fetched.Found(change(body.json()));
            case JsonHttp.Failed(Trouble.Refused refused)
            when refused.code().equals("HTTP_404") -> new Fetched.Missing();
            case JsonHttp.Failed(var trouble) -> new Fetched.Failed(trouble);
        };
    }

    @Override
    public Counted totals(ObjectType type, Window window) {
        return switch (http.read(VendorRequest.get(URI.create(base + "/orders-count")))) {
            case JsonHttp.Body body ->
                new Counted.Totals(
                        List.of(new Total("", body.json().path("count").asLong(), BigDecimal.ZERO)));
            case JsonHttp.Failed(var trouble) -> new Counted.Failed(trouble);
        };
    }

    private static void known(ObjectType type) {
        if (!type.equals(AcmeConnector.ORDERS)) {
            throw new IllegalArgumentException("acme has no object " + type);
        }
    }
}
