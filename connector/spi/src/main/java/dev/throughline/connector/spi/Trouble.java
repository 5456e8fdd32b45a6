package dev.throughline.connector.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why a system could not answer a question. Nothing was changed by it. */
public sealed interface Trouble {
    /** @param retryAfter the vendor's own wish, or the connector's best guess where the vendor states none */
    record Throttled(Duration retryAfter) implements Trouble {}

    /** @param until end of an announced maintenance, when the vendor says so */
    record Unavailable(String reason, Optional<Instant> until) implements Trouble {}

    /** A fresh token was tried once and refused too: a person must act. */
    record Unauthorised(String reason) implements Trouble {}

    /** The answer could not be understood, such as HTML where JSON was promised. */
    record Malformed(String reason) implements Trouble {}

    /** The system understood and refuses, such as a query on a field that does not exist. Repeating it is useless. */
    record Refused(String code, String reason) implements Trouble {}

    /** A sentence for people; never holds a secret. */
    default String says() {
        return switch (this) {
            case Throttled(var wait) -> "throttled, asks to wait " + wait;
            case Unavailable(var reason, var until) ->
                "unavailable: " + reason + until.map(u -> ", until " + u).orElse("");
            case Unauthorised(var reason) -> "refused our credentials: " + reason;
            case Malformed(var reason) -> "gave an answer that cannot be understood: " + reason;
            case Refused(var code, var reason) -> "refused: " + code + ": " + reason;
        };
    }
}
