package dev.throughline.connectors.bamboohr.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts notices, signed as the vendor signs: HMAC-SHA256 with the webhook's key over the raw body followed by the timestamp, in lower-case hex. */
final class Sender implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** @return the status, 0 when nobody answered */
    int post(Hooks.Notice notice, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        String signature = signature(
                notice.wrong() ? "not-" + notice.privateKey() : notice.privateKey(), notice.body(), timestamp);
        HttpRequest request = HttpRequest.newBuilder(URI.create(notice.url()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-BambooHR-Timestamp", timestamp)
                .header("X-BambooHR-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofByteArray(notice.body()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String signature(String key, byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(body);
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
