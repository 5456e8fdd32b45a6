package dev.throughline.server.api;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.connector.spi.Change.Version;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Reads one change of a request. The payload stays as it came: what is in it is for the mapping to judge, and nothing of it is lost by being odd. */
final class ChangeReader {
    /** A version that lies in the future would keep every true change of its record out until then. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final Instant now;

    /** @param system as the workspace names it, not looked up yet */
    record Read(String system, Change change) {}

    ChangeReader(Instant now) {
        this.now = now;
    }

    /** @throws ApiProblem 422 naming every field that cannot be used */
    Read read(JsonNode node, String path) {
        Fields fields = Fields.of(node, path);
        String system = fields.text("system", 64);
        String objectType = fields.text("objectType", 128);
        String externalId = fields.text("externalId", 128);
        Operation operation =
                fields.optionalChoice("operation", Operation.class).orElse(Operation.UPSERTED);
        Optional<Instant> occurredAt = fields.optionalInstant("occurredAt");
        Optional<Version> stated = version(fields, occurredAt);
        JsonNode payload = payload(fields, operation);
        fields.done();
        Version version = telling(stated.orElseThrow(), operation, payload);
        return new Read(
                system,
                new Change(
                        new ObjectType(objectType),
                        new ExternalId(externalId),
                        version,
                        operation,
                        occurredAt.orElse(now),
                        payload));
    }

    /**
     * Clocks are coarse and counters are set by hand: two states may bear one version. What is in them tells them apart, so that only a true repeat is taken for one, and which of
     * the two holds is the hub's to settle. The order of fields says nothing.
     */
    private static Version telling(Version stated, Operation operation, JsonNode payload) {
        String content = operation == Operation.UPSERTED
                ? Identity.digest(sorted(payload))
                : operation.name().toLowerCase(Locale.ROOT);
        return new Version(stated.ordinal(), stated.token() + "~" + content);
    }

    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(field -> StringNode.valueOf(field.getKey()) + ":" + sorted(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return node.isArray()
                ? node.valueStream().map(ChangeReader::sorted).collect(Collectors.joining(",", "[", "]"))
                : node.toString();
    }

    private Optional<Version> version(Fields fields, Optional<Instant> occurredAt) {
        if (occurredAt.filter(this::tooLate).isPresent()) {
            future(fields, "occurredAt");
            return Optional.empty();
        }
        if (occurredAt.filter(at -> !at.isAfter(Instant.EPOCH)).isPresent()) {
            fields.wrong("occurredAt", "WRONG_VALUE", "must be after 1970");
            return Optional.empty();
        }
        Optional<JsonNode> given = fields.any("version").filter(v -> !v.isNull());
        if (given.isEmpty()) {
            if (occurredAt.isEmpty()) {
                fields.wrong(
                        "version",
                        "MISSING",
                        "is required where occurredAt is absent: without either, old and new cannot be told apart");
                return Optional.empty();
            }
            return occurredAt.map(Version::at);
        }
        JsonNode value = given.get();
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
            return Optional.of(new Version(value.longValue(), Long.toString(value.longValue())));
        }
        if (value.isString()) {
            return stamp(fields, value.stringValue());
        }
        fields.wrong(
                "version",
                "WRONG_TYPE",
                "must be a counter such as 7, or an instant in UTC such as 2026-03-31T08:30:00Z");
        return Optional.empty();
    }

    private Optional<Version> stamp(Fields fields, String text) {
        try {
            Instant at = Instant.parse(text);
            if (tooLate(at)) {
                future(fields, "version");
                return Optional.empty();
            }
            if (at.isAfter(Instant.EPOCH)) {
                return Optional.of(Version.at(at));
            }
        } catch (java.time.format.DateTimeParseException notOne) {
            // told below
        }
        fields.wrong(
                "version",
                "WRONG_VALUE",
                "must be a counter such as 7, or an instant in UTC after 1970 such as 2026-03-31T08:30:00Z");
        return Optional.empty();
    }

    private boolean tooLate(Instant at) {
        return at.isAfter(now.plus(CLOCKS_DIFFER));
    }

    private static void future(Fields fields, String name) {
        fields.wrong(
                name,
                "IN_THE_FUTURE",
                "lies more than a day ahead; every later change of the record would be taken for old");
    }

    private static JsonNode payload(Fields fields, Operation operation) {
        JsonNode payload = fields.any("payload").orElse(NullNode.instance);
        if (operation == Operation.UPSERTED && !payload.isObject()) {
            fields.wrong(
                    "payload", payload.isNull() ? "MISSING" : "WRONG_TYPE", "must be the whole record as an object");
        }
        if (operation != Operation.UPSERTED && !payload.isNull()) {
            fields.wrong("payload", "NOT_WANTED", "is only taken with the operation upserted");
        }
        return payload;
    }
}
