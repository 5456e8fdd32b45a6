package dev.throughline.server.api;

import dev.throughline.server.security.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the OpenAPI 3.1 document: paths from {@link Routes}, schemas from {@link Schemas}. */
final class OpenApi {
    private static final Set<String> TEXT_IDS = Set.of("threads", "explain");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^/}]+)}");

    private OpenApi() {}

    static Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Throughline",
                        "version",
                        "1",
                        "description",
                        "Every answer that is not a success is a problem (RFC 9457) with a stable code and a remedy. "
                                + "Amounts are decimal text. A POST may carry an Idempotency-Key.",
                        "license",
                        Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("security", List.of(Map.of("key", List.of())));
        document.put("paths", paths());
        document.put("components", components());
        return document;
    }

    private static Map<String, Object> paths() {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (Route route : Routes.ALL) {
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        return new LinkedHashMap<>(paths);
    }

    private static Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", route.operation());
        operation.put("summary", route.summary());
        operation.put("tags", List.of(tag(route)));
        route.scope().ifPresent(scope -> operation.put("x-scope", scope.text()));
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        route.request()
                .ifPresent(schema -> operation.put(
                        "requestBody",
                        Map.of(
                                "required",
                                !optionalBody(schema),
                                "content",
                                Map.of("application/json", Map.of("schema", ref(schema))))));
        operation.put("responses", responses(route));
        return operation;
    }

    /** Bodies in which nothing is required may be left out. */
    private static boolean optionalBody(String schema) {
        return List.of("Window", "Nothing", "Versioned").contains(schema);
    }

    private static List<Object> parameters(Route route) {
        var all = new ArrayList<Object>();
        Matcher matcher = VARIABLE.matcher(route.path());
        while (matcher.find()) {
            String type = matcher.group(1).equals("id") && !TEXT_IDS.contains(tag(route)) ? "integer" : "string";
            all.add(Map.of("name", matcher.group(1), "in", "path", "required", true, "schema", Map.of("type", type)));
        }
        for (Route.Parameter parameter : route.query()) {
            all.add(Map.of(
                    "name", parameter.name(),
                    "in", "query",
                    "required", parameter.name().equals("q"),
                    "description", parameter.help(),
                    "schema", Map.of("type", parameter.type())));
        }
        if (route.method().equals("POST")) {
            all.add(Map.of("$ref", "#/components/parameters/IdempotencyKey"));
        }
        if (route.response().equals("DealAsked")) {
            all.add(Map.of("$ref", "#/components/parameters/Prefer"));
        }
        if (route.request()
                .filter(List.of("Versioned", "Correction", "Reasoned", "Assignment")::contains)
                .isPresent()) {
            all.add(Map.of("$ref", "#/components/parameters/IfMatch"));
        }
        return all;
    }

    private static Map<String, Object> responses(Route route) {
        var responses = new LinkedHashMap<String, Object>();
        String media = route.response().equals("AuditLines") ? "application/x-ndjson" : "application/json";
        responses.put(
                Integer.toString(route.success()),
                Map.of(
                        "description",
                        route.summary(),
                        "content",
                        Map.of(media, Map.of("schema", ref(route.response())))));
        if (route.response().equals("Receipts")) {
            responses.put(
                    "207",
                    Map.of(
                            "description",
                            "Some were refused; each result says why",
                            "content",
                            Map.of(media, Map.of("schema", ref("Receipts")))));
        }
        if (route.response().equals("DealAsked")) {
            responses.put(
                    "200",
                    Map.of(
                            "description",
                            "The caller waited, and what came of it is known: a project, or what holds the deal",
                            "content",
                            Map.of(media, Map.of("schema", ref("DealAsked")))));
        }
        responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
        return responses;
    }

    private static Map<String, Object> components() {
        var components = new LinkedHashMap<String, Object>();
        components.put(
                "securitySchemes",
                Map.of(
                        "key",
                        Map.of(
                                "type", "http",
                                "scheme", "bearer",
                                "bearerFormat", "tl_…",
                                "description", "Scopes: " + scopes())));
        components.put(
                "parameters",
                Map.of(
                        "IdempotencyKey",
                                header("Idempotency-Key", "the same key with the same request gets the same answer"),
                        "Prefer",
                                header(
                                        "Prefer",
                                        "wait=10 waits so many seconds for the outcome, at most 30; without it, and when they were not enough, the answer is 202"),
                        "IfMatch", header("If-Match", "the ETag of the state that you saw; or 'version' in the body")));
        components.put(
                "responses",
                Map.of(
                        "Problem",
                        Map.of(
                                "description",
                                "Not done, and why",
                                "content",
                                Map.of("application/problem+json", Map.of("schema", ref("Problem"))))));
        components.put("schemas", Schemas.all());
        return components;
    }

    private static Map<String, Object> header(String name, String help) {
        return Map.of(
                "name",
                name,
                "in",
                "header",
                "required",
                false,
                "description",
                help,
                "schema",
                Map.of("type", "string"));
    }

    private static String scopes() {
        return Arrays.stream(Scope.values())
                .map(s -> s.text() + " (" + s.help() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String tag(Route route) {
        return route.path().split("/")[3].replace(".json", "");
    }

    static Map<String, Object> ref(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }
}
