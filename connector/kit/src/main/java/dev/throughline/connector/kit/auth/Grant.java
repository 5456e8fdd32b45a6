package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** How a token is asked for. Thread-safe through {@link TokenSource}, which asks one at a time. */
public interface Grant {
    VendorRequest request(Instant now);

    /** The service gave a token; some give a new refresh token with it. */
    default void granted(JsonNode answer) {}
}
