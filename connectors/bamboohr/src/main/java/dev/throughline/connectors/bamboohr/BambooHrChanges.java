package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.kit.paging.Keyset;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Reader.Fetched;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Changes by the vendor's journal ({@code employees/changed}), which has a time and an action for each employee and no values, so each is fetched. The journal
 * comes whole: pages are made here, by time and id.
 */
final class BambooHrChanges implements ChangeSource {
    private static final CursorCodec<Absences> ABSENCES = new CursorCodec<>("bamboohr-absences", 1, Absences.class);
    private static final Set<ObjectType> OBJECTS = new LinkedHashSet<>(
            List.of(BambooHrConnector.EMPLOYEES, BambooHrConnector.COMPENSATION, BambooHrConnector.TIME_OFF));

    /** @param digest of all absences when they were last given on */
    record Absences(String digest, int offset) {}

    private record Entry(String id, Instant at, boolean deleted, JsonNode value) {}

    private final BambooHrClient client;
    private final BambooHrReader reader;
    private final BambooHrConfig config;

    BambooHrChanges(BambooHrClient client, BambooHrReader reader, BambooHrConfig config) {
        this.client = client;
        this.reader = reader;
        this.config = config;
    }

    @Override
    public Set<ObjectType> objects() {
        return OBJECTS;
    }

    @Override
    public Cursor startingAt(ObjectType objectType, Instant from) {
        require(objectType);
        return objectType.equals(BambooHrConnector.TIME_OFF)
                ? ABSENCES.write(new Absences("", 0))
                : Keyset.startingAt(from).cursor();
    }

    private static void require(ObjectType objectType) {
        if (!OBJECTS.contains(objectType)) {
            throw new IllegalArgumentException("BambooHR tells no changes of '%s'".formatted(objectType));
        }
    }

    @Override
    public ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit) {
        require(objectType);
        if (objectType.equals(BambooHrConnector.TIME_OFF)) {
            return absences(cursor, Math.max(1, limit));
        }
        boolean pay = objectType.equals(BambooHrConnector.COMPENSATION);
        Keyset position = Keyset.of(cursor);
        Instant since = position.at().map(Keyset.At::time).or(position::from).orElse(Instant.EPOCH);
        String path = pay ? "v1/employees/changed/tables/compensation" : "v1/employees/changed";
        Map<String, String> query =
                pay ? Map.of("since", since.toString()) : Map.of("since", since.toString(), "type", "all");
        return switch (client.get(path, query)) {
            case BambooHrClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case BambooHrClient.Answer(var body) -> {
                if (!body.has("employees")) {
                    yield new ReadResult.Failed(
                            new Trouble.Malformed("%s was answered without 'employees'".formatted(path)));
                }
                yield page(pay, position, entries(body.path("employees")), Math.max(1, limit));
            }
        };
    }

    /** An empty map is written as an empty list. */
    private static List<Entry> entries(JsonNode employees) {
        List<Entry> entries = new ArrayList<>();
        employees
                .properties()
                .forEach(e -> BambooHrRecords.stamp(e.getValue().path("lastChanged"))
                        .ifPresent(at -> entries.add(new Entry(
                                e.getKey(),
                                at,
                                e.getValue().path("action").asString("").equals("Deleted"),
                                e.getValue()))));
        entries.sort(Comparator.comparing(Entry::at).thenComparing(Entry::id));
        return entries;
    }

    private ReadResult page(boolean pay, Keyset position, List<Entry> all, int limit) {
        List<Entry> rest = position.at()
                .map(at -> all.stream().filter(e -> isAfter(e, at)).toList())
                .orElse(all);
        List<Entry> some = rest.subList(0, Math.min(limit, rest.size()));
        List<Change> changes = new ArrayList<>();
        Keyset next = position;
        for (Entry entry : some) {
            if (pay) {
                entry.value()
                        .path("rows")
                        .forEach(row -> changes.add(BambooHrReader.payChange(entry.id(), row, entry.at())));
            } else {
                switch (employee(entry)) {
                    case Fetched.Found(var change) -> changes.add(change);
                    case Fetched.Missing _ ->
                        changes.add(BambooHrRecords.deleted(BambooHrConnector.EMPLOYEES, entry.id(), entry.at()));
                    case Fetched.Failed(var trouble) -> {
                        return new ReadResult.Failed(trouble);
                    }
                }
            }
            next = next.after(entry.at(), entry.id());
        }
        boolean more = some.size() < rest.size();
        return new ReadResult.Page(changes, (more ? next : next.passEnded(config.overlap())).cursor(), more, List.of());
    }

    private Fetched employee(Entry entry) {
        return entry.deleted() ? new Fetched.Missing() : reader.employee(entry.id(), Optional.of(entry.at()));
    }

    private static boolean isAfter(Entry entry, Keyset.At at) {
        int byTime = entry.at().compareTo(at.time());
        return byTime > 0 || byTime == 0 && entry.id().compareTo(at.id()) > 0;
    }

    /** Absences have no journal: they are read whole, and given on when anything in them changed. */
    private ReadResult absences(Optional<Cursor> cursor, int limit) {
        Absences position = cursor.map(ABSENCES::read).orElseGet(() -> new Absences("", 0));
        return switch (reader.absencePage()) {
            case BambooHrClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case BambooHrClient.Answer(var rows) -> {
                String digest = BambooHrRecords.hash(rows.toString());
                boolean known = digest.equals(position.digest());
                List<JsonNode> all = rows.valueStream().toList();
                int from = known ? all.size() : Math.min(position.offset(), all.size());
                int until = Math.min(all.size(), from + limit);
                Instant now = client.clock().instant();
                List<Change> changes = all.subList(from, until).stream()
                        .map(r -> BambooHrReader.absence(r, now))
                        .toList();
                boolean more = until < all.size();
                Absences next = more ? new Absences(position.digest(), until) : new Absences(digest, 0);
                yield new ReadResult.Page(changes, ABSENCES.write(next), more, List.of());
            }
        };
    }
}
