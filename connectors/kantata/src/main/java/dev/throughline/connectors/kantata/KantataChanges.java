package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Changes by polling, and deletions from the event log where the account has it. */
final class KantataChanges implements ChangeSource {
    /** Events are told late and out of order. */
    static final Duration EVENT_OVERLAP = Duration.ofMinutes(30);

    private final KantataClient client;
    private final KantataConfig config;
    private final InstantSource clock;
    private final KantataEvents events;
    private final WholeReading whole;

    KantataChanges(KantataClient client, KantataConfig config, InstantSource clock) {
        this.client = client;
        this.config = config;
        this.clock = clock;
        this.events = new KantataEvents(client);
        this.whole = new WholeReading(client, clock);
    }

    @Override
    public Set<ObjectType> objects() {
        Set<ObjectType> objects = new LinkedHashSet<>();
        Arrays.stream(KantataObject.values())
                .filter(o -> o.reading != KantataObject.Reading.NEVER)
                .forEach(o -> objects.add(o.type()));
        return objects;
    }

    @Override
    public ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit) {
        KantataObject object = KantataObject.require(objectType);
        int size = Math.clamp(limit, 1, KantataClient.PAGE_MAX - 1);
        return switch (object.reading) {
            case WHOLE -> whole.read(object, cursor, size);
            case STAMPED -> {
                ChangePosition position = cursor.map(ChangePosition.CODEC::read)
                        .orElseGet(() -> ChangePosition.beginning(clock.instant(), EVENT_OVERLAP));
                yield lost(object, position).orElseGet(() -> stamped(object, position, size));
            }
            case NEVER -> throw new IllegalArgumentException("Kantata tells no changes of " + objectType);
        };
    }

    @Override
    public Cursor startingAt(ObjectType objectType, Instant from) {
        KantataObject object = KantataObject.require(objectType);
        if (object.reading == KantataObject.Reading.WHOLE) {
            return WholeReading.start();
        }
        Instant now = clock.instant();
        Instant earliest = now.minus(KantataEvents.RETENTION).plus(EVENT_OVERLAP);
        return ChangePosition.CODEC.write(
                ChangePosition.startingAt(from, from.isBefore(earliest) ? earliest : from, now));
    }

    /** Events are kept for nine days: whoever comes later cannot learn of deletions from them. */
    private Optional<ReadResult> lost(KantataObject object, ChangePosition position) {
        boolean gone = config.events()
                && object.eventPrefix().isPresent()
                && position.events().isBefore(clock.instant().minus(KantataEvents.RETENTION));
        return gone
                ? Optional.of(new ReadResult.Expired(
                        "Kantata keeps its event log for nine days; deletions since %s may be missing"
                                .formatted(position.events()),
                        position.events()))
                : Optional.empty();
    }

    private ReadResult stamped(KantataObject object, ChangePosition position, int size) {
        boolean overlapping = position.last().isPresent();
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.put("order", "updated_at:asc");
        query.put("limit", Integer.toString(overlapping ? size + 1 : size));
        query.put("offset", Integer.toString(overlapping ? position.offset() - 1 : 0));
        position.after().ifPresent(t -> query.put("updated_after", t.toString()));
        return switch (client.list(object.collection, query)) {
            case KantataClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case KantataClient.Rows(var rows, var ignored) -> {
                if (!overlapping) {
                    yield page(object, position, rows, rows.size() >= size);
                }
                boolean moved = rows.isEmpty()
                        || !rows.getFirst()
                                .path("id")
                                .asString("")
                                .equals(position.last().get());
                yield moved
                        ? new ReadResult.Page(List.of(), ChangePosition.CODEC.write(position.again()), true, List.of())
                        : page(object, position, rows.subList(1, rows.size()), rows.size() > size);
            }
        };
    }

    private ReadResult page(KantataObject object, ChangePosition position, List<JsonNode> rows, boolean full) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode row : rows) {
            Optional<Instant> stamp = KantataRecords.stamp(row, "updated_at");
            if (stamp.isEmpty() || row.path("id").asString("").isEmpty()) {
                return new ReadResult.Failed(
                        new dev.throughline.connector.spi.Trouble.Malformed("%s %s came without 'id' or 'updated_at'"
                                .formatted(object.singular, row.path("id").asString("?"))));
            }
            changes.add(KantataRecords.upserted(object, row, stamp.get()));
        }
        if (full) {
            Change last = changes.getLast();
            return new ReadResult.Page(
                    changes,
                    ChangePosition.CODEC.write(
                            position.after(last.occurredAt(), last.externalId().value(), rows.size())),
                    true,
                    List.of());
        }
        return ended(object, position, changes);
    }

    private ReadResult ended(KantataObject object, ChangePosition position, List<Change> changes) {
        Optional<Instant> last = changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.getLast().occurredAt());
        Instant now = clock.instant();
        if (!config.events() || object.eventPrefix().isEmpty()) {
            return finish(position, changes, last, now, now.minus(EVENT_OVERLAP), false);
        }
        return switch (events.since(object, position.events())) {
            case KantataEvents.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case KantataEvents.Told(var told, var next, var more) -> {
                List<Change> all = new ArrayList<>(changes);
                all.addAll(told);
                yield finish(position, all, last, now, more ? next : now.minus(EVENT_OVERLAP), more);
            }
        };
    }

    private ReadResult finish(
            ChangePosition position,
            List<Change> changes,
            Optional<Instant> last,
            Instant now,
            Instant eventsFrom,
            boolean more) {
        ChangePosition next = position.ended(last, now, eventsFrom, config.overlap(), config.sweep());
        return new ReadResult.Page(changes, ChangePosition.CODEC.write(next), more, List.of());
    }
}
