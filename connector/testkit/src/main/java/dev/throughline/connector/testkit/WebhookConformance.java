package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Webhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices that a vendor posts: only authentic and recent ones are taken, and the same notice is the same change. */
public abstract class WebhookConformance extends ConnectorConformance {
    private static final int HUGE = 20 * 1024 * 1024;

    private Vendor.HookTarget target;
    private Webhooks webhooks;

    @BeforeEach
    void theWebhooks() {
        target = role(vendor.webhooks(), "webhooks");
        webhooks = role(connector.webhooks(), "webhooks");
    }

    @Test
    void a_signed_notice_is_taken() {
        List<Change> changes = accepted(signed(1));
        assertThat(changes).isNotEmpty();
    }

    @Test
    void the_same_notice_again_is_the_same_change() {
        List<Change> first = accepted(signed(1));
        clock.advance(Duration.ofSeconds(2));
        List<Change> second = accepted(signed(1));
        assertThat(second)
                .extracting(Change::externalId)
                .isEqualTo(first.stream().map(Change::externalId).toList());
        assertThat(second)
                .extracting(Change::version)
                .isEqualTo(first.stream().map(Change::version).toList());
    }

    @Test
    void a_wrong_signature_is_refused() {
        Webhooks.Request request = signed(1);
        String signature = request.header(target.signatureHeader()).orElseThrow();
        char last = signature.charAt(signature.length() / 2);
        String wrong = signature.substring(0, signature.length() / 2)
                + (last == 'a' ? 'b' : 'a')
                + signature.substring(signature.length() / 2 + 1);
        assertThat(refused(withHeader(request, target.signatureHeader(), wrong)))
                .isEqualTo(401);
        assertThat(refused(withHeader(request, target.signatureHeader(), ""))).isEqualTo(401);
        assertThat(refused(withHeader(request, target.signatureHeader(), "ünd\u0000" + wrong)))
                .isEqualTo(401);
    }

    @Test
    void a_missing_signature_is_refused() {
        Webhooks.Request request = signed(1);
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.remove(target.signatureHeader());
        assertThat(refused(with(request, headers, request.body()))).isEqualTo(401);
    }

    @Test
    void a_body_that_was_changed_on_its_way_is_refused() {
        Webhooks.Request request = signed(1);
        byte[] changed = Arrays.copyOf(request.body(), request.body().length + 1);
        changed[changed.length - 1] = ' ';
        assertThat(refused(with(request, request.headers(), changed))).isEqualTo(401);
        assertThat(refused(with(request, request.headers(), new byte[0]))).isEqualTo(401);
    }

    @Test
    void a_notice_that_is_too_old_is_refused_though_its_signature_is_right() {
        Duration window = role(target.window(), "signed time of notices");
        Webhooks.Request request = signed(1);
        clock.advance(window.plusSeconds(1));
        assertThat(refused(arriving(request))).isEqualTo(401);
        Webhooks.Request ahead =
                target.signed(target.body(1), clock.instant().plus(window).plusSeconds(1));
        assertThat(refused(arriving(ahead))).isEqualTo(401);
    }

    @Test
    void a_signed_body_that_makes_no_sense_is_refused_and_never_thrown() {
        for (String body : List.of("", "{", "[]", "null", "17", "\"text\"", "<xml/>", "{\"a\":".repeat(5_000), "{}")) {
            Webhooks.Outcome outcome =
                    webhooks.receive(target.signed(body.getBytes(StandardCharsets.UTF_8), clock.instant()));
            if (outcome instanceof Webhooks.Outcome.Accepted accepted) {
                assertThat(accepted.changes())
                        .as("changes out of nothing: " + body)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_body_of_20_mb_is_taken_or_refused_but_never_thrown() {
        byte[] body = Arrays.copyOf(target.body(1), HUGE);
        Arrays.fill(body, target.body(1).length, HUGE, (byte) ' ');
        Webhooks.Outcome outcome = webhooks.receive(target.signed(body, clock.instant()));
        if (outcome instanceof Webhooks.Outcome.Refused refused) {
            assertThat(refused.status()).isIn(400, 413);
        }
    }

    private Webhooks.Request signed(int n) {
        return target.signed(target.body(n), clock.instant());
    }

    private List<Change> accepted(Webhooks.Request request) {
        Webhooks.Outcome outcome = webhooks.receive(request);
        assertThat(outcome).isInstanceOf(Webhooks.Outcome.Accepted.class);
        Webhooks.Outcome.Accepted accepted = (Webhooks.Outcome.Accepted) outcome;
        assertThat(accepted.answer().status()).isBetween(200, 299);
        return accepted.changes();
    }

    private int refused(Webhooks.Request request) {
        Webhooks.Outcome outcome = webhooks.receive(request);
        assertThat(outcome).isInstanceOf(Webhooks.Outcome.Refused.class);
        return ((Webhooks.Outcome.Refused) outcome).status();
    }

    private Webhooks.Request arriving(Webhooks.Request request) {
        return new Webhooks.Request(
                request.method(), request.path(), request.query(), request.headers(), request.body(), clock.instant());
    }

    private static Webhooks.Request withHeader(Webhooks.Request request, String name, String value) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(name, value);
        return with(request, headers, request.body());
    }

    private static Webhooks.Request with(Webhooks.Request request, Map<String, String> headers, byte[] body) {
        return new Webhooks.Request(
                request.method(), request.path(), request.query(), headers, body, request.receivedAt());
    }
}
