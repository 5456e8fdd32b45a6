package dev.throughline.connector.kit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HmacTest {
    /** RFC 4231, test case 2. */
    @Test
    void the_code_is_that_of_the_rfcs_example_however_the_text_is_cut() {
        byte[] mac =
                Hmac.sha256("Jefe".getBytes(UTF_8), "what do ya want ".getBytes(UTF_8), "for nothing?".getBytes(UTF_8));
        String hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertThat(Hmac.isHex(mac, hex)).isTrue();
        assertThat(Hmac.isHex(mac, " " + hex.toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(Hmac.isHex(mac, hex.replace('5', '6'))).isFalse();
        assertThat(Hmac.isBase64(mac, Hmac.base64(mac))).isTrue();
        assertThat(Hmac.isBase64(mac, "")).isFalse();
    }

    @Test
    void an_empty_secret_signs_nothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Hmac.sha256(new byte[0], new byte[0]));
    }

    @Test
    void a_time_is_recent_on_both_sides_of_now_up_to_the_window() {
        Instant now = Instant.parse("2026-03-02T09:30:00Z");
        Duration window = Duration.ofMinutes(5);
        assertThat(Hmac.isRecent(now.minus(window), now, window)).isTrue();
        assertThat(Hmac.isRecent(now.plus(window), now, window)).isTrue();
        assertThat(Hmac.isRecent(now.minus(window).minusMillis(1), now, window)).isFalse();
        assertThat(Hmac.isRecent(Instant.MAX, now, window)).isFalse();
    }
}
