package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.webhook.Hmac;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.connector.testkit.FetchingConformance;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.StreamConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connector.testkit.WebhookConformance;
import dev.throughline.connector.testkit.WritingConformance;
import dev.throughline.connector.testkit.WritingFaultsConformance;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.JsonNode;

/** The whole suite on the invented vendor: a suite that nobody passes proves nothing, nor does one that only its author's vendors pass. */
class AcmeConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Fetching extends FetchingConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Counting extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Writing extends WritingConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class WritingFaults extends WritingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Hooks extends WebhookConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    @Nested
    class Streaming extends StreamConformance {
        @Override
        protected Vendor vendor() {
            return new Acme();
        }
    }

    private static final class Acme implements Vendor, Vendor.ReadTarget, Vendor.HookTarget {
        @Override
        public Simulator simulator() {
            return new AcmeSimulator();
        }

        @Override
        public ConnectorFactory factory() {
            return new AcmeConnectorFactory();
        }

        @Override
        public ReadTarget reading() {
            return this;
        }

        @Override
        public Optional<WriteTarget> writing() {
            return Optional.of(new Writes());
        }

        @Override
        public Optional<HookTarget> webhooks() {
            return Optional.of(this);
        }

        @Override
        public ObjectType object() {
            return AcmeConnector.ORDERS;
        }

        @Override
        public String screenObject() {
            return "orders";
        }

        @Override
        public String operation() {
            return "GET /orders";
        }

        @Override
        public boolean throttlingSaysHowLong() {
            return true;
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, int n) {
            return Map.of("title", "Order " + n, "amount", new BigDecimal("10.50"));
        }

        @Override
        public String textField() {
            return "title";
        }

        @Override
        public Optional<String> amountField() {
            return Optional.of("amount");
        }

        @Override
        public byte[] body(int n) {
            return "{\"order\":\"%d\",\"changed\":\"2026-03-02T09:00:0%dZ\"}"
                    .formatted(n, n)
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Webhooks.Request signed(byte[] body, Instant at) {
            String time = Long.toString(at.getEpochSecond());
            byte[] mac = Hmac.sha256(
                    "hook-secret-0815".getBytes(StandardCharsets.UTF_8), body, time.getBytes(StandardCharsets.UTF_8));
            return new Webhooks.Request(
                    "POST",
                    "/hooks/acme",
                    Map.of(),
                    Map.of("x-acme-signature", Hmac.hex(mac), "x-acme-time", time),
                    body,
                    at);
        }

        @Override
        public String signatureHeader() {
            return "x-acme-signature";
        }

        @Override
        public Optional<Duration> window() {
            return Optional.of(AcmeWebhooks.WINDOW);
        }

        private static final class Writes implements Vendor.WriteTarget {
            @Override
            public ObjectType object() {
                return AcmeConnector.ORDERS;
            }

            @Override
            public String operation() {
                return "POST /orders";
            }

            @Override
            public JsonNode body(Map<String, String> seeded, int n) {
                return Json.MAPPER.createObjectNode().put("title", "Order " + n).put("amount", new BigDecimal("10.50"));
            }

            @Override
            public JsonNode refusedBody(Map<String, String> seeded) {
                return Json.MAPPER.createObjectNode().put("title", "Refused").put("amount", new BigDecimal("-1"));
            }

            @Override
            public String textField() {
                return "title";
            }

            @Override
            public Optional<JsonNode> bodyInClosedPeriod(Simulator.Screen screen, Map<String, String> seeded) {
                return Optional.of(
                        Json.MAPPER.createObjectNode().put("title", "Old").put("day", "1999-12-31"));
            }
        }
    }
}
