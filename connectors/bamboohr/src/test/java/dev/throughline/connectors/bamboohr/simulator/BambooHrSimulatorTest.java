package dev.throughline.connectors.bamboohr.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.throughline.connector.simkit.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator as the vendor's documentation and recordings have it, seen by a plain HTTP client. */
class BambooHrSimulatorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BambooHrSimulator simulator = new BambooHrSimulator();
    private volatile Instant now = Instant.parse("2026-03-02T16:00:00Z");
    private Map<String, String> ids = Map.of();

    @BeforeEach
    void start() {
        simulator.start(0, () -> now);
        ids = simulator.seedSmallFirm();
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    @Test
    void an_app_may_sign_in_by_http_basic_at_the_token_service_and_unknown_grants_are_named() throws Exception {
        assertThat(token(Doors.CLIENT_SECRET, "grant_type=refresh_token&refresh_token=" + Doors.REFRESH_TOKEN)
                        .body())
                .contains("access_token");
        assertThat(token(Doors.CLIENT_SECRET, "grant_type=password").body()).contains("unsupported_grant_type");
        assertThat(token("guess", "grant_type=refresh_token").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> token(String secret, String form) throws Exception {
        String pair = Doors.CLIENT_ID + ":" + secret;
        return HTTP.send(
                HttpRequest.newBuilder(simulator.access().tokenUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_wrong_method_is_told_in_the_vendors_header_and_head_is_get_without_the_body() {
        HttpResponse<String> wrong = send("PUT", "/api/v1/employees/101", Doors.KEY, "application/json", "{}");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("X-BambooHR-Error-Message")).isPresent();
        assertThat(wrong.body()).isEmpty();
        HttpResponse<String> head = send("HEAD", "/api/v1/employees/directory/", Doors.KEY, "application/json", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private HttpResponse<String> send(String method, String path, String key, String accept, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(simulator.access().baseUrl() + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((key + ":anything").getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        return send("GET", path, Doors.KEY, "application/json", "");
    }

    private JsonNode json(String path) {
        return JSON.readTree(get(path).body());
    }

    @Test
    void xml_is_answered_unless_json_is_asked_for() {
        String path = "/api/v1/employees/" + ids.get("consultant-amara") + "?fields=firstName,department";
        var xml = send("GET", path, Doors.KEY, "", "");
        assertThat(xml.headers().firstValue("content-type")).get().asString().contains("xml");
        assertThat(xml.body()).contains("<field id=\"department\">Consulting</field>");
        assertThat(json(path).path("department").asString()).isEqualTo("Consulting");
        assertThat(json("/api/gateway.php/smallfirm/v1/employees/" + ids.get("consultant-amara") + "?fields=id")
                        .path("id")
                        .isString())
                .isTrue();
    }

    @Test
    void a_wrong_key_gets_401_without_a_body_and_refusals_say_why_in_a_header() {
        var wrong = send("GET", "/api/v1/employees/directory", "nobody", "application/json", "");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEmpty();
        var missing = get("/api/v1/employees/999999?fields=firstName");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("X-BambooHR-Error-Message")).isPresent();
        assertThat(get("/api/v1/employees/changed").statusCode()).isEqualTo(400);
    }

    @Test
    void forbidden_fields_are_left_out_without_a_word() {
        String id = ids.get("consultant-amara");
        var seen = JSON.readTree(send(
                        "GET",
                        "/api/v1/employees/" + id + "?fields=firstName,payRate,hireDate,nonsense",
                        Doors.LIMITED_KEY,
                        "application/json",
                        "")
                .body());
        assertThat(seen.has("firstName")).isTrue();
        assertThat(seen.has("payRate")).isFalse();
        assertThat(seen.has("nonsense")).isFalse();
        var listed = JSON.readTree(
                send("GET", "/api/v1/employees?fields=hireDate", Doors.LIMITED_KEY, "application/json", "")
                        .body());
        assertThat(listed.at("/data/0/_restrictedFields/0").asString()).isEqualTo("hireDate");
        assertThat(send("GET", "/api/v1/employees/all/tables/compensation", Doors.LIMITED_KEY, "application/json", "")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_list_is_paged_by_a_cursor_that_breaks_with_its_border_row() {
        List<String> seen = new ArrayList<>();
        String after = "";
        String lastId = "";
        do {
            JsonNode page =
                    json("/api/v1/employees?page%5Blimit%5D=2" + (after.isEmpty() ? "" : "&page%5Bafter%5D=" + after));
            for (JsonNode item : page.path("data")) {
                lastId = item.path("employeeId").asString();
                seen.add(lastId);
            }
            String next = page.at("/meta/page/nextCursor").asString("");
            if (seen.size() == 2) {
                String border = lastId;
                simulator.screen().delete("employees", border);
                assertThat(get("/api/v1/employees?page%5Bafter%5D=" + next).statusCode())
                        .isEqualTo(400);
                seen.clear();
                next = json("/api/v1/employees?page%5Blimit%5D=1")
                        .at("/meta/page/nextCursor")
                        .asString("");
                seen.add(json("/api/v1/employees?page%5Blimit%5D=1")
                        .at("/data/0/employeeId")
                        .asString());
            }
            after = next;
        } while (!after.isEmpty());
        assertThat(seen)
                .doesNotHaveDuplicates()
                .hasSize(simulator.screen().records("employees").size());
    }

    @Test
    void the_journal_has_inserts_updates_and_deletions_and_nothing_is_an_empty_list() {
        assertThat(json("/api/v1/employees/changed?since=2030-01-01T00:00:00Z")
                        .path("employees")
                        .isArray())
                .isTrue();
        now = now.plus(Duration.ofMinutes(5));
        simulator.screen().update("employees", ids.get("consultant-amara"), Map.of("preferredName", "Ama"));
        String gone = simulator.screen().insert("employees", Map.of("firstName", "A", "lastName", "B"));
        simulator.screen().delete("employees", gone);
        JsonNode changed = json("/api/v1/employees/changed?since=2026-03-02T16:04:00%2B00:00");
        assertThat(changed.path("employees").size()).isEqualTo(2);
        assertThat(changed.path("employees").path(gone).path("action").asString())
                .isEqualTo("Deleted");
        assertThat(changed.path("latest").asString()).isEqualTo("2026-03-02T16:05:00+00:00");
    }

    @Test
    void a_future_job_shows_from_its_day_on() {
        String id = ids.get("consultant-amara");
        simulator
                .screen()
                .insert(
                        "jobInfo",
                        Map.of(
                                "employeeId",
                                id,
                                "date",
                                "2026-04-01",
                                "department",
                                "Management",
                                "jobTitle",
                                "Partner"));
        String path = "/api/v1/employees/" + id + "?fields=department";
        assertThat(json(path).path("department").asString()).isEqualTo("Consulting");
        assertThat(json(path + "&onlyCurrent=false").path("department").asString())
                .isEqualTo("Management");
        now = Instant.parse("2026-04-01T12:00:00Z");
        assertThat(json(path).path("department").asString()).isEqualTo("Management");
        assertThat(json("/api/v1/employees/changed?since=2026-04-01T00:00:00Z")
                        .path("employees")
                        .has(id))
                .isTrue();
    }

    /** The simulator counts its pause from when it took the refusal in, which may be after the clock was moved: so it is moved until the notice comes. */
    private String[] sentAgain(BlockingQueue<String[]> received) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            now = now.plus(Duration.ofSeconds(10));
            String[] notice = received.poll(100, TimeUnit.MILLISECONDS);
            if (notice != null) {
                return notice;
            }
        }
        throw new AssertionError("the refused notice was not sent again");
    }

    @Test
    void hooks_are_signed_over_body_and_timestamp_and_sent_again_until_taken() throws Exception {
        BlockingQueue<String[]> received = new LinkedBlockingQueue<>();
        int[] refuse = {1};
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new String[] {
                body,
                exchange.getRequestHeaders().getFirst("X-BambooHR-Timestamp"),
                exchange.getRequestHeaders().getFirst("X-BambooHR-Signature")
            });
            exchange.sendResponseHeaders(refuse[0]-- > 0 ? 500 : 200, -1);
            exchange.close();
        });
        target.start();
        try {
            String url = "http://127.0.0.1:" + target.getAddress().getPort() + "/hook";
            var created = send("POST", "/api/v1/webhooks", Doors.KEY, "application/json", """
                    {"name":"hub","url":"%s","format":"json","events":["employee.created","employee.updated","employee.deleted"],
                     "monitorFields":["department","preferredName"]}""".formatted(url));
            assertThat(created.statusCode()).isEqualTo(201);
            JsonNode hook = JSON.readTree(created.body());
            String key = hook.path("privateKey").asString();
            assertThat(key).matches("[0-9a-f]{32}");
            assertThat(json("/api/v1/webhooks/" + hook.path("id").asString()).has("privateKey"))
                    .isFalse();

            simulator.screen().update("employees", ids.get("consultant-amara"), Map.of("preferredName", "Ama"));
            String[] first = received.poll(60, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first[2]).isEqualTo(hmac(key, first[0] + first[1]));
            assertThat(JSON.readTree(first[0]).at("/data/changedFields/0").asString())
                    .isEqualTo("preferredName");

            String[] again = sentAgain(received);
            assertThat(again[0]).isEqualTo(first[0]);
            assertThat(again[2]).isEqualTo(hmac(key, again[0] + again[1]));

            simulator.faults().next(Fault.BAD_SIGNATURE, 1, "");
            simulator.screen().update("employees", ids.get("consultant-amara"), Map.of("preferredName", "Amara"));
            String[] wrong = received.poll(60, TimeUnit.SECONDS);
            assertThat(wrong).isNotNull();
            assertThat(wrong[2]).isNotEqualTo(hmac(key, wrong[0] + wrong[1]));

            simulator.faults().next(Fault.DUPLICATE_EVENT, 1, "");
            simulator.screen().insert("employees", Map.of("firstName", "New", "lastName", "One", "preferredName", "N"));
            List<String> types = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String[] notice = received.poll(60, TimeUnit.SECONDS);
                assertThat(notice).isNotNull();
                types.add(JSON.readTree(notice[0]).path("type").asString());
            }
            assertThat(types).containsExactlyInAnyOrder("employee.created", "employee.created", "employee.updated");
            assertThat(json("/api/v1/webhooks/" + hook.path("id").asString() + "/log")
                            .size())
                    .isGreaterThan(3);
        } finally {
            target.stop(0);
        }
    }

    private static String hmac(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void datasets_filter_order_and_page() {
        var answer = JSON.readTree(send("POST", "/api/v2/datasets/employee/data", Doors.KEY, "application/json", """
                {"fields":["firstName","lastChanged"],"filter":"status eq 'Active'","orderBy":"lastChanged asc","page":1,"pageSize":2}""")
                .body());
        assertThat(answer.path("data").size()).isEqualTo(2);
        assertThat(answer.at("/meta/totalItems").intValue())
                .isEqualTo(simulator.screen().records("employees").size());
        assertThat(send(
                                "POST",
                                "/api/v2/datasets/employee/data",
                                Doors.KEY,
                                "application/json",
                                "{\"fields\":[\"nope\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void throttling_is_429_or_503_and_hostile_input_is_answered() {
        simulator.faults().next(Fault.THROTTLE, 2, "directory");
        assertThat(get("/api/v1/employees/directory").statusCode()).isEqualTo(429);
        simulator.throttlesWith503(true);
        var old = get("/api/v1/employees/directory");
        assertThat(old.statusCode()).isEqualTo(503);
        assertThat(old.headers().firstValue("Retry-After")).isPresent();
        for (String path : List.of(
                "/api/v1/employees/changed?since=yesterday",
                "/api/v1/employees/x",
                "/api/v1/employees?page%5Blimit%5D=99999",
                "/api/v1/employees?page%5Bafter%5D=%00",
                "/api/v1/employees/all/tables/nope",
                "/api/v1/webhooks/7",
                "/api/v1/time_off/requests")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
        for (String body : List.of("{", "[]", "null", "{\"firstName\":\"\"}")) {
            assertThat(send("POST", "/api/v1/employees", Doors.KEY, "application/json", body)
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(send(
                                "POST",
                                "/api/v1/webhooks",
                                Doors.KEY,
                                "application/json",
                                "{\"name\":\"x\",\"url\":\"https://example.org\"}")
                        .statusCode())
                .isEqualTo(400);
    }
}
