package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.SimResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers in the vendor's media types. */
final class Answers {
    private static final String RESOURCE = "application/vnd.oracle.resource+json; type=%s; charset=UTF-8";

    private Answers() {}

    static SimResponse resource(Object body, String type) {
        return SimResponse.of(200, RESOURCE.formatted(type), SimJson.MAPPER.writeValueAsBytes(body));
    }

    static SimResponse saved(String location) {
        return SimResponse.empty(204).withHeader("Location", location);
    }

    static SimResponse error(Problem problem) {
        SimResponse answer = SimResponse.of(
                problem.status(), RESOURCE.formatted("error"), SimJson.MAPPER.writeValueAsBytes(body(problem)));
        return problem.location().map(l -> answer.withHeader("Location", l)).orElse(answer);
    }

    static SimResponse unauthorised(String challenge) {
        return error(Problem.of(
                        401,
                        "INVALID_LOGIN",
                        "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI."))
                .withHeader("WWW-Authenticate", challenge);
    }

    private static Map<String, Object> body(Problem problem) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("detail", problem.detail());
        if (!problem.pointer().isEmpty()) {
            detail.put(problem.pointer(), problem.pointedAt());
        }
        detail.put("o:errorCode", problem.code());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10" + section(problem.status()));
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("o:errorDetails", List.of(detail));
        return body;
    }

    private static String section(int status) {
        return switch (status) {
            case 400 -> ".4.1";
            case 401 -> ".4.2";
            case 403 -> ".4.4";
            case 404 -> ".4.5";
            case 405 -> ".4.6";
            case 500 -> ".5.1";
            case 503 -> ".5.4";
            default -> ".4";
        };
    }
}
