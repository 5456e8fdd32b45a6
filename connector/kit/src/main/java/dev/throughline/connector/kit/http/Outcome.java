package dev.throughline.connector.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of one request. */
public sealed interface Outcome {
    /**
     * @param headers names in lower case, the first value of each
     * @param body    decompressed, at most as large as {@link HttpLimits#answerBytesMax}
     */
    record Answer(int status, Map<String, String> headers, byte[] body) implements Outcome {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public boolean ok() {
            return status / 100 == 2;
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The beginning of the body on one line, for messages to people. */
        public String excerpt() {
            String text = text().strip().replaceAll("\\s+", " ");
            return text.length() <= 300 ? text : text.substring(0, 300) + "…";
        }

        /** Never prints the body: token answers hold secrets. */
        @Override
        public String toString() {
            return "Answer[" + status + ", " + body.length + " bytes]";
        }
    }

    /** No connection came about, so the vendor surely saw nothing. */
    record NotSent(String reason) implements Outcome {}

    /** The request was sent, wholly or in part, and no answer came: it may have taken effect. */
    record Lost(String reason) implements Outcome {}

    /** The vendor answered with this status, but the body broke off, was too large or would not decompress: it may have taken effect. */
    record Unreadable(int status, String reason) implements Outcome {}
}
