package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connectors.netsuite.simulator.Desk;
import dev.throughline.connectors.netsuite.simulator.NetSuiteSimulator;
import dev.throughline.model.ObjectType;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the conformance suite must know of NetSuite. */
final class NetSuiteVendor implements Vendor {
    private final boolean tokens;

    NetSuiteVendor() {
        this(false);
    }

    private NetSuiteVendor(boolean tokens) {
        this.tokens = tokens;
    }

    /** Signs in with OAuth 1.0a in place of OAuth 2.0. */
    static NetSuiteVendor withTokens() {
        return new NetSuiteVendor(true);
    }

    @Override
    public Simulator simulator() {
        return new NetSuiteSimulator();
    }

    @Override
    public ConnectorFactory factory() {
        return new NetSuiteConnectorFactory();
    }

    @Override
    public Map<String, String> settings(Simulator.Access access) {
        if (!tokens) {
            return access.settings();
        }
        Map<String, String> values = access.credentials().stream()
                .filter(c -> c.method().equals("oauth1-tba"))
                .findFirst()
                .orElseThrow()
                .values();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("account", values.get("realm"));
        settings.put("base_url", access.baseUrl().toString());
        for (String name : List.of("consumer_key", "consumer_secret", "token_id", "token_secret")) {
            settings.put(name, values.get(name));
        }
        return settings;
    }

    @Override
    public ReadTarget reading() {
        return new Customers();
    }

    @Override
    public Optional<WriteTarget> writing() {
        return Optional.of(new Invoices());
    }

    private static final class Customers implements ReadTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("customer");
        }

        @Override
        public String operation() {
            return "/query/v1/suiteql";
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, int n) {
            return Map.of(
                    "companyName",
                    "Conformance " + n,
                    "comments",
                    "as entered",
                    "subsidiary",
                    Map.of("id", seeded.get("entity-us")));
        }

        @Override
        public String textField() {
            return "comments";
        }

        @Override
        public int textMax() {
            return 4_000;
        }

        @Override
        public Optional<String> amountField() {
            return Optional.of("creditLimit");
        }

        @Override
        public Optional<ChildTarget> child() {
            return Optional.of(new Jobs());
        }

        @Override
        public boolean throttlingSaysHowLong() {
            return false;
        }
    }

    private static final class Jobs implements ChildTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("job");
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, String parentId, int n) {
            return Map.of(
                    "companyName", "Project " + n,
                    "parent", Map.of("id", parentId),
                    "subsidiary", Map.of("id", seeded.get("entity-us")));
        }

        @Override
        public String parentPointer() {
            return "/parent/id";
        }
    }

    private static final class Invoices implements WriteTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("invoice");
        }

        @Override
        public String operation() {
            return "POST /services/rest/record/v1/invoice";
        }

        @Override
        public JsonNode body(Map<String, String> seeded, int n) {
            return body(seeded, seeded.get("item-integration"), "2026-03-02", n);
        }

        private static JsonNode body(Map<String, String> seeded, String item, String date, int n) {
            return Json.MAPPER.readTree("""
                    {"entity": {"id": "%s"}, "tranDate": "%s", "memo": "run %d",
                     "item": {"items": [{"item": {"id": "%s"}, "quantity": 7.5, "rate": 195.00, "description": "work %d"}]}}
                    """.formatted(seeded.get("customer-harrow"), date, n, item, n));
        }

        @Override
        public JsonNode refusedBody(Map<String, String> seeded) {
            return body(seeded, "987654", "2026-03-02", 99);
        }

        @Override
        public String textField() {
            return "memo";
        }

        @Override
        public Optional<JsonNode> bodyInClosedPeriod(Simulator.Screen screen, Map<String, String> seeded) {
            ((Desk) screen).closePeriod(LocalDate.parse("2026-01-15"), true);
            return Optional.of(body(seeded, seeded.get("item-integration"), "2026-01-15", 1));
        }

        @Override
        public boolean throttlingSaysHowLong() {
            return false;
        }
    }
}
