package dev.throughline.connector.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notices that a vendor posts to us. Verifies and parses, nothing else: the hub answers only after the changes are durable. */
public interface Webhooks {
    Outcome receive(Request request);

    /**
     * @param headers names in lower case
     * @param body    the raw bytes, since signatures cover them
     */
    record Request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Instant receivedAt) {
        public Optional<String> header(String lowerCaseName) {
            return Optional.ofNullable(headers.get(lowerCaseName));
        }
    }

    /** What to answer. */
    record Answer(int status, String contentType, String body) {
        public static final Answer OK = new Answer(200, "text/plain", "");
    }

    /** What a notice turned out to be. */
    sealed interface Outcome {
        /** @param answer to be sent once the changes are durable */
        record Accepted(List<Change> changes, Answer answer) implements Outcome {}

        /** A hand-shake that proves that we own the address; nothing is stored. */
        record Challenge(Answer answer) implements Outcome {}

        /** Not authentic (401), too old (401), not understood (400) or too large (413); the reason is logged and never told to the sender in detail. */
        record Refused(int status, String reason) implements Outcome {}
    }
}
