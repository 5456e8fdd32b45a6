package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.storage.Json;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of the measured firm, the same in every run. */
final class Firm {
    static final int CUSTOMERS = 25;
    static final int PROJECTS = 40;
    private static final int PEOPLE = 60;
    private static final int DAYS = 28;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 1);
    /** Every entry is of so many minutes: what the ledger must hold in the end is plain arithmetic. */
    private static final int MINUTES = 90;

    static final LocalDate THROUGH = FIRST_DAY.plusDays(DAYS);
    static final BigDecimal HOURS = new BigDecimal("1.5");
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

    private static final String OUTSIDER = "u-elsewhere";

    private Firm() {}

    static List<Change> customersAndPrices() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            changes.add(change("customers", "c" + i, customer(i)));
        }
        Map<String, Object> price = Map.of("perHour", Map.of("amount", "200.00", "currency", "USD"));
        changes.add(change("rate_cards", "r1", Map.of("code", "STD", "currency", "USD", "rates", List.of(price))));
        return changes;
    }

    private static Map<String, Object> customer(int i) {
        return Map.of(
                "name",
                "Customer " + i,
                "country",
                "US",
                "currency",
                "USD",
                "subsidiary",
                "US",
                "terms",
                "net_30",
                "on_hold",
                false);
    }

    static List<Change> people() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            changes.add(change(
                    "users",
                    "u" + i,
                    Map.of("full_name", "Consultant " + i, "disabled", false, "title", "consultant")));
        }
        return changes;
    }

    /** Whose work finance refuses, once it has closed the department. */
    static Change outsider() {
        return change(
                "users",
                OUTSIDER,
                Map.of(
                        "full_name",
                        "Consultant elsewhere",
                        "disabled",
                        false,
                        "title",
                        "consultant",
                        "department",
                        "corporate"));
    }

    /** One of a hundred is the outsider's. */
    static Change timeEntryOfAnybody(int n, List<String> projects) {
        var payload = new HashMap<>(timeEntryPayload(n, projects));
        if (n % 100 == 37) {
            payload.put("user_id", OUTSIDER);
        }
        return change("time_entries", entryId(n), payload);
    }

    static Change wonDeal(int i) {
        return change(
                "deals",
                "o" + i,
                Map.ofEntries(
                        Map.entry("name", dealName(i)),
                        Map.entry("stage", "won"),
                        Map.entry("account_id", "c" + i % CUSTOMERS),
                        Map.entry("amount", Map.of("amount", "100000.00", "currency", "USD")),
                        Map.entry("closes_on", "2026-01-15"),
                        Map.entry("subsidiary", "US"),
                        Map.entry("billing_model", "time_and_materials"),
                        Map.entry("service_line", "integration"),
                        Map.entry("rate_card", "STD"),
                        Map.entry("starts_on", FIRST_DAY.toString())));
    }

    static String dealName(int i) {
        return "Rollout %05d".formatted(i);
    }

    /** @param projects ids in the delivery system */
    static Change timeEntry(int n, List<String> projects) {
        return change("time_entries", entryId(n), timeEntryPayload(n, projects));
    }

    static String entryId(int n) {
        return "t" + n;
    }

    /** In the shape of a delivery tool's API, with what no mapping reads. */
    static Map<String, Object> timeEntryPayload(int n, List<String> projects) {
        return Map.ofEntries(
                Map.entry("id", entryId(n)),
                Map.entry("workspace_id", projects.get(n % projects.size())),
                Map.entry("user_id", "u" + n / projects.size() % PEOPLE),
                Map.entry("date_performed", FIRST_DAY.plusDays(n % DAYS).toString()),
                Map.entry("time_in_minutes", MINUTES),
                Map.entry("billable", true),
                Map.entry("approved", true),
                Map.entry("rate_in_cents", 19_500),
                Map.entry("currency", "USD"),
                Map.entry("notes", "Workshop and follow-up number " + n),
                Map.entry("created_at", AT.toString()),
                Map.entry("updated_at", AT.toString()),
                Map.entry("recent_submission", Map.of("status", "approved")));
    }

    private static Change change(String type, String id, Map<String, Object> payload) {
        return new Change(
                new ObjectType(type),
                new ExternalId(id),
                Change.Version.at(AT),
                Change.Operation.UPSERTED,
                AT,
                Json.MAPPER.valueToTree(payload));
    }

    /** As the API takes it. */
    static Map<String, Object> overHttp(int n, List<String> projects) {
        return Map.of(
                "system",
                Rig.PSA.value(),
                "objectType",
                "time_entries",
                "externalId",
                entryId(n),
                "version",
                AT.toString(),
                "payload",
                timeEntryPayload(n, projects));
    }
}
