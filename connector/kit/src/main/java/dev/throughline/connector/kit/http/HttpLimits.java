package dev.throughline.connector.kit.http;

import java.time.Duration;

/**
 * Bounds of one exchange.
 *
 * @param total          from sending to the last byte of the answer
 * @param answerBytesMax after decompression
 */
public record HttpLimits(Duration total, int answerBytesMax) {
    /** One minute and 64 MB. */
    public static final HttpLimits USUAL = new HttpLimits(Duration.ofMinutes(1), 64 * 1024 * 1024);

    public HttpLimits {
        if (!total.isPositive() || answerBytesMax <= 0) {
            throw new IllegalArgumentException("limits must be positive: " + total + ", " + answerBytesMax);
        }
    }
}
