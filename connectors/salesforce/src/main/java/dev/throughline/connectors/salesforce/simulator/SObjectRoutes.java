package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sobjects/…}: single records, by id or by an external id. */
final class SObjectRoutes {
    private final Org org;
    private final Dml dml;
    private final DescribeRoutes describe;
    private final ReplicationRoutes replication;

    SObjectRoutes(Org org, Dml dml) {
        this.org = org;
        this.dml = dml;
        this.describe = new DescribeRoutes(org);
        this.replication = new ReplicationRoutes(org);
    }

    SimResponse handle(Call call) {
        List<String> path = call.segments();
        if (path.size() == 1) {
            return describe.global(call);
        }
        ObjectDef type = org.schema().require(path.get(1));
        return switch (path.size()) {
            case 2 -> collection(call, type);
            case 3 ->
                switch (path.get(2)) {
                    case "describe" -> describe.object(call, type);
                    case "updated", "deleted" -> replication.handle(call, type);
                    default -> byId(call, type, path.get(2));
                };
            case 4 -> byKey(call, type, path.get(2), path.get(3));
            default -> throw Refusal.notFound("The requested resource does not exist");
        };
    }

    private SimResponse collection(Call call, ObjectDef type) {
        return switch (call.method()) {
            case "GET" -> describe.basic(call, type);
            case "POST" -> created(call, type, org.write(call.session(), tx -> dml.insert(tx, type, call.json())), 201);
            default -> throw call.notAllowed("GET,POST");
        };
    }

    private SimResponse byId(Call call, ObjectDef type, String id) {
        return switch (call.method()) {
            case "GET", "HEAD" -> org.read(o -> found(call, o.require(type, id)));
            case "PATCH" -> {
                JsonNode body = call.json();
                yield org.write(call.session(), tx -> {
                    if (changedSince(call, org.require(type, id))) {
                        return Wire.error(
                                412, "PRECONDITION_FAILED", "The requested resource was modified since the given date");
                    }
                    dml.update(tx, type, id, body);
                    return SimResponse.empty(204);
                });
            }
            case "DELETE" -> {
                org.write(call.session(), tx -> dml.delete(tx, type, id));
                yield SimResponse.empty(204);
            }
            default -> throw call.notAllowed("DELETE,GET,HEAD,PATCH");
        };
    }

    private SimResponse byKey(Call call, ObjectDef type, String field, String value) {
        FieldDef key = type.field(field)
                .orElseThrow(() ->
                        Refusal.notFound("Provided external ID field does not exist or is not accessible: " + field));
        if (key.type() == FieldDef.Type.ID) {
            return value.isEmpty() ? collection(call, type) : byId(call, type, value);
        }
        Dml.requireKeyField(type, key);
        return switch (call.method()) {
            case "GET", "HEAD" -> org.read(o -> found(call, o.require(type, single(type, key, value))));
            case "PATCH" -> {
                JsonNode body = call.json();
                if (body.has(key.name())) {
                    throw Refusal.bad(
                            "INVALID_FIELD",
                            "The %s field should not be specified in the sobject data.".formatted(key.name()));
                }
                boolean updateOnly =
                        call.parameter("updateOnly").filter("true"::equals).isPresent();
                Dml.Done done = org.write(call.session(), tx -> dml.upsert(tx, type, key, value, body, updateOnly));
                yield created(call, type, done, done.created() ? 201 : 200);
            }
            case "DELETE" -> {
                org.write(call.session(), tx -> dml.delete(tx, type, single(type, key, value)));
                yield SimResponse.empty(204);
            }
            default -> throw call.notAllowed("DELETE,GET,HEAD,PATCH");
        };
    }

    private String single(ObjectDef type, FieldDef key, String value) {
        List<String> ids = org.byKey(type, key, value);
        if (ids.isEmpty()) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        if (ids.size() > 1) {
            List<String> urls = ids.stream()
                    .map(id -> "/services/data/v66.0/sobjects/%s/%s".formatted(type.name(), id))
                    .toList();
            throw new Refusal(300, "MULTIPLE_CHOICES", "more than one record", urls);
        }
        return ids.getFirst();
    }

    private SimResponse found(Call call, Row row) {
        ObjectNode whole = Records.whole(row, call.version());
        if (call.parameter("fields").isEmpty()) {
            return Wire.json(whole);
        }
        ObjectNode some = Records.start(row, call.version());
        List<String> wanted =
                new ArrayList<>(List.of(call.parameter("fields").get().split(",")));
        wanted.add("Id");
        for (String name : Set.copyOf(wanted)) {
            FieldDef field = row.type().require(name.strip());
            some.set(field.name(), whole.path(field.name()));
        }
        return Wire.json(some);
    }

    private static SimResponse created(Call call, ObjectDef type, Dml.Done done, int status) {
        ObjectNode body = Wire.object();
        body.put("id", done.id());
        body.put("success", true);
        body.putArray("errors");
        if (call.segments().size() == 4) {
            body.put("created", done.created());
        }
        return Wire.json(status, body)
                .withHeader("Location", "%s/sobjects/%s/%s".formatted(call.base(), type.name(), done.id()));
    }

    private static boolean changedSince(Call call, Row row) {
        return call.header("if-unmodified-since")
                .flatMap(SObjectRoutes::httpDate)
                .map(since -> row.stamp().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .orElse(false);
    }

    private static java.util.Optional<Instant> httpDate(String text) {
        try {
            return java.util.Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException _) {
            return java.util.Optional.empty();
        }
    }
}
