package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A system without a wire that remembers what was written under which key, and when. Thread-safe. */
final class BenchConnector implements Connector, Writer {
    static final ObjectType PROJECT = new ObjectType("workspaces");
    private static final ObjectType DEAL = new ObjectType("deals");
    private static final ObjectType PERSON = new ObjectType("users");

    /** @param nanos {@link System#nanoTime} of the first write of the key */
    record Held(ObjectType type, ExternalId id, JsonNode body, long nanos) {}

    private final Map<String, Held> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "bench",
                Set.of(Role.CRM, Role.PSA),
                List.of(
                        writable(PROJECT, WriteItem.Verb.CREATE),
                        writable(DEAL, WriteItem.Verb.UPDATE),
                        writable(PERSON, WriteItem.Verb.UPSERT)),
                new Capabilities.Limits(8, 100_000, Duration.ofSeconds(1)));
    }

    private static Capabilities.ObjectCapability writable(ObjectType type, WriteItem.Verb verb) {
        return new Capabilities.ObjectCapability(
                type, Set.of(), Set.of(verb), Capabilities.Idempotency.NATIVE_KEY, 100, true, Duration.ZERO);
    }

    @Override
    public Optional<Trouble> probe() {
        return Optional.empty();
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(this);
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        return items.stream().map(i -> write(objectType, i)).toList();
    }

    private WriteResult write(ObjectType type, WriteItem item) {
        Held held = byKey.computeIfAbsent(
                item.key().value(),
                _ -> new Held(
                        type,
                        item.id().orElseGet(() -> new ExternalId("w" + next.incrementAndGet())),
                        item.body(),
                        System.nanoTime()));
        return new WriteResult.Applied(held.id(), "1", JsonNodeFactory.instance.nullNode());
    }

    @Override
    public Sought find(ObjectType objectType, WriteItem item) {
        Held held = byKey.get(item.key().value());
        return held == null ? new Sought.Absent() : new Sought.Found(held.id(), "1", held.body());
    }

    List<Held> held(ObjectType type) {
        return byKey.values().stream().filter(h -> h.type().equals(type)).toList();
    }
}
