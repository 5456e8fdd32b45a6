package dev.throughline.connectors.kantata.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer that is an error, in the vendor's shape {@code {"errors":[{"type","message","field"}]}}. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Map<String, Object>> errors;

    private ApiError(int status, List<Map<String, Object>> errors) {
        super(status + " " + errors, null, false, false);
        this.status = status;
        this.errors = errors;
    }

    static ApiError unauthorised() {
        return new ApiError(401, List.of(error("oauth", "Invalid OAuth 2 Request", Optional.empty())));
    }

    static ApiError system(int status, String message) {
        return new ApiError(status, List.of(error("system", message, Optional.empty())));
    }

    static ApiError missing() {
        return system(404, "The requested resource could not be found.");
    }

    static ApiError invalid(String field, String message) {
        return new ApiError(422, List.of(error("validation", message, Optional.of(field))));
    }

    static ApiError invalid(List<Map<String, Object>> errors) {
        return new ApiError(422, errors);
    }

    static Map<String, Object> error(String type, String message, Optional<String> field) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        field.ifPresent(f -> error.put("field", f));
        return error;
    }

    int status() {
        return status;
    }

    Map<String, Object> body() {
        return Map.of("errors", errors);
    }
}
