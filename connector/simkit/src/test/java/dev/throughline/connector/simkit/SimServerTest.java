package dev.throughline.connector.simkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimServerTest {
    private final Faults faults = new Faults(EnumSet.allOf(Fault.class), new Random(1));
    private final SimServer server = new SimServer("acme", faults);
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger posted = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_literal_path_wins_over_a_variable_and_a_variable_over_a_tail() throws Exception {
        server.route("GET", "/record/{name}/{id}", r -> SimResponse.json(r.pathVariables()))
                .route("GET", "/record/v1/{id}", r -> SimResponse.json(Map.of("literal", r.variable("id"))))
                .route("GET", "/record/*", r -> SimResponse.json(Map.of("tail", r.variable("*"))))
                .start(0);

        assertThat(get("/record/v1/7").body()).isEqualTo("{\"literal\":\"7\"}");
        assertThat(get("/record/a%2Fb/1+1").body()).contains("\"a/b\"", "\"1+1\"");
        assertThat(get("/record/a/b/c").body()).isEqualTo("{\"tail\":\"a/b/c\"}");
    }

    @Test
    void a_wrong_method_is_told_which_ones_are_right_and_an_unknown_path_gets_the_vendors_answer() throws Exception {
        server.route("GET", "/thing", _ -> SimResponse.empty(204))
                .route("PATCH", "/thing", _ -> SimResponse.empty(204))
                .unknownPath(r -> SimResponse.json(410, Map.of("gone", r.path())))
                .start(0);

        HttpResponse<String> wrong = post("/thing", "{}");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).contains("GET, PATCH");
        assertThat(get("/elsewhere").statusCode()).isEqualTo(410);
    }

    @Test
    void a_wrong_method_gets_the_vendors_answer_too() throws Exception {
        server.route("GET", "/thing", _ -> SimResponse.empty(204))
                .wrongMethod(_ -> SimResponse.json(405, Map.of("error", "wrong method")))
                .start(0);

        HttpResponse<String> wrong = post("/thing", "{}");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.body()).isEqualTo("{\"error\":\"wrong method\"}");
        assertThat(wrong.headers().firstValue("allow")).contains("GET");
    }

    @Test
    void a_slash_at_the_end_means_nothing_unless_a_route_ends_in_one() throws Exception {
        server.route("GET", "/thing", _ -> SimResponse.json("thing"))
                .route("GET", "/thing/{id}", r -> SimResponse.json("id " + r.variable("id")))
                .route("GET", "/list", _ -> SimResponse.json("list"))
                .start(0);

        assertThat(get("/list/").body()).isEqualTo("\"list\"");
        assertThat(get("/thing/7/").body()).isEqualTo("\"id 7\"");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void head_is_answered_like_get_without_the_body() throws Exception {
        server.route(
                        "GET",
                        "/thing",
                        r -> SimResponse.json(Map.of("method", r.method())).withHeader("X-Seen", r.method()))
                .route("POST", "/other", _ -> SimResponse.empty(204))
                .start(0);

        HttpResponse<String> head = send("HEAD", "/thing");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("X-Seen")).contains("GET");
        assertThat(head.body()).isEmpty();
        assertThat(send("HEAD", "/other").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/none").statusCode()).isEqualTo(404);
    }

    @Test
    void filters_see_the_answer_to_an_unreadable_body() throws Exception {
        server.route("POST", "/thing", r -> SimResponse.json(r.json()))
                .filter((r, next) -> next.handle(r).withHeader("X-Request-Id", "1"))
                .start(0);

        HttpResponse<String> answer = post("/thing", "{");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("1");
    }

    @Test
    void a_body_that_is_not_the_gzip_it_claims_to_be_is_a_bad_request() throws Exception {
        server.route("POST", "/thing", r -> SimResponse.json(r.text())).start(0);

        HttpRequest request = HttpRequest.newBuilder(server.baseUrl().resolve("/thing"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("no gzip"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.baseUrl().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void queries_forms_and_exact_numbers_arrive_as_they_were_sent() throws Exception {
        List<SimRequest> seen = new ArrayList<>();
        server.route("POST", "/echo", r -> {
                    seen.add(r);
                    return SimResponse.json(Map.of("amount", new BigDecimal("1E+3")));
                })
                .start(0);

        String answer = post("/echo?q=a%20b&q=c+d&empty=", "x=1%2B1&y=%&x=2").body();

        SimRequest request = seen.getFirst();
        assertThat(request.query()).containsEntry("q", List.of("a b", "c d")).containsEntry("empty", List.of(""));
        assertThat(request.form()).containsEntry("x", List.of("1+1", "2")).containsEntry("y", List.of("%"));
        assertThat(answer).isEqualTo("{\"amount\":1000}");
        assertThat(SimJson.MAPPER.readTree("0.10").decimalValue()).isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void a_body_that_is_no_json_gets_the_vendors_answer_and_is_no_crash() throws Exception {
        server.route("POST", "/json", r -> SimResponse.json(r.json()))
                .unreadableBody(_ -> SimResponse.json(422, Map.of("code", "BAD")))
                .start(0);

        assertThat(post("/json", "{oops").statusCode()).isEqualTo(422);
        assertThat(server.counters().crashes()).isEmpty();
    }

    @Test
    void a_body_above_the_limit_is_refused() throws Exception {
        server.bodyBytesMax(1000)
                .route("POST", "/json", _ -> SimResponse.empty(204))
                .start(0);

        assertThat(post("/json", "x".repeat(1000)).statusCode()).isEqualTo(204);
        assertThat(post("/json", "x".repeat(1001)).statusCode()).isEqualTo(413);
    }

    @Test
    void a_simulator_that_throws_is_counted_and_answers_500() throws Exception {
        server.route("GET", "/broken", _ -> {
                    throw new IllegalStateException("a mistake in the simulator");
                })
                .start(0);

        assertThat(get("/broken").statusCode()).isEqualTo(500);
        assertThat(server.counters().crashes()).singleElement().asString().contains("GET /broken", "a mistake");
    }

    @Test
    void filters_stand_before_the_handler_the_first_one_outermost() throws Exception {
        server.filter((r, next) -> r.header("Authorization").isEmpty() ? SimResponse.empty(401) : next.handle(r))
                .filter((r, next) -> next.handle(r).withHeader("X-Inner", "yes"))
                .route("GET", "/thing", _ -> SimResponse.empty(204))
                .start(0);

        HttpResponse<String> refused = get("/thing");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("x-inner")).isEmpty();
        HttpResponse<String> taken = http.send(
                HttpRequest.newBuilder(uri("/thing"))
                        .header("Authorization", "t")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(taken.headers().firstValue("x-inner")).contains("yes");
    }

    @Test
    void a_lost_request_has_no_effect_and_a_lost_answer_has_one() throws Exception {
        startCounting();

        faults.next(Fault.LOSE_REQUEST, 1, "POST /things");
        assertThatThrownBy(() -> post("/things", "{}")).isInstanceOf(IOException.class);
        assertThat(posted).hasValue(0);

        faults.next(Fault.LOSE_ANSWER, 1, "POST /things");
        assertThatThrownBy(() -> post("/things", "{}")).isInstanceOf(IOException.class);
        assertThat(posted).hasValue(1);

        assertThat(post("/things", "{}").statusCode()).isEqualTo(201);
        assertThat(server.counters().answers()).containsEntry(0, 2).containsEntry(201, 1);
        assertThat(faults.shown()).containsEntry(Fault.LOSE_ANSWER, 1);
    }

    @Test
    void a_malformed_answer_is_cut_off_or_a_page_for_people() throws Exception {
        startCounting();
        faults.next(Fault.MALFORMED_ANSWER, 2, "POST /things");

        assertThat(post("/things", "{}").body()).isEqualTo("{\"numb");
        assertThat(post("/things", "{}").body()).startsWith("<html>");
        assertThat(posted).hasValue(2);
    }

    @Test
    void a_sandbox_is_told_to_misbehave_over_http_and_heals() throws Exception {
        startCounting();

        assertThat(post("/__sim/faults", "{\"fault\":\"LOSE_REQUEST\",\"times\":3,\"where\":\"POST /things\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> post("/things", "{}")).isInstanceOf(IOException.class);
        assertThat(get("/__sim/faults").body()).contains("\"LOSE_REQUEST\":1");
        post("/__sim/heal", "");

        assertThat(post("/things", "{}").statusCode()).isEqualTo(201);
        assertThat(get("/__sim/records/thing").body()).isEqualTo("[{\"object\":\"thing\"}]");
        assertThat(post("/__sim/faults", "{\"fault\":\"EARTHQUAKE\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void concurrency_is_counted_and_answers_are_compressed_for_those_who_can_read_them() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        server.route("GET", "/wait", _ -> {
                    both.countDown();
                    awaitBoth(both);
                    return SimResponse.text(200, "text/plain", "a".repeat(5000));
                })
                .start(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> get("/wait").body());
            var second = threads.submit(() -> http.send(
                            HttpRequest.newBuilder(uri("/wait"))
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body()
                    .length);
            assertThat(first.get()).hasSize(5000);
            assertThat(second.get()).isLessThan(200);
        }
        assertThat(server.counters().mostConcurrent()).isEqualTo(2);
        assertThat(server.counters().requests()).containsEntry("GET /wait", 2);
    }

    @Test
    void https_shows_the_certificate_that_a_client_was_told_to_trust() throws Exception {
        SimTls tls = SimTls.selfSigned();
        server.tls(tls)
                .route("GET", "/thing", _ -> SimResponse.text(200, "text/plain", "private"))
                .start(0);

        assertThat(server.baseUrl()).hasScheme("https");
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(tls.clientContext()).build();
        assertThat(trusting.send(HttpRequest.newBuilder(uri("/thing")).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("private");
        assertThatThrownBy(() -> get("/thing")).isInstanceOf(javax.net.ssl.SSLException.class);
        assertThat(tls.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----");
    }

    private void startCounting() {
        server.route("POST", "/things", _ -> SimResponse.json(201, Map.of("number", posted.incrementAndGet())))
                .control(new OneRecord())
                .start(0);
    }

    private static void awaitBoth(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create(server.baseUrl() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private record OneRecord() implements Simulator.Screen {
        @Override
        public String insert(String object, Map<String, Object> fields) {
            return "1";
        }

        @Override
        public void update(String object, String id, Map<String, Object> fields) {}

        @Override
        public void delete(String object, String id) {}

        @Override
        public List<Map<String, Object>> records(String object) {
            return List.of(Map.of("object", object));
        }
    }
}
