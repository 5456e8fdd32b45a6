package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Single records as they are now: one call for each employee. */
final class BambooHrReader implements Reader {
    private final BambooHrClient client;
    private final BambooHrConfig config;

    BambooHrReader(BambooHrClient client, BambooHrConfig config) {
        this.client = client;
        this.config = config;
    }

    @Override
    public List<Fetched> fetch(ObjectType objectType, List<ExternalId> ids) {
        if (objectType.equals(BambooHrConnector.EMPLOYEES)) {
            return ids.stream()
                    .map(id -> employee(id.value(), Optional.empty()))
                    .toList();
        }
        if (objectType.equals(BambooHrConnector.COMPENSATION)) {
            return ids.stream().map(id -> pay(id.value())).toList();
        }
        if (objectType.equals(BambooHrConnector.TIME_OFF)) {
            return absences(ids);
        }
        throw new IllegalArgumentException("BambooHR has no object '%s'".formatted(objectType));
    }

    /** @param journaled when the vendor's journal says that it changed, for records that do not show it themselves */
    Fetched employee(String id, Optional<Instant> journaled) {
        // Anything but digits cannot be an id, and zero is the key's own employee under a second name.
        if (!id.matches("[1-9]\\d{0,9}")) {
            return new Fetched.Missing();
        }
        Map<String, String> query = Map.of("fields", String.join(",", config.fields()), "onlyCurrent", "true");
        return switch (client.get("v1/employees/" + id, query)) {
            case BambooHrClient.Failed(Trouble.Refused refused)
            when refused.code().equals(BambooHrClient.NOT_FOUND) -> new Fetched.Missing();
            case BambooHrClient.Failed(var trouble) -> new Fetched.Failed(trouble);
            case BambooHrClient.Answer(var body) -> found(id, body, journaled);
        };
    }

    private Fetched found(String id, JsonNode body, Optional<Instant> journaled) {
        if (!body.path("id").asString("").equals(id)) {
            return new Fetched.Failed(
                    new Trouble.Malformed("employee %s was asked for, and another was answered".formatted(id)));
        }
        Instant at = BambooHrRecords.stamp(body.path("lastChanged"))
                .or(() -> journaled)
                .orElseGet(() -> client.clock().instant());
        return new Fetched.Found(BambooHrRecords.upserted(BambooHrConnector.EMPLOYEES, id, at, body));
    }

    /** Rows are named by employee and day, since the vendor's list of changed rows carries no row ids. */
    private Fetched pay(String id) {
        int dash = id.indexOf('-');
        String employee = dash < 0 ? "" : id.substring(0, dash);
        if (!employee.matches("[1-9]\\d{0,9}")) {
            return new Fetched.Missing();
        }
        return switch (client.get("v1/employees/" + employee + "/tables/compensation", Map.of())) {
            case BambooHrClient.Failed(Trouble.Refused refused)
            when refused.code().equals(BambooHrClient.NOT_FOUND) -> new Fetched.Missing();
            case BambooHrClient.Failed(var trouble) -> new Fetched.Failed(trouble);
            case BambooHrClient.Answer(var rows) ->
                rows.valueStream()
                        .map(row -> payChange(employee, row, client.clock().instant()))
                        .filter(change -> change.externalId().value().equals(id))
                        .<Fetched>map(Fetched.Found::new)
                        .findFirst()
                        .orElseGet(Fetched.Missing::new);
        };
    }

    /** The version is the row's content: rows show no time of change. */
    static Change payChange(String employee, JsonNode row, Instant at) {
        ObjectNode payload = (ObjectNode) row.deepCopy();
        payload.remove("id");
        payload.put("employeeId", employee);
        String day = row.path("startDate").asString("");
        return BambooHrRecords.upserted(BambooHrConnector.COMPENSATION, employee + "-" + day, at, payload);
    }

    private List<Fetched> absences(List<ExternalId> ids) {
        List<Fetched> fetched = new ArrayList<>();
        switch (absencePage()) {
            case BambooHrClient.Failed(var trouble) -> ids.forEach(_ -> fetched.add(new Fetched.Failed(trouble)));
            case BambooHrClient.Answer(var rows) ->
                ids.forEach(id -> fetched.add(rows.valueStream()
                        .filter(r -> r.path("id").asString("").equals(id.value()))
                        .<Fetched>map(
                                r -> new Fetched.Found(absence(r, client.clock().instant())))
                        .findFirst()
                        .orElseGet(Fetched.Missing::new)));
        }
        return fetched;
    }

    /** All absences of the configured stretch: there is no way to ask for one, nor for what changed. */
    BambooHrClient.Answered absencePage() {
        LocalDate today = client.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
        return client.get(
                "v1/time_off/requests",
                Map.of(
                        "start", today.minusDays(config.absenceDaysBack()).toString(),
                        "end", today.plusDays(config.absenceDaysAhead()).toString()));
    }

    static Change absence(JsonNode row, Instant at) {
        return BambooHrRecords.upserted(
                BambooHrConnector.TIME_OFF, row.path("id").asString(""), at, row);
    }
}
