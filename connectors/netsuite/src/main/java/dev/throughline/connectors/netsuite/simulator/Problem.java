package dev.throughline.connectors.netsuite.simulator;

import java.util.Optional;

/** A refusal in the vendor's own form. Thrown by whatever notices it, turned to an answer at the door. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String pointer;
    private final String pointedAt;
    private final String location;

    private Problem(int status, String code, String detail, String pointer, String pointedAt, String location) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.pointer = pointer;
        this.pointedAt = pointedAt;
        this.location = location;
    }

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, "", "", "");
    }

    /** A wrong value in the body. */
    static Problem content(String path, String detail) {
        return new Problem(
                400, "INVALID_CONTENT", "Error while accessing a resource. " + detail, "o:errorPath", path, "");
    }

    static Problem badReference(String path, String value) {
        return content(
                path,
                "You have entered an Invalid Field Value " + value + " for the following field: "
                        + path.substring(path.lastIndexOf('.') + 1));
    }

    static Problem missing(String path) {
        return content(path, "Please enter value(s) for: " + path.substring(path.lastIndexOf('.') + 1));
    }

    /** A rule of the account or of accounting says no. */
    static Problem user(String detail) {
        return of(400, "USER_ERROR", "Error while accessing a resource. " + detail);
    }

    static Problem query(String parameter, String detail) {
        return new Problem(400, "INVALID_PARAMETER", detail, "o:errorQueryParam", parameter, "");
    }

    static Problem header(String header, String detail) {
        return new Problem(400, "INVALID_REQUEST", detail, "o:errorHeader", header, "");
    }

    static Problem request(String detail) {
        return of(400, "INVALID_REQUEST", detail);
    }

    static Problem nowhere(String url) {
        return new Problem(404, "NONEXISTENT_ID", "Record does not exist.", "o:errorUrl", url, "");
    }

    /** The help names status 405; the code's name is assumed. */
    static Problem wrongMethod(String method) {
        return of(405, "METHOD_NOT_ALLOWED", "The method %s is not allowed on this resource.".formatted(method));
    }

    static Problem repeatedKey(String location) {
        return new Problem(
                400,
                "IDEMPOTENCY_ERROR",
                "A request with this idempotency key was already submitted.",
                "o:errorHeader",
                "X-NetSuite-Idempotency-Key",
                location);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** {@code o:errorPath}, {@code o:errorQueryParam}, {@code o:errorHeader}, {@code o:errorUrl} or empty. */
    String pointer() {
        return pointer;
    }

    String pointedAt() {
        return pointedAt;
    }

    Optional<String> location() {
        return Optional.of(location).filter(l -> !l.isEmpty());
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    String title() {
        return switch (status) {
            case 400 -> code.equals("IDEMPOTENCY_ERROR") ? "Conflict" : "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
