package dev.throughline.server;

import static dev.throughline.server.testing.TestServer.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.api.Route;
import dev.throughline.server.api.Routes;
import dev.throughline.server.security.Scope;
import dev.throughline.server.testing.TestServer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecurityTest {
    private static final Map<Scope, String> KEYS_WITHOUT = new EnumMap<>(Scope.class);
    private static final Map<Scope, String> KEYS_WITH = new EnumMap<>(Scope.class);

    private static Stream<Route> routes() {
        return Routes.ALL.stream();
    }

    private static String address(Route route) {
        return route.path().replaceAll("\\{[^}]+}", "1");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void every_route_is_closed_without_a_key(Route route) {
        for (String key : new String[] {"", "tl_thisKeyWasNeverGivenToAnybodyAtAll", "other"}) {
            var answer = call(route.method(), address(route), key, "{}");
            assertThat(answer.statusCode()).as(route.operation()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void every_route_is_closed_to_a_key_with_every_scope_but_its_own(Route route) {
        route.scope().ifPresent(scope -> {
            String key = KEYS_WITHOUT.computeIfAbsent(
                    scope,
                    s -> TestServer.keyWith(EnumSet.complementOf(EnumSet.of(s)).toArray(Scope[]::new)));
            var answer = call(route.method(), address(route), key, "{}");
            assertThat(answer.statusCode()).as(route.operation()).isEqualTo(403);
            assertThat(answer.body()).contains("SCOPE_MISSING").contains(scope.text());
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void every_route_is_open_to_a_key_with_its_scope_alone(Route route) {
        String key = route.scope()
                .map(scope -> KEYS_WITH.computeIfAbsent(scope, TestServer::keyWith))
                .orElse(TestServer.ADMIN_KEY);
        var answer = call(route.method(), address(route), key, "{}");
        assertThat(answer.statusCode())
                .as(route.operation() + " " + answer.body())
                .isNotIn(401, 403, 405, 500);
    }

    @Test
    void the_table_of_routes_and_the_controllers_say_the_same() {
        var mapped = new TreeSet<String>();
        TestServer.APP
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapped.add(method + " " + path))));
        assertThat(mapped)
                .containsExactlyInAnyOrderElementsOf(
                        routes().map(r -> r.method() + " " + r.path()).toList());
    }

    @Test
    void the_openapi_document_describes_every_route_with_schemas_that_are_there() {
        JsonNode document = JsonMapper.shared()
                .readTree(TestServer.get("/api/v1/openapi.json").body());
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        routes().forEach(r -> assertThat(document.path("paths")
                        .path(r.path())
                        .path(r.method().toLowerCase(java.util.Locale.ROOT))
                        .path("operationId")
                        .asString())
                .isEqualTo(r.operation()));
        document.findValuesAsString("$ref").stream()
                .filter(ref -> ref.startsWith("#/"))
                .forEach(ref -> assertThat(document.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
    void health_is_open_and_tells_no_detail(String path) {
        var answer = call("GET", path, "", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("UP").doesNotContain("details").doesNotContain("postgres");
    }

    @Test
    void metrics_need_a_key_with_their_scope() {
        assertThat(call("GET", "/metrics", "", "").statusCode()).isEqualTo(401);
        assertThat(call("GET", "/metrics", TestServer.keyWith(Scope.OVERVIEW_READ), "")
                        .statusCode())
                .isEqualTo(403);
        var answer = call("GET", "/metrics", TestServer.keyWith(Scope.METRICS_READ), "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/console", "/console/systems", "/console/threads", "/console/exceptions", "/console/exceptions/1",
                "/env", "/beans", "/heapdump", "/loggers", "/info", "/nothing"
            })
    void nothing_else_opens_without_signing_in(String path) {
        var answer = call("GET", path, "", "");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/sign-in");
    }

    @Test
    void pages_carry_headers_that_keep_foreign_scripts_and_frames_out() {
        var headers = call("GET", "/sign-in", "", "").headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void keys_and_passwords_are_kept_as_hashes_only() throws Exception {
        try (var connection = TestServer.DATABASE.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT row_to_json(k)::text FROM api_key k UNION ALL SELECT row_to_json(u)::text FROM local_user u")) {
            while (rows.next()) {
                assertThat(rows.getString(1))
                        .doesNotContain(TestServer.ADMIN_KEY)
                        .doesNotContain(TestServer.ADMIN_PASSWORD);
            }
        }
    }
}
