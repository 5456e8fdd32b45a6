package dev.throughline.server.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that says no, as RFC 9457 tells it. The code is stable and can be counted; the remedy says what the caller can do.
 */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String RETRY_AFTER = "retryAfterSeconds";

    private final int status;
    private final String code;
    private final String remedy;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> more;

    /** @param field JSON pointer into the request's body, or the name of a parameter */
    public record FieldError(String field, String code, String says) {}

    public ApiProblem(int status, String code, String says, String remedy) {
        this(status, code, says, remedy, List.of(), Map.of());
    }

    private ApiProblem(
            int status, String code, String says, String remedy, List<FieldError> errors, Map<String, Object> more) {
        super(says, null, false, false);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
        this.errors = List.copyOf(errors);
        this.more = Map.copyOf(more);
    }

    /** The body was understood, but fields of it cannot be used. Names every one of them. */
    public static ApiProblem fields(List<FieldError> errors) {
        String first = errors.getFirst().field() + ": " + errors.getFirst().says();
        String says = errors.size() == 1 ? first : first + " (and %d more)".formatted(errors.size() - 1);
        return new ApiProblem(
                422, "FIELDS_INVALID", says, "Correct the named fields and send it again", errors, Map.of());
    }

    public static ApiProblem field(String field, String code, String says) {
        return fields(List.of(new FieldError(field, code, says)));
    }

    public static ApiProblem notFound(String code, String says, String remedy) {
        return new ApiProblem(404, code, says, remedy);
    }

    public ApiProblem with(String name, Object value) {
        var all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new ApiProblem(status, code, getMessage(), remedy, errors, all);
    }

    /** Says when to come again, in the body and as the header {@code Retry-After}. */
    public ApiProblem retryAfter(Duration wait) {
        return with(RETRY_AFTER, wait.toSeconds());
    }

    /** Empty when coming again later would not help. */
    public Optional<Duration> retryAfter() {
        return more.get(RETRY_AFTER) instanceof Long seconds
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String says() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The body of the answer, in the order in which people read it. */
    public Map<String, Object> body(String instance, String correlationId) {
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "type",
                "urn:throughline:problem:"
                        + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        body.put("title", Titles.of(status));
        body.put("status", status);
        body.put("code", code);
        body.put("detail", says());
        body.put("remedy", remedy);
        body.put("instance", instance);
        body.put("correlationId", correlationId);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        body.putAll(more);
        return body;
    }

    private static final class Titles {
        static String of(int status) {
            var known = org.springframework.http.HttpStatus.resolve(status);
            return known == null ? "Problem" : known.getReasonPhrase();
        }
    }
}
