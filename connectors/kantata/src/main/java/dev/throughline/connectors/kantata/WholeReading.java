package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Users, roles and client groups carry no stamp. They are read whole; where the whole is as it was, nothing is given on, else every record is, and the hub drops
 * those that did not change. Deletions are found by reconciliation.
 */
final class WholeReading {
    private static final CursorCodec<Position> CODEC = new CursorCodec<>("kantata-whole", 1, Position.class);

    /**
     * @param digest of what this pass read so far
     * @param known  digest of the whole when it was last given on; empty for never
     * @param giving whether this pass gives on, or only compares
     * @param began  when the pass began; the records' version
     */
    record Position(int offset, String digest, String known, boolean giving, Optional<Instant> began) {}

    private final KantataClient client;
    private final InstantSource clock;

    WholeReading(KantataClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    static Cursor start() {
        return CODEC.write(new Position(0, "", "", true, Optional.empty()));
    }

    ReadResult read(KantataObject object, Optional<Cursor> cursor, int size) {
        Position position = CODEC.read(cursor.orElseGet(WholeReading::start));
        Instant began = position.began().orElseGet(clock::instant);
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.put("order", "created_at:asc");
        query.put("limit", Integer.toString(size));
        query.put("offset", Integer.toString(position.offset()));
        return switch (client.list(object.collection, query)) {
            case KantataClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case KantataClient.Rows(var rows, var ignored) -> page(object, position, began, rows, rows.size() >= size);
        };
    }

    private static ReadResult page(
            KantataObject object, Position position, Instant began, List<JsonNode> rows, boolean full) {
        String digest = position.digest();
        List<Change> changes = new ArrayList<>();
        for (JsonNode row : rows) {
            digest = KantataRecords.hash(digest + row);
            if (position.giving()) {
                changes.add(KantataRecords.upserted(object, row, began));
            }
        }
        if (full) {
            Position next = new Position(
                    position.offset() + rows.size(), digest, position.known(), position.giving(), Optional.of(began));
            return new ReadResult.Page(changes, CODEC.write(next), true, List.of());
        }
        boolean changed = !position.giving() && !digest.equals(position.known());
        Position next = changed
                ? new Position(0, "", position.known(), true, Optional.empty())
                : new Position(0, "", digest, false, Optional.empty());
        return new ReadResult.Page(changes, CODEC.write(next), changed, List.of());
    }
}
