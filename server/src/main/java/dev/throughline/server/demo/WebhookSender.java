package dev.throughline.server.demo;

import dev.throughline.connector.spi.Webhooks;
import dev.throughline.hub.Hub;
import dev.throughline.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Notices of the HCM at the hub's door, signed as the vendor signs them: on time, twice, late, and once with a wrong signature. */
final class WebhookSender {
    static final String KEY = "demo-webhook-key-of-a-simulated-vendor";

    private final Hub hub;
    private final TenantId tenant;
    private final InstantSource clock;

    WebhookSender(Hub hub, TenantId tenant, InstantSource clock) {
        this.hub = hub;
        this.tenant = tenant;
        this.clock = clock;
    }

    /** @param happened when the change that it tells of happened, which may be long before it is told */
    Webhooks.Outcome notice(String employee, Instant happened, String key) {
        byte[] body = """
                {"type": "employee.updated", "timestamp": "%s", "data": {"employeeId": "%s"}}""".formatted(happened, employee)
                .getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        String timestamp = Long.toString(now.getEpochSecond());
        var headers = Map.of(
                "content-type", "application/json",
                "x-bamboohr-timestamp", timestamp,
                "x-bamboohr-signature", sign(body, timestamp, key));
        return hub.capture()
                .webhook(tenant, Vendors.HCM, new Webhooks.Request("POST", "/", Map.of(), headers, body, now));
    }

    private static String sign(byte[] body, String timestamp, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(body);
            return HexFormat.of().formatHex(mac.doFinal(timestamp.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }
}
