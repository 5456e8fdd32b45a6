package dev.throughline.server.web;

import dev.throughline.hub.storage.Seldom;
import dev.throughline.hub.storage.Space;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Storage that is away, full or busy: no fault of the caller, and nothing was accepted. By SQL state, whoever of hub or server met it. */
final class StorageProblems {
    private static final Logger LOG = LoggerFactory.getLogger(StorageProblems.class);
    private static final Seldom SELDOM = new Seldom(Duration.ofMinutes(1));
    private static final Duration AWAY = Duration.ofSeconds(5);
    /** Somebody has to free space first. */
    private static final Duration FULL = Duration.ofSeconds(60);

    private StorageProblems() {}

    static ApiProblem of(Throwable refused) {
        String state = state(refused);
        return switch (state) {
            case Space.FULL -> {
                Space.refused();
                tell("the database has no space left", refused);
                yield new ApiProblem(
                                503,
                                "DATABASE_FULL",
                                "The database has no space left; nothing was accepted",
                                "Free or add disk space, then send it again: nothing needs to be restarted")
                        .retryAfter(FULL);
            }
            case String s
            when s.isEmpty() || s.startsWith("08") || s.startsWith("57") || s.startsWith("53") -> {
                tell("the database does not answer, SQL state '" + s + "'", refused);
                yield new ApiProblem(
                                503,
                                "DATABASE_UNAVAILABLE",
                                "The database does not answer; nothing was accepted",
                                "Send it again in some seconds; /health/readiness tells when it is back")
                        .retryAfter(AWAY);
            }
            default -> {
                LOG.error("the database refused a statement, SQL state {}", state, refused);
                yield new ApiProblem(
                        500,
                        "DATABASE_REFUSED",
                        "The database refused what the hub asked of it; the log holds it under this correlation id",
                        "Send it again with the same Idempotency-Key; if it fails again, give the correlation id to the operators");
            }
        };
    }

    private static void tell(String what, Throwable refused) {
        SELDOM.now(what)
                .ifPresent(silent -> LOG.error(
                        "{}: {} ({} more requests met it since it was last told)", what, refused.getMessage(), silent));
    }

    /** Of the innermost SQL error; empty when there is none, which is how a pool says that it gets no connection. */
    private static String state(Throwable thrown) {
        String found = "";
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql.getSQLState();
            }
        }
        return found;
    }
}
