package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.paging.Keyset;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Polls by {@code SystemModstamp}, which automated changes move too, unlike {@code LastModifiedDate}. Deleted records come through the same question while they lie
 * in the recycle bin, about 15 days; after that only reconciliation by inventory finds them.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_queryall.htm">Query that includes deleted records</a>
 */
final class SalesforceChanges implements ChangeSource {
    private static final int PAGE_MAX = 2_000;

    private final SalesforceClient client;
    private final SalesforceShapes shapes;
    private final Duration overlap;

    SalesforceChanges(SalesforceClient client, SalesforceShapes shapes, Duration overlap) {
        this.client = client;
        this.shapes = shapes;
        this.overlap = overlap;
    }

    @Override
    public Set<ObjectType> objects() {
        return SalesforceObjects.types();
    }

    @Override
    public Cursor startingAt(ObjectType objectType, Instant from) {
        SalesforceObjects.of(objectType);
        return Keyset.startingAt(from).cursor();
    }

    @Override
    public ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit) {
        SalesforceObjects object = SalesforceObjects.of(objectType);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, is " + limit);
        }
        Keyset position = Keyset.of(cursor);
        int wanted = Math.min(limit, PAGE_MAX);
        JsonHttp.Read read = shapes.asking(object, shape -> {
            String soql = "SELECT %s FROM %s%s ORDER BY SystemModstamp ASC, Id ASC LIMIT %d"
                    .formatted(shape.select(), object.wire(), where(position), wanted);
            return object.deletable() ? client.queryAll(soql) : client.query(soql);
        });
        return switch (read) {
            case JsonHttp.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case JsonHttp.Body(var body, var _) -> page(object, position, wanted, body);
        };
    }

    private ReadResult page(SalesforceObjects object, Keyset position, int wanted, JsonNode body) {
        JsonNode rows = body.path("records");
        if (!rows.isArray()) {
            return new ReadResult.Failed(
                    new Trouble.Malformed("a query of %s answered without records".formatted(object.wire())));
        }
        List<Change> changes = new ArrayList<>();
        Keyset at = position;
        for (JsonNode row : rows) {
            Optional<Change> change = SalesforceRecords.change(object, row);
            if (change.isEmpty()) {
                return new ReadResult.Failed(new Trouble.Malformed(
                        "a record of %s came without Id or SystemModstamp".formatted(object.wire())));
            }
            changes.add(change.get());
            at = at.after(change.get().occurredAt(), change.get().externalId().value());
        }
        // A page may be cut short by the vendor; its locator is not followed, since the keyset goes on from the last
        // row all the same.
        boolean more =
                !rows.isEmpty() && (rows.size() >= wanted || !body.path("done").asBoolean(true));
        Keyset next = more ? at : at.passEnded(overlap);
        return new ReadResult.Page(changes, next.cursor(), more, List.of());
    }

    private static String where(Keyset position) {
        if (position.at().isPresent()) {
            String time = literal(position.at().get().time());
            return " WHERE SystemModstamp > %s OR (SystemModstamp = %s AND Id > '%s')"
                    .formatted(time, time, SoqlText.id(position.at().get().id()));
        }
        return position.from()
                .map(from -> " WHERE SystemModstamp >= " + literal(from))
                .orElse("");
    }

    private static String literal(Instant instant) {
        return DateTimeText.of(instant.truncatedTo(ChronoUnit.MILLIS));
    }
}
