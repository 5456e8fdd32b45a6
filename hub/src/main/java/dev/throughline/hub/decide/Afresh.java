package dev.throughline.hub.decide;

import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events as they are told once more. What an old event says of an object may have been corrected since, and must not come back: it is told with the object's present state, and
 * as of now, since all other facts are those of now. A timer keeps its moment, for what is billed ends there.
 */
final class Afresh {
    private Afresh() {}

    /** @return the same events in the same order, without those whose object is not complete now: the event that completes it is yet to come */
    static List<EventLog.Logged> of(Connection connection, TenantId tenant, List<EventLog.Logged> events, Instant now)
            throws SQLException {
        Map<String, ObjectStore.Row> present = ObjectStore.read(
                connection,
                tenant,
                events.stream()
                        .filter(e -> e.event() instanceof CanonicalEvent.ObjectChanged)
                        .map(e -> EventLog.subject(e.event()))
                        .distinct()
                        .toList());
        List<EventLog.Logged> afresh = new ArrayList<>(events.size());
        for (EventLog.Logged logged : events) {
            afresh(logged.event(), present, now)
                    .ifPresent(e -> afresh.add(new EventLog.Logged(logged.position(), logged.tenant(), e)));
        }
        return afresh;
    }

    private static Optional<CanonicalEvent> afresh(
            CanonicalEvent event, Map<String, ObjectStore.Row> present, Instant now) {
        return switch (event) {
            case CanonicalEvent.ObjectChanged e ->
                Optional.ofNullable(present.get(e.ref().id()))
                        .filter(row -> row.complete() || row.deleted())
                        .map(row -> changed(e, row, now));
            case CanonicalEvent.CommandSettled e ->
                Optional.of(new CanonicalEvent.CommandSettled(
                        asOf(e.header(), now),
                        e.key(),
                        e.processType(),
                        e.processKey(),
                        e.step(),
                        e.command(),
                        e.outcome()));
            case CanonicalEvent.TimerFired e -> Optional.of(e);
            case CanonicalEvent.Asked e ->
                Optional.of(new CanonicalEvent.Asked(asOf(e.header(), now), e.request(), e.by()));
        };
    }

    /** An event that others followed tells of a change from what it once said itself, so that it is not taken for the first sight of the object. */
    private static CanonicalEvent changed(CanonicalEvent.ObjectChanged event, ObjectStore.Row row, Instant now) {
        Optional<CanonicalObject> after = row.deleted()
                ? Optional.empty()
                : Optional.of(CanonicalJson.read(row.body(), row.type().javaType()));
        boolean newest = after.equals(event.after());
        return new CanonicalEvent.ObjectChanged(
                asOf(event.header(), now),
                event.type(),
                event.ref(),
                newest ? event.before() : event.before().or(event::after),
                after,
                event.changed(),
                event.source());
    }

    private static CanonicalEvent.Header asOf(CanonicalEvent.Header header, Instant now) {
        return new CanonicalEvent.Header(header.id(), now, header.correlationId());
    }
}
