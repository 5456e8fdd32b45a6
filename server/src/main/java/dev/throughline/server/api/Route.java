package dev.throughline.server.api;

import dev.throughline.server.security.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One operation of the API: what security demands and what the OpenAPI document tells both come from here.
 *
 * @param path     with {@code {names}}, as in OpenAPI
 * @param scope    what a key must carry; empty when any valid key will do
 * @param request  name of the request's schema; empty when there is no body
 * @param response name of the answer's schema
 * @param query    parameters of the query
 */
public record Route(
        String method,
        String path,
        Optional<Scope> scope,
        String operation,
        String summary,
        Optional<String> request,
        String response,
        int success,
        List<Parameter> query) {

    /** @param type {@code string}, {@code integer} or {@code date} */
    public record Parameter(String name, String type, String help) {}

    /** As Spring's path patterns write it. */
    public String matcher() {
        return path;
    }

    public boolean matches(String requestPath) {
        return Pattern.matches(path.replaceAll("\\{[^/]+}", "[^/]+"), requestPath);
    }
}
