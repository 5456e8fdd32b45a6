package dev.throughline.connector.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.KitFixture;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.SystemId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VendorHttpTest {
    private final KitFixture kit = new KitFixture();
    private final AtomicInteger served = new AtomicInteger();

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void an_answer_is_a_value_whatever_its_status() {
        kit.server
                .route(
                        "GET",
                        "/teapot",
                        _ -> SimResponse.text(418, "text/plain", "short and stout")
                                .withHeader("X-Kind", "tea"))
                .start(0);
        assertThat(send("/teapot")).isInstanceOfSatisfying(Outcome.Answer.class, answer -> {
            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.ok()).isFalse();
            assertThat(answer.header("x-kind")).contains("tea");
            assertThat(answer.text()).isEqualTo("short and stout");
            assertThat(answer.toString()).doesNotContain("stout");
        });
    }

    @Test
    void a_refused_connection_was_surely_not_sent() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Outcome outcome = new VendorHttp(kit.context())
                .send(VendorRequest.get(URI.create("http://127.0.0.1:" + free + "/x?secret=1")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.NotSent.class, o -> assertThat(o.reason()).doesNotContain("secret"));
        assertThat(Troubles.writing(outcome, kit.now.get())).get().isInstanceOf(WriteResult.Unavailable.class);
    }

    @Test
    void an_unknown_host_was_surely_not_sent() {
        Outcome outcome =
                new VendorHttp(kit.context()).send(VendorRequest.get(URI.create("http://no-such-host.invalid/")));
        assertThat(outcome).isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void a_connection_cut_after_sending_is_lost_and_not_sent_again() {
        kit.server
                .route("POST", "/orders", _ -> SimResponse.json(201, Map.of("n", served.incrementAndGet())))
                .start(0);
        kit.faults.next(Fault.LOSE_ANSWER, 1, "");
        Outcome outcome = new VendorHttp(kit.context())
                .send(VendorRequest.of("POST", kit.uri("/orders"), "text/plain", new byte[] {1}));
        assertThat(outcome).isInstanceOf(Outcome.Lost.class);
        assertThat(served).hasValue(1);
        assertThat(Troubles.writing(outcome, kit.now.get())).get().isInstanceOf(WriteResult.Unknown.class);
        assertThat(Troubles.reading(outcome, kit.now.get())).get().isInstanceOf(Trouble.Unavailable.class);
    }

    @Test
    void a_write_on_a_connection_that_was_used_before_is_not_sent_again_by_the_client_either() {
        kit.server
                .route("POST", "/orders", _ -> SimResponse.json(201, Map.of("n", served.incrementAndGet())))
                .start(0);
        VendorHttp http = new VendorHttp(kit.context());
        VendorRequest request = VendorRequest.of("POST", kit.uri("/orders"), "text/plain", new byte[] {1});
        assertThat(http.send(request)).isInstanceOf(Outcome.Answer.class);
        kit.faults.next(Fault.LOSE_ANSWER, 1, "");
        assertThat(http.send(request)).isInstanceOf(Outcome.Lost.class);
        assertThat(served).hasValue(2);
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_lost() {
        CountDownLatch over = new CountDownLatch(1);
        kit.server
                .route("GET", "/slow", _ -> {
                    awaitQuietly(over);
                    return SimResponse.empty(204);
                })
                .start(0);
        Outcome outcome = new VendorHttp(kit.context(), new HttpLimits(Duration.ofMillis(200), 1000))
                .send(VendorRequest.get(kit.uri("/slow")));
        over.countDown();
        assertThat(outcome).isInstanceOf(Outcome.Lost.class);
    }

    @Test
    void an_answer_that_breaks_off_keeps_its_status() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> answerOnce(socket, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nabc"));
            Outcome outcome = new VendorHttp(kit.context())
                    .send(VendorRequest.get(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/")));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Unreadable.class,
                            o -> assertThat(o.status()).isEqualTo(201));
            assertThat(Troubles.reading(outcome, kit.now.get())).get().isInstanceOf(Trouble.Malformed.class);
        }
    }

    @Test
    void an_answer_above_the_limit_is_not_kept_in_memory_neither_plain_nor_unpacked() {
        kit.server
                .route("GET", "/big", _ -> SimResponse.text(200, "text/plain", "a".repeat(100_000)))
                .start(0);
        VendorHttp small = new VendorHttp(kit.context(), new HttpLimits(Duration.ofSeconds(10), 50_000));
        assertThat(small.send(VendorRequest.get(kit.uri("/big")))).isInstanceOf(Outcome.Unreadable.class);
        assertThat(small.send(VendorRequest.get(kit.uri("/big")).header("Accept-Encoding", "identity")))
                .isInstanceOf(Outcome.Unreadable.class);
        assertThat(((Outcome.Answer) send("/big")).text()).hasSize(100_000);
    }

    @Test
    void a_permit_is_taken_for_each_request_and_always_given_back() {
        AtomicInteger out = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        ConnectorContext.Budget budget = () -> {
            out.incrementAndGet();
            taken.incrementAndGet();
            return out::decrementAndGet;
        };
        kit.server.route("GET", "/x", _ -> SimResponse.empty(204)).start(0);
        VendorHttp http =
                new VendorHttp(new ConnectorContext(new SystemId("a"), Map.of(), kit.now::get, kit.http, budget));
        http.send(VendorRequest.get(kit.uri("/x")));
        kit.faults.next(Fault.LOSE_REQUEST, 10, "");
        http.send(VendorRequest.get(kit.uri("/x")));
        assertThat(taken).hasValue(2);
        assertThat(out).hasValue(0);
    }

    @Test
    void statuses_are_read_with_the_wait_that_they_ask_for() {
        Outcome throttled = new Outcome.Answer(429, Map.of("retry-after", "7"), new byte[0]);
        Outcome closed = new Outcome.Answer(503, Map.of("retry-after", "Mon, 02 Mar 2026 10:00:00 GMT"), new byte[0]);
        Outcome broken = new Outcome.Answer(500, Map.of(), new byte[0]);
        Outcome wrong = new Outcome.Answer(422, Map.of(), "no such field".getBytes(StandardCharsets.UTF_8));
        var now = kit.now.get();
        assertThat(Troubles.reading(throttled, now)).contains(new Trouble.Throttled(Duration.ofSeconds(7)));
        assertThat(Troubles.reading(closed, now))
                .contains(new Trouble.Unavailable("HTTP 503", java.util.Optional.of(now.plus(Duration.ofMinutes(30)))));
        assertThat(Troubles.reading(wrong, now)).contains(new Trouble.Refused("HTTP_422", "no such field"));
        assertThat(Troubles.writing(broken, now)).get().isInstanceOf(WriteResult.Unknown.class);
        assertThat(Troubles.writing(closed, now)).get().isInstanceOf(WriteResult.Unavailable.class);
        assertThat(Troubles.writing(new Outcome.Answer(201, Map.of(), new byte[0]), now))
                .isEmpty();
    }

    @Test
    void a_wait_is_never_negative_nor_longer_than_a_day_nor_guessed_from_nonsense() {
        assertThat(wait("0")).hasValue(Duration.ZERO);
        assertThat(wait("1.2")).hasValue(Duration.ofSeconds(2));
        assertThat(wait("Sun, 01 Mar 2026 10:00:00 GMT")).hasValue(Duration.ZERO);
        assertThat(wait("99999999")).hasValue(RetryAfter.LONGEST);
        assertThat(wait("-5")).isEmpty();
        assertThat(wait("soon")).isEmpty();
        assertThat(wait("99999999999999999999")).isEmpty();
    }

    private java.util.Optional<Duration> wait(String header) {
        return RetryAfter.of(new Outcome.Answer(429, Map.of("retry-after", header), new byte[0]), kit.now.get());
    }

    private Outcome send(String path) {
        return new VendorHttp(kit.context()).send(VendorRequest.get(kit.uri(path)));
    }

    private static void answerOnce(ServerSocket socket, String answer) {
        try (var connection = socket.accept()) {
            connection.getInputStream().read(new byte[4096]);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
