package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.connector.spi.Change.Version;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The subscribed events, an add-on: told late, unordered, sometimes twice, kept for nine days. Polling finds every change of a stamped record, so only what
 * polling cannot see is taken from here: deletions, and changes of custom fields, which leave the record's own stamp as it was.
 */
final class KantataEvents {
    static final Duration RETENTION = Duration.ofDays(9);
    private static final int PAGES_MAX = 10;

    private final KantataClient client;

    KantataEvents(KantataClient client) {
        this.client = client;
    }

    sealed interface Heard {}

    /** @param next where to go on when there is more */
    record Told(List<Change> changes, Instant next, boolean more) implements Heard {}

    record Failed(Trouble trouble) implements Heard {}

    Heard since(KantataObject object, Instant from) {
        String prefix = object.eventPrefix().orElseThrow();
        Map<String, String> query = new LinkedHashMap<>();
        query.put(
                "event_types",
                String.join(
                        ",",
                        prefix + ":deleted",
                        prefix + ":custom_field_value_created",
                        prefix + ":custom_field_value_updated",
                        prefix + ":custom_field_value_deleted"));
        query.put("created_after", from.minusSeconds(1).toString());
        query.put("order", "created_at:asc");
        query.put("per_page", Integer.toString(KantataClient.PAGE_MAX));
        List<Change> changes = new ArrayList<>();
        Instant last = from;
        for (int page = 1; page <= PAGES_MAX; page++) {
            query.put("page", Integer.toString(page));
            switch (client.list("subscribed_events", query)) {
                case KantataClient.Failed(var trouble) -> {
                    return new Failed(trouble);
                }
                case KantataClient.Rows(var rows, var ignored) -> {
                    for (JsonNode row : rows) {
                        change(object, row).ifPresent(changes::add);
                        last = KantataRecords.stamp(row, "created_at").orElse(last);
                    }
                    if (rows.size() < KantataClient.PAGE_MAX) {
                        return new Told(changes, last, false);
                    }
                }
            }
        }
        // A second with more events than all these pages hold cannot be passed by time: the rest of it is skipped over.
        return new Told(changes, last.isAfter(from) ? last : from.plusSeconds(1), true);
    }

    private static Optional<Change> change(KantataObject object, JsonNode event) {
        Optional<Instant> at = KantataRecords.stamp(event, "subject_changed_at");
        String subject = event.path("subject_id").asString("");
        String id = event.path("id").asString("");
        if (at.isEmpty() || subject.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        boolean deleted = event.path("event_type").asString("").endsWith(":deleted");
        // Within its second a deletion comes after everything else.
        long ordinal = Version.at(at.get()).ordinal() + (deleted ? 999_999 : 0);
        return Optional.of(new Change(
                object.type(),
                new ExternalId(subject),
                new Version(ordinal, "event-" + id),
                deleted ? Operation.DELETED : Operation.TOUCHED,
                at.get(),
                JsonNodeFactory.instance.nullNode()));
    }
}
