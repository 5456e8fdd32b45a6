package dev.throughline.connector.kit.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks of webhook signatures. All comparisons take the same time whatever was sent. */
public final class Hmac {
    private Hmac() {}

    /** HMAC-SHA256 (RFC 2104) over all parts in a row. */
    public static byte[] sha256(byte[] key, byte[]... parts) {
        if (key.length == 0) {
            throw new IllegalArgumentException("the signing secret is empty");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    public static String hex(byte[] mac) {
        return HexFormat.of().formatHex(mac);
    }

    public static String base64(byte[] mac) {
        return Base64.getEncoder().encodeToString(mac);
    }

    /** @param said hexadecimal in either case, as it came */
    public static boolean isHex(byte[] expected, String said) {
        return same(hex(expected), said.strip().toLowerCase(Locale.ROOT));
    }

    /** @param said base64 as it came */
    public static boolean isBase64(byte[] expected, String said) {
        return same(base64(expected), said.strip());
    }

    public static boolean same(String expected, String said) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a signed time lies in the window around now: a replayed notice does not, nor does one from a clock that runs far ahead. */
    public static boolean isRecent(Instant signedAt, Instant now, Duration window) {
        return Duration.between(signedAt, now).abs().compareTo(window) <= 0;
    }
}
