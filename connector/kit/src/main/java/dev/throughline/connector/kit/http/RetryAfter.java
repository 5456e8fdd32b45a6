package dev.throughline.connector.kit.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
public final class RetryAfter {
    /** What a vendor can make us wait at most; a longer wish is more likely a mistake. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** @return never negative, at most {@link #LONGEST}; empty when there is no such header or it makes no sense */
    public static Optional<Duration> of(Outcome.Answer answer, Instant now) {
        return answer.header("retry-after")
                .flatMap(value -> parse(value.strip(), now))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            // Some vendors send a fraction; rounded up, so that we are never early.
            return Optional.of(Duration.ofSeconds(new java.math.BigDecimal(value)
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValueExact()));
        }
        try {
            return Optional.of(Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
