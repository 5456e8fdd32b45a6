package dev.throughline.connector.simkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A simulator's answer.
 *
 * @param status  200 to 599, or 0 for no answer at all: the connection is cut
 * @param headers by name; the server adds length, date and encoding itself
 */
public record SimResponse(int status, Map<String, String> headers, byte[] body) {
    /** The connection breaks without a byte. */
    public static final SimResponse CUT = new SimResponse(0, Map.of(), new byte[0]);

    public SimResponse {
        headers = Map.copyOf(headers);
    }

    /** @param value anything that Jackson writes: maps, lists, nodes, records */
    public static SimResponse json(int status, Object value) {
        return of(status, "application/json;charset=UTF-8", SimJson.MAPPER.writeValueAsBytes(value));
    }

    public static SimResponse json(Object value) {
        return json(200, value);
    }

    public static SimResponse text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static SimResponse of(int status, String contentType, byte[] body) {
        return new SimResponse(status, Map.of("Content-Type", contentType), body);
    }

    public static SimResponse empty(int status) {
        return new SimResponse(status, Map.of(), new byte[0]);
    }

    public SimResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new SimResponse(status, more, body);
    }

    @Override
    public String toString() {
        return "SimResponse[" + status + ", " + body.length + " bytes]";
    }
}
