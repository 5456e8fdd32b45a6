package dev.throughline.connectors.salesforce.simulator;

import java.util.List;

/** The org says no, in Salesforce's own words. Thrown inside the simulator only; routes turn it into the documented body. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<String> fields;

    Refusal(int status, String code, String message, List<String> fields) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.fields = List.copyOf(fields);
    }

    static Refusal bad(String code, String message, String... fields) {
        return new Refusal(400, code, message, List.of(fields));
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "NOT_FOUND", message, List.of());
    }

    static Refusal json(String message) {
        return bad("JSON_PARSER_ERROR", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<String> fields() {
        return fields;
    }

    String says() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
