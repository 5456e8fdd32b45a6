package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.SideBySide;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes records under our key as their external id, which NetSuite keeps unique per record type: a repeat is refused or updates, and never makes a second record.
 * Several new records of one call go as an asynchronous batch.
 */
final class NetSuiteWriter implements Writer {
    private final NetSuiteClient client;
    private final NetSuiteSingles singles;
    private final NetSuiteBatches batches;
    private final ZoneId zone;
    private final int concurrency;

    /** @param concurrency requests at once that the account grants us */
    NetSuiteWriter(NetSuiteClient client, ZoneId zone, int concurrency) {
        this.client = client;
        this.singles = new NetSuiteSingles(client);
        this.batches = new NetSuiteBatches(client, singles, concurrency);
        this.zone = zone;
        this.concurrency = concurrency;
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        requireAllowed(object, items);
        boolean asks =
                object.posts() && items.stream().anyMatch(i -> i.verb() == Verb.CREATE || i.verb() == Verb.UPSERT);
        if (!asks) {
            return send(object, items);
        }
        return switch (NetSuitePeriods.ask(client, client.clock(), zone)) {
            case NetSuitePeriods.Failed(var trouble) -> Troubles.forEach(items.size(), notSent(trouble));
            case NetSuitePeriods.Known(var periods) -> sendOpen(object, items, periods);
        };
    }

    /** The question went wrong before anything was written. */
    private static WriteResult notSent(Trouble trouble) {
        return trouble instanceof Trouble.Malformed(var reason)
                ? new WriteResult.Unavailable(reason, Optional.empty())
                : WriteResult.of(trouble);
    }

    private List<WriteResult> sendOpen(NetSuiteObject object, List<WriteItem> items, NetSuitePeriods periods) {
        List<Optional<NetSuitePeriods.Shut>> shut =
                items.stream().map(item -> periods.holding(item.body())).toList();
        List<WriteItem> open = IntStream.range(0, items.size())
                .filter(i -> shut.get(i).isEmpty())
                .mapToObj(items::get)
                .toList();
        var sent = send(object, open).iterator();
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            results.add(
                    shut.get(i).isPresent()
                            ? inShut(object, items.get(i), shut.get(i).get())
                            : sent.next());
        }
        return results;
    }

    /** What was written before its period was closed is there, and not refused. */
    private WriteResult inShut(NetSuiteObject object, WriteItem item, NetSuitePeriods.Shut period) {
        return switch (singles.find(object, item)) {
            case Sought.Found(var id, var _, var _) -> new WriteResult.Duplicate(id);
            case Sought.Absent _ -> period.refusal();
            case Sought.Failed(var trouble) -> notSent(trouble);
        };
    }

    /**
     * New records go as one batch, whose outcome one query tells for all. Everything else goes one request each, side by side: of a changed record only its own answer
     * tells that it was changed, and to ask every task of a batch would be two requests each.
     */
    private List<WriteResult> send(NetSuiteObject object, List<WriteItem> items) {
        Set<IdempotencyKey> fresh = items.size() > 1 ? fresh(object, items) : Set.of();
        if (fresh.size() < 2) {
            return SideBySide.writes(items, concurrency, item -> singles.write(object, item));
        }
        Map<Boolean, List<WriteItem>> parted =
                items.stream().collect(Collectors.partitioningBy(item -> fresh.contains(item.key())));
        Map<IdempotencyKey, WriteResult> results = new HashMap<>();
        List<WriteItem> created = parted.getOrDefault(true, List.of());
        collect(created, batches.write(object, created), results);
        List<WriteItem> others = parted.getOrDefault(false, List.of());
        collect(others, SideBySide.writes(others, concurrency, item -> singles.write(object, item)), results);
        return items.stream().map(item -> results.get(item.key())).toList();
    }

    private static void collect(
            List<WriteItem> items, List<WriteResult> answers, Map<IdempotencyKey, WriteResult> results) {
        for (int i = 0; i < items.size(); i++) {
            results.put(items.get(i).key(), answers.get(i));
        }
    }

    /** Records to be made: those to be created, and of those to be created or changed the ones that are surely not there. */
    private Set<IdempotencyKey> fresh(NetSuiteObject object, List<WriteItem> items) {
        Set<IdempotencyKey> fresh = new HashSet<>();
        List<WriteItem> either = new ArrayList<>();
        for (WriteItem item : items) {
            if (item.verb() == Verb.CREATE) {
                fresh.add(item.key());
            } else if (item.verb() == Verb.UPSERT && item.id().isEmpty()) {
                either.add(item);
            }
        }
        if (either.size() > 1) {
            Optional<Set<String>> there = batches.there(object, either);
            either.stream()
                    .map(WriteItem::key)
                    .filter(key -> there.isPresent() && !there.get().contains(key.value()))
                    .forEach(fresh::add);
        }
        return fresh;
    }

    private static void requireAllowed(NetSuiteObject object, List<WriteItem> items) {
        if (items.size() > NetSuiteObject.BATCH_MAX) {
            throw new IllegalArgumentException("%d items of %s in one call, at most %d are allowed"
                    .formatted(items.size(), object.record, NetSuiteObject.BATCH_MAX));
        }
        items.stream()
                .filter(item -> !object.verbs.contains(item.verb()))
                .findFirst()
                .ifPresent(item -> {
                    throw new IllegalArgumentException("%s is not declared for %s; declared are %s"
                            .formatted(item.verb(), object.record, object.verbs));
                });
    }

    @Override
    public Sought find(ObjectType objectType, WriteItem item) {
        return singles.find(NetSuiteObject.of(objectType), item);
    }

    @Override
    public WriteResult poll(ObjectType objectType, String ticket) {
        return batches.poll(NetSuiteObject.of(objectType), ticket);
    }

    /** The record under a target, or that there is none. */
    static Sought sought(NetSuiteClient client, NetSuiteObject object, String target) {
        return switch (client.get(object.record, target)) {
            case JsonHttp.Failed(Trouble.Refused(var code, var _))
            when code.equals("NONEXISTENT_ID") -> new Sought.Absent();
            case JsonHttp.Failed(var trouble) -> new Sought.Failed(trouble);
            case JsonHttp.Body(var json, var _) -> {
                String id = json.path("id").asString("");
                if (id.isEmpty()) {
                    yield new Sought.Failed(new Trouble.Malformed("a record without id"));
                }
                var record = NetSuiteRecords.plain(json);
                var version = NetSuiteRecords.version(record, NetSuiteRecords.modified(record));
                yield new Sought.Found(new ExternalId(id), version.token(), record);
            }
        };
    }
}
