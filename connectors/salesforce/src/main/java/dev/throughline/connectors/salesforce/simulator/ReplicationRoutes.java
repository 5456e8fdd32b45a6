package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code updated} and {@code deleted}: which records changed in a window of at most thirty days. */
final class ReplicationRoutes {
    private static final Duration WINDOW_MAX = Duration.ofDays(30);

    private final Org org;

    ReplicationRoutes(Org org) {
        this.org = org;
    }

    SimResponse handle(Call call, ObjectDef type) {
        if (!call.method().equals("GET")) {
            throw call.notAllowed("GET");
        }
        Instant start = moment(call, "start");
        Instant end = moment(call, "end");
        if (!start.isBefore(end)) {
            throw Refusal.bad(
                    "INVALID_REPLICATION_DATE", "startDate before endDate: the end must be later than the start");
        }
        if (start.isBefore(org.now().minus(WINDOW_MAX))) {
            throw Refusal.bad("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago");
        }
        boolean deleted = call.segments().get(2).equals("deleted");
        return org.read(o -> {
            List<Row> rows = o.rows(type).stream()
                    .filter(r -> r.is("IsDeleted") == deleted)
                    .filter(r -> !r.stamp().isBefore(start) && r.stamp().isBefore(end))
                    .toList();
            return Wire.json(deleted ? deleted(rows, end) : updated(rows, end));
        });
    }

    private ObjectNode updated(List<Row> rows, Instant end) {
        ObjectNode node = Wire.object();
        rows.forEach(r -> node.withArray("ids").add(r.id()));
        node.withArray("ids");
        return node.put("latestDateCovered", Values.stamp(covered(end)));
    }

    private ObjectNode deleted(List<Row> rows, Instant end) {
        ObjectNode node = Wire.object();
        ArrayNode records = node.putArray("deletedRecords");
        rows.forEach(r -> records.addObject().put("id", r.id()).put("deletedDate", Values.stamp(r.stamp())));
        node.put("earliestDateAvailable", Values.stamp(org.now().minus(WINDOW_MAX)));
        return node.put("latestDateCovered", Values.stamp(covered(end)));
    }

    private Instant covered(Instant end) {
        return end.isAfter(org.now()) ? org.now() : end;
    }

    private static Instant moment(Call call, String name) {
        return call.parameter(name)
                // A plus sign in an unescaped query arrives as a blank.
                .flatMap(text -> Values.parseInstant(text.replace(' ', '+')))
                .orElseThrow(() -> Refusal.bad(
                        "MISSING_ARGUMENT", "The %s parameter must be an ISO 8601 date-time".formatted(name)));
    }
}
