package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.testing.FakeDesk;
import dev.throughline.server.testing.TestServer;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(TestServer.APP.url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> submit(String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return browser.send(
                HttpRequest.newBuilder(URI.create(TestServer.APP.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String token(String path) throws Exception {
        Matcher matcher = TOKEN.matcher(get(path).body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private void signIn() throws Exception {
        var answer = submit(
                "/sign-in",
                Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD, "_csrf", token("/sign-in")));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/systems",
                "/console/threads?q=alder",
                "/console/threads/opp_1",
                "/console/exceptions",
                "/console/exceptions/1"
            })
    void every_page_is_whole_alone_and_a_fragment_for_htmx(String path) throws Exception {
        signIn();
        var whole = get(path);
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        assertThat(whole.body()).startsWith("<!doctype html>").contains("Sign out");
        var fragment = get(path, "HX-Request", "true");
        assertThat(fragment.body()).doesNotContain("<html").isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/console/systems", "/console/threads/opp_1", "/console/exceptions", "/console/exceptions/1"})
    void what_a_vendor_wrote_is_never_taken_for_markup(String path) throws Exception {
        signIn();
        assertThat(get(path).body())
                .doesNotContain(FakeDesk.HOSTILE)
                .doesNotContain("<script>alert")
                .contains("&lt;script");
    }

    @Test
    void an_exception_is_skipped_with_a_reason_and_a_second_try_sees_the_new_state() throws Exception {
        signIn();
        String token = token("/console/exceptions/12");
        var form = Map.of("_csrf", token, "version", "1", "reason", "a duplicate");
        assertThat(submit("/console/exceptions/12/skip", form).statusCode()).isEqualTo(303);
        assertThat(get("/console/exceptions/12").body()).contains("a duplicate");
        var late = submit("/console/exceptions/12/skip", form);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody else acted first");
    }

    @Test
    void nothing_is_done_without_the_token_of_the_page() throws Exception {
        signIn();
        assertThat(submit("/console/exceptions/13/skip", Map.of("version", "1", "reason", "forged"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_console_s_session_opens_no_door_of_the_api() throws Exception {
        signIn();
        assertThat(get("/api/v1/overview").statusCode()).isEqualTo(401);
    }

    @Test
    void guessing_is_slowed_down() throws Exception {
        for (int i = 0; i < 6; i++) {
            var wrong = submit(
                    "/sign-in", Map.of("username", "guessed", "password", "wrong" + i, "_csrf", token("/sign-in")));
            assertThat(wrong.headers().firstValue("Location").orElse("")).contains("/sign-in?w");
        }
        var later = submit("/sign-in", Map.of("username", "guessed", "password", "wrong", "_csrf", token("/sign-in")));
        assertThat(later.headers().firstValue("Location").orElse("")).endsWith("/sign-in?wait");
        assertThat(get("/sign-in?wait").body()).contains("Too many tries");
    }

    @Test
    void style_and_scripts_come_from_here() throws Exception {
        for (String path : new String[] {
            "/webjars/tabler__core/1.4.0/dist/css/tabler.min.css",
            "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
            "/assets/console.css",
            "/assets/theme.js"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get("/sign-in").body()).doesNotContain("https://").doesNotContain("//cdn");
    }
}
