package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connectors.bamboohr.simulator.BambooHrSimulator;
import dev.throughline.model.ObjectType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** BambooHR for the conformance suite: employees are read, notices received, nothing is written. */
final class BambooHr implements Vendor {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Override
    public Simulator simulator() {
        return new BambooHrSimulator();
    }

    @Override
    public ConnectorFactory factory() {
        return new BambooHrFactory();
    }

    @Override
    public Map<String, String> settings(Simulator.Access access) {
        Map<String, String> settings = new HashMap<>(access.settings());
        settings.put("webhookKey", KEY);
        return settings;
    }

    @Override
    public ReadTarget reading() {
        return new Employees();
    }

    @Override
    public Optional<HookTarget> webhooks() {
        return Optional.of(new Notices());
    }

    private static final class Employees implements ReadTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("employees");
        }

        @Override
        public String operation() {
            return "GET /api/v1/employees";
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, int n) {
            return Map.of("firstName", "Person", "lastName", "No " + n, "workEmail", "person" + n + "@example.org");
        }

        @Override
        public String textField() {
            return "preferredName";
        }
    }

    private static final class Notices implements HookTarget {
        @Override
        public byte[] body(int n) {
            return "{\"type\":\"employee.updated\",\"timestamp\":\"2026-03-02T09:29:58+0000\",\"data\":{\"companyId\":\"12345\",\"employeeId\":\"%d\",\"changedFields\":[\"jobTitle\"]}}"
                    .formatted(100 + n)
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Webhooks.Request signed(byte[] body, Instant at) {
            String timestamp = Long.toString(at.getEpochSecond());
            return new Webhooks.Request(
                    "POST",
                    "/hooks/bamboohr",
                    Map.of(),
                    Map.of(
                            "content-type",
                            "application/json",
                            "x-bamboohr-timestamp",
                            timestamp,
                            "x-bamboohr-signature",
                            signature(body, timestamp)),
                    body,
                    at);
        }

        private static String signature(byte[] body, String timestamp) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                mac.update(body);
                mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(mac.doFinal());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String signatureHeader() {
            return "x-bamboohr-signature";
        }

        @Override
        public Optional<Duration> window() {
            return Optional.of(Duration.ofMinutes(5));
        }
    }
}
