package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimResponse;

/** An answer that is an error; which shape it has depends on the endpoint's age. */
final class BadAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SimResponse response;

    private BadAnswer(SimResponse response) {
        super("HTTP " + response.status(), null, false, false);
        this.response = response;
    }

    /** Version 1: no body, the reason in a header. */
    static BadAnswer old(int status, String message) {
        return new BadAnswer(SimResponse.empty(status).withHeader("X-BambooHR-Error-Message", message));
    }

    /** Newer endpoints. */
    static BadAnswer coded(int status, String code, String message) {
        return new BadAnswer(SimResponse.json(
                status, java.util.Map.of("error", java.util.Map.of("code", code, "message", message))));
    }

    static BadAnswer webhook(int status, String message) {
        return new BadAnswer(SimResponse.json(
                status, java.util.Map.of("errors", java.util.List.of(java.util.Map.of("error", message)))));
    }

    /** Datasets, version 2: problem details. */
    static BadAnswer problem(int status, String code, String detail) {
        return new BadAnswer(SimResponse.json(
                status,
                java.util.Map.of(
                        "type",
                        "about:blank",
                        "title",
                        "Bad Request",
                        "status",
                        status,
                        "detail",
                        detail,
                        "code",
                        code)));
    }

    SimResponse response() {
        return response;
    }
}
