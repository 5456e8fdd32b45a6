package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The same header on every request: Basic (RFC 7617), a personal token, an API key. */
public final class StaticHeader implements Authorisation {
    private final String name;
    private final String value;

    private StaticHeader(String name, String value) {
        if (!value.chars().allMatch(c -> c >= 0x20 && c != 0x7f)) {
            throw new IllegalArgumentException(
                    "the secret for header " + name + " holds a control character, perhaps a line break at its end");
        }
        this.name = name;
        this.value = value;
    }

    public static StaticHeader basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new StaticHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public static StaticHeader bearer(String token) {
        return new StaticHeader("Authorization", "Bearer " + token);
    }

    public static StaticHeader named(String name, String value) {
        return new StaticHeader(name, value);
    }

    @Override
    public Ready authorise(VendorRequest request) {
        return new Ready.Go(request.header(name, value));
    }

    @Override
    public boolean renewable() {
        return false;
    }

    @Override
    public String toString() {
        return "StaticHeader[" + name + ": ***]";
    }
}
