package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Changes by polling SuiteQL, ordered by (modification time, id), then the whole records. NetSuite pushes nothing. A pass has up to three legs: records that
 * changed, invoices whose payments or credits changed, and records that were deleted.
 */
final class NetSuiteChanges implements ChangeSource {
    /** A leg of a pass. */
    enum Leg {
        RECORDS,
        SETTLED,
        DELETED
    }

    /** The last row read in the leg under way. */
    record At(Instant time, String id) {}

    /**
     * @param from where the pass begins, included; empty for everything
     * @param high the newest stamp of a changed record. The other legs do not move it: they are read later, and would hide what changed meanwhile
     */
    record Position(Leg leg, Optional<Instant> from, Optional<At> at, Optional<Instant> high) {}

    private static final CursorCodec<Position> CODEC = new CursorCodec<>("netsuite-changes", 1, Position.class);
    private static final int PAGE_MAX = 1000;

    private final NetSuiteClient client;
    private final NetSuiteRecords records;
    private final NetSuiteConfig config;

    NetSuiteChanges(NetSuiteClient client, NetSuiteRecords records, NetSuiteConfig config) {
        this.client = client;
        this.records = records;
        this.config = config;
    }

    @Override
    public Set<ObjectType> objects() {
        Set<ObjectType> objects = new LinkedHashSet<>();
        Arrays.stream(NetSuiteObject.values()).forEach(o -> objects.add(o.type()));
        return objects;
    }

    @Override
    public Cursor startingAt(ObjectType objectType, Instant from) {
        NetSuiteObject.of(objectType);
        return CODEC.write(new Position(Leg.RECORDS, Optional.of(from), Optional.empty(), Optional.empty()));
    }

    @Override
    public ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        Position position = cursor.map(CODEC::read)
                .orElse(new Position(Leg.RECORDS, Optional.empty(), Optional.empty(), Optional.empty()));
        int rows = Math.clamp(limit, 1, PAGE_MAX);
        NetSuiteQueries.Query query = NetSuiteQueries.changes(object, position, config.zone());
        return switch (client.suiteql(query.text(), query.params(), rows)) {
            case JsonHttp.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case JsonHttp.Body(var json, var _) -> page(object, position, json);
        };
    }

    private ReadResult page(NetSuiteObject object, Position position, JsonNode json) {
        if (!json.path("items").isArray()) {
            return new ReadResult.Failed(new Trouble.Malformed("a SuiteQL answer without items"));
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode item : json.path("items")) {
            try {
                rows.add(new Row(
                        item.path("id").asString(""), time(item.path("modified").asString(""))));
            } catch (DateTimeException e) {
                return new ReadResult.Failed(new Trouble.Malformed("a SuiteQL row without a readable time: " + item));
            }
        }
        boolean more = json.path("hasMore").asBoolean(false);
        Position next = next(object, position, rows, more);
        boolean again = more || next.leg() != Leg.RECORDS;
        if (position.leg() == Leg.DELETED) {
            return new ReadResult.Page(deleted(object, rows), CODEC.write(next), again, List.of());
        }
        return switch (records.get(object, rows.stream().map(Row::id).toList())) {
            case NetSuiteRecords.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case NetSuiteRecords.Whole(var byId) ->
                new ReadResult.Page(changes(object, position.leg(), rows, byId), CODEC.write(next), again, List.of());
        };
    }

    private record Row(String id, Instant time) {}

    private Instant time(String text) {
        return LocalDateTime.parse(text).atZone(config.zone()).toInstant();
    }

    private Position next(NetSuiteObject object, Position now, List<Row> rows, boolean more) {
        Optional<Instant> high = now.high();
        if (now.leg() == Leg.RECORDS && !rows.isEmpty()) {
            Instant last = rows.getLast().time();
            high = Optional.of(high.filter(h -> h.isAfter(last)).orElse(last));
        }
        if (more && !rows.isEmpty()) {
            At at = new At(rows.getLast().time(), rows.getLast().id());
            return new Position(now.leg(), now.from(), Optional.of(at), high);
        }
        Optional<Leg> following = following(object, now);
        if (following.isPresent()) {
            return new Position(following.get(), now.from(), Optional.empty(), high);
        }
        Optional<Instant> from = high.map(h -> h.minus(config.overlap())).or(now::from);
        return new Position(Leg.RECORDS, from, Optional.empty(), high);
    }

    /** The first pass reads everything as it is: there is nothing yet that could have been settled or deleted behind its back. */
    private static Optional<Leg> following(NetSuiteObject object, Position now) {
        if (now.from().isEmpty()) {
            return Optional.empty();
        }
        return switch (now.leg()) {
            case RECORDS ->
                object == NetSuiteObject.INVOICE
                        ? Optional.of(Leg.SETTLED)
                        : object.seesDeletes() ? Optional.of(Leg.DELETED) : Optional.empty();
            case SETTLED -> Optional.of(Leg.DELETED);
            case DELETED -> Optional.empty();
        };
    }

    private static List<Change> changes(NetSuiteObject object, Leg leg, List<Row> rows, Map<String, JsonNode> byId) {
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            // What is gone meanwhile is told by the leg of deletions.
            JsonNode record = byId.get(row.id());
            if (record != null) {
                changes.add(NetSuiteRecords.change(object, record, leg == Leg.SETTLED ? row.time() : Instant.EPOCH));
            }
        }
        return changes;
    }

    private static List<Change> deleted(NetSuiteObject object, List<Row> rows) {
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            // One tick above a change in the same second, since nothing can follow a deletion.
            Change.Version at = Change.Version.at(row.time());
            changes.add(new Change(
                    object.type(),
                    new ExternalId(row.id()),
                    new Change.Version(at.ordinal() + 1, at.token() + "~deleted"),
                    Change.Operation.DELETED,
                    row.time(),
                    Json.MAPPER.nullNode()));
        }
        return changes;
    }
}
