package dev.throughline.connector.kit.http;

import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What HTTP by itself says of an outcome. A vendor's own error codes come first: its connector looks at the body, and falls back to this.
 */
public final class Troubles {
    /** Waited after a throttling answer that names no time. */
    public static final Duration UNTOLD_WAIT = Duration.ofSeconds(5);

    private Troubles() {}

    /** Why a question has no answer. @return empty for a status 2xx */
    public static Optional<Trouble> reading(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Answer answer when answer.ok() -> Optional.empty();
            case Outcome.Answer answer -> Optional.of(byStatus(answer, now));
            case Outcome.NotSent(var reason) -> Optional.of(new Trouble.Unavailable(reason, Optional.empty()));
            case Outcome.Lost(var reason) -> Optional.of(new Trouble.Unavailable(reason, Optional.empty()));
            case Outcome.Unreadable broken -> Optional.of(new Trouble.Malformed(broken.reason()));
        };
    }

    /** What became of a write that was not answered with a status 2xx; there a server error may have come after the effect. */
    public static Optional<WriteResult> writing(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Answer answer when answer.ok() -> Optional.empty();
            case Outcome.Answer answer
            when uncertain(answer) ->
                Optional.of(new WriteResult.Unknown("HTTP %d: %s".formatted(answer.status(), answer.excerpt())));
            case Outcome.Answer answer -> Optional.of(WriteResult.of(byStatus(answer, now)));
            case Outcome.NotSent(var reason) -> Optional.of(new WriteResult.Unavailable(reason, Optional.empty()));
            case Outcome.Lost(var reason) -> Optional.of(new WriteResult.Unknown(reason));
            case Outcome.Unreadable broken -> Optional.of(new WriteResult.Unknown(broken.reason()));
        };
    }

    private static boolean uncertain(Outcome.Answer answer) {
        // 503 is said by a front that did not pass the request on; 500, 502 and 504 may hide an effect.
        return answer.status() / 100 == 5 && answer.status() != 503;
    }

    private static Trouble byStatus(Outcome.Answer answer, Instant now) {
        Optional<Duration> wait = RetryAfter.of(answer, now);
        return switch (answer.status()) {
            case 401 -> new Trouble.Unauthorised("HTTP 401");
            case 429 -> new Trouble.Throttled(wait.orElse(UNTOLD_WAIT));
            case 503 -> new Trouble.Unavailable("HTTP 503", wait.map(now::plus));
            default ->
                answer.status() >= 500
                        ? new Trouble.Unavailable("HTTP " + answer.status(), wait.map(now::plus))
                        : new Trouble.Refused("HTTP_" + answer.status(), answer.excerpt());
        };
    }

    /** For results of many items that share one fate. */
    public static List<WriteResult> forEach(int items, WriteResult result) {
        return java.util.Collections.nCopies(items, result);
    }
}
