package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.storage.Json;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of the small firm of the tests: one entity, one customer, one deal in time and materials at 200 dollars an hour. */
public final class PaperRecords {
    private static final Instant WHEN = Instant.parse("2026-03-01T00:00:00Z");

    private PaperRecords() {}

    public static Change change(String type, String id, long version, Map<String, Object> record) {
        return new Change(
                new ObjectType(type),
                new ExternalId(id),
                new Change.Version(version, "v" + version),
                Change.Operation.UPSERTED,
                WHEN.plusSeconds(version),
                Json.MAPPER.valueToTree(record));
    }

    public static Map<String, Object> entity() {
        return Map.of("code", "US", "name", "Meridian Inc", "country", "US", "currency", "USD", "active", true);
    }

    public static Map<String, Object> customer() {
        return Map.of("name", "Alder LLP", "status", "active", "country", "US", "currency", "USD", "creditHold", false);
    }

    public static Map<String, Object> rateCard(String code, String perHour) {
        return Map.of("code", code, "currency", "USD", "rates", List.of(Map.of("perHour", usd(perHour))));
    }

    public static Map<String, Object> person(String name) {
        return Map.of("name", name, "kind", "employee", "status", "active", "role", "consultant");
    }

    public static Map<String, Object> deal(String stage) {
        return Map.of(
                "name", "Rollout",
                "stage", stage,
                "account", "c1",
                "amount", usd("10000.00"),
                "closesOn", "2026-01-15",
                "legalEntity", "US",
                "billingModel", "time_and_materials",
                "serviceLine", "advisory",
                "rateCard", "STD",
                "startsOn", "2026-02-01");
    }

    /** @param project its id in delivery */
    public static Map<String, Object> hours(String project, String day, String hours, String approval) {
        return Map.of(
                "project", project,
                "resource", "w1",
                "workedOn", day,
                "hours", hours,
                "billable", true,
                "approval", approval);
    }

    public static Map<String, Object> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }
}
