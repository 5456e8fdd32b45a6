package dev.throughline.connector.simkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Between the JDK's exchange and our values. */
final class SimWire {
    private static final int COMPRESS_FROM_BYTES = 1024;

    private SimWire() {}

    /** @return empty when the body is larger than allowed */
    static Optional<SimRequest> read(HttpExchange exchange, SimRoutes.Match match, int bodyBytesMax)
            throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        byte[] body = body(exchange, headers).readNBytes(bodyBytesMax + 1);
        if (body.length > bodyBytesMax) {
            return Optional.empty();
        }
        String query = exchange.getRequestURI().getRawQuery();
        String sent = exchange.getRequestMethod();
        return Optional.of(new SimRequest(
                // A HEAD that a GET route answers is a GET to its handler; only the body stays away.
                sent.equals("HEAD") ? match.route().map(SimRoutes.Route::method).orElse(sent) : sent,
                exchange.getRequestURI().getRawPath(),
                match.variables(),
                SimRequest.pairs(query == null ? "" : query),
                headers,
                body));
    }

    private static InputStream body(HttpExchange exchange, Map<String, List<String>> headers) throws IOException {
        boolean gzip = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
        return gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    static void write(HttpExchange exchange, SimResponse answer) throws IOException {
        if (answer.status() == 0) {
            // Closing before any header is sent makes the JDK's server drop the connection without a byte.
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = encoded(exchange, answer);
        boolean bodiless =
                exchange.getRequestMethod().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        exchange.sendResponseHeaders(answer.status(), bodiless || body.length == 0 ? -1 : body.length);
        if (!bodiless && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] encoded(HttpExchange exchange, SimResponse answer) throws IOException {
        List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of());
        if (answer.body().length < COMPRESS_FROM_BYTES || accepted.stream().noneMatch(a -> a.contains("gzip"))) {
            return answer.body();
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(answer.body());
        }
        return bytes.toByteArray();
    }
}
