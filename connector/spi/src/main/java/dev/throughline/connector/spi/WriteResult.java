package dev.throughline.connector.spi;

import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a system answered to one {@link WriteItem}. */
public sealed interface WriteResult {
    /** @param answer what the vendor returned of the record, such as its number; a JSON null where it returns nothing */
    record Applied(ExternalId id, String version, JsonNode answer) implements WriteResult {}

    /** The effect of this key is there already. */
    record Duplicate(ExternalId existing) implements WriteResult {}

    /** Business says no: a person must mend something. */
    record Rejected(String code, String message, List<FieldError> errors) implements WriteResult {}

    record Throttled(Duration retryAfter) implements WriteResult {}

    record Unavailable(String reason, Optional<Instant> until) implements WriteResult {}

    /** Somebody changed the record since we read it, or it is locked right now. */
    record Conflict(String currentVersion) implements WriteResult {}

    record Unauthorised(String reason) implements WriteResult {}

    /** Taken, and confirmed later: ask {@link Writer#poll} or wait for the event. */
    record Accepted(String ticket) implements WriteResult {}

    /** It may or may not have happened (a lost answer, a server error after sending): look with {@link Writer#find} before repeating. */
    record Unknown(String cause) implements WriteResult {}

    /** @param field the vendor's path to the field, or empty */
    record FieldError(String field, String code, String message) {}

    /** Stable codes for {@link Rejected} that the hub treats specially; every other code is the vendor's own. */
    interface Codes {
        String PERIOD_CLOSED = "PERIOD_CLOSED";
        String CREDIT_HOLD = "CREDIT_HOLD";
        String REFERENCE_MISSING = "REFERENCE_MISSING";
        String FIELD_MISSING = "FIELD_MISSING";
        String FIELD_INVALID = "FIELD_INVALID";
        String NOT_FOUND = "NOT_FOUND";
    }

    /** The write-side equal of a trouble met while reading, for a request that surely had no effect. */
    static WriteResult of(Trouble trouble) {
        return switch (trouble) {
            case Trouble.Throttled(var wait) -> new Throttled(wait);
            case Trouble.Unavailable(var reason, var until) -> new Unavailable(reason, until);
            case Trouble.Unauthorised(var reason) -> new Unauthorised(reason);
            case Trouble.Malformed(var reason) -> new Unknown(reason);
            case Trouble.Refused(var code, var reason) -> new Rejected(code, reason, List.of());
        };
    }
}
