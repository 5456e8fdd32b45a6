package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One system that polls, streams, fetches and counts what it holds, in pages of two; the test is its stream's other end. */
final class TalkingVendor implements Systems, Connector, ChangeSource, ChangeStream, Reader, Inventory {
    static final ObjectType DEAL = new ObjectType("Deal");
    static final SystemId CRM = new SystemId("crm");

    final Map<String, Change> records = new TreeMap<>();
    final List<Optional<Cursor>> opened = new ArrayList<>();
    final List<ObjectType> polled = new ArrayList<>();
    /** Runs while the system is asked. */
    Runnable asked = () -> {};

    Optional<ReadResult> nextRead = Optional.empty();
    private Optional<Sink> sink = Optional.empty();
    private int said;

    Change put(String id, Instant modified, String name) {
        Change change = change(id, modified, name);
        records.put(id, change);
        return change;
    }

    static Change change(String id, Instant modified, String name) {
        return new Change(
                DEAL,
                new ExternalId(id),
                new Change.Version(Change.Version.at(modified).ordinal(), modified + "~" + name),
                Change.Operation.UPSERTED,
                modified,
                Json.MAPPER.valueToTree(Map.of("name", name)));
    }

    static Change touched(String id, Instant at) {
        return new Change(
                DEAL,
                new ExternalId(id),
                new Change.Version(Change.Version.at(at).ordinal(), "event-" + id),
                Change.Operation.TOUCHED,
                at,
                Json.MAPPER.nullNode());
    }

    /** Returns when the hub has taken it. */
    void push(List<Change> changes, List<ReadResult.Gap> gaps) {
        sink.orElseThrow().accept(new ReadResult.Page(changes, new Cursor("said-" + ++said), false, gaps));
    }

    void hangUp(ReadResult why) {
        sink.orElseThrow().closed(why);
        sink = Optional.empty();
    }

    @Override
    public Subscription open(Optional<Cursor> position, Sink into) {
        opened.add(position);
        sink = Optional.of(into);
        return () -> sink = Optional.empty();
    }

    @Override
    public ReadResult read(ObjectType type, Optional<Cursor> cursor, int limit) {
        polled.add(type);
        asked.run();
        if (nextRead.isPresent()) {
            ReadResult answer = nextRead.get();
            nextRead = Optional.empty();
            return answer;
        }
        long after = cursor.map(c -> Long.parseLong(c.value())).orElse(0L);
        List<Change> newer = records.values().stream()
                .filter(c -> c.version().ordinal() > after)
                .sorted(Comparator.comparingLong(c -> c.version().ordinal()))
                .toList();
        List<Change> page = newer.subList(0, Math.min(2, newer.size()));
        long end = page.isEmpty() ? after : page.getLast().version().ordinal();
        return new ReadResult.Page(page, new Cursor(Long.toString(end)), newer.size() > 2, List.of());
    }

    @Override
    public Cursor startingAt(ObjectType type, Instant from) {
        return new Cursor(Long.toString(Change.Version.at(from).ordinal() - 1));
    }

    @Override
    public List<Fetched> fetch(ObjectType type, List<ExternalId> ids) {
        asked.run();
        return ids.stream()
                .<Fetched>map(id -> Optional.ofNullable(records.get(id.value()))
                        .<Fetched>map(Fetched.Found::new)
                        .orElseGet(Fetched.Missing::new))
                .toList();
    }

    @Override
    public ReadResult records(ObjectType type, Window window, Optional<Cursor> cursor, int limit) {
        asked.run();
        List<Change> all = new ArrayList<>(records.values());
        int from = cursor.map(c -> Integer.parseInt(c.value())).orElse(0);
        int to = Math.min(all.size(), from + 2);
        return new ReadResult.Page(all.subList(from, to), new Cursor(String.valueOf(to)), to < all.size(), List.of());
    }

    @Override
    public Counted totals(ObjectType type, Window window) {
        return new Counted.Totals(List.of(new Total("", records.size(), BigDecimal.ZERO)));
    }

    @Override
    public Set<ObjectType> objects() {
        return Set.of(DEAL);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("talking", Set.of(), List.of(), new Capabilities.Limits(1, 1, Duration.ofSeconds(1)));
    }

    @Override
    public Optional<Trouble> probe() {
        return Optional.empty();
    }

    @Override
    public Optional<ChangeSource> changes() {
        return Optional.of(this);
    }

    @Override
    public Optional<ChangeStream> stream() {
        return Optional.of(this);
    }

    @Override
    public Optional<Reader> reader() {
        return Optional.of(this);
    }

    @Override
    public Optional<Inventory> inventory() {
        return Optional.of(this);
    }

    @Override
    public Optional<Connector> connector(TenantId tenant, SystemId system) {
        return Optional.of(this);
    }

    @Override
    public List<SystemConfig> of(TenantId tenant) {
        return List.of(new SystemConfig(
                CRM, "talking", Role.CRM, Map.of(), Set.of(), Optional.empty(), Duration.ofMinutes(1)));
    }
}
