package dev.throughline.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.throughline.model.SystemId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the vendors' process takes orders, on 127.0.0.1 only and only with the token of its address file: {@code GET /state}, {@code POST /hub}, {@code POST /play/N},
 * {@code GET /records/SYSTEM/OBJECT}, {@code GET /mishaps}, {@code POST /stop}. Every order may be repeated.
 */
final class Orders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final JsonMapper json = JsonMapper.shared();
    private final Town town;
    private final Play play;
    private final Notices notices;
    private final byte[] authorization;
    private final Runnable stop;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param stop what ends the process */
    Orders(Town town, Play play, Notices notices, String token, Runnable stop) throws IOException {
        this.town = town;
        this.play = play;
        this.notices = notices;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.stop = stop;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
                answer(exchange, 401, "no or a wrong token");
                return;
            }
            try {
                Object came = order(exchange);
                answer(exchange, came == null ? 404 : 200, came == null ? "no such order" : came);
            } catch (IllegalArgumentException | NoSuchElementException refused) {
                answer(exchange, 400, String.valueOf(refused.getMessage()));
            } catch (RuntimeException failed) {
                LOG.error("an order failed: {}", exchange.getRequestURI(), failed);
                answer(exchange, 500, String.valueOf(failed));
            }
        }
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** @return what is answered, null for an unknown order */
    private @Nullable Object order(HttpExchange exchange) {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
        return switch (exchange.getRequestMethod() + " " + path[0]) {
            case "GET state" -> new Wire.State(play.done(), settings());
            case "POST hub" -> meet(body(exchange, Wire.Hub.class));
            case "POST play" -> path.length == 2 ? play.step(Integer.parseInt(path[1])) : null;
            case "GET records" ->
                path.length == 3
                        ? town.vendors().of(new SystemId(path[1])).screen().records(path[2])
                        : null;
            case "GET mishaps" -> play.mishaps();
            case "POST stop" -> {
                stop.run();
                yield "ends";
            }
            default -> null;
        };
    }

    private java.util.Map<String, java.util.Map<String, String>> settings() {
        var all = town.vendors().settings();
        all.computeIfPresent(Vendors.HCM.value(), (_, hcm) -> {
            var more = new java.util.HashMap<>(hcm);
            more.put("webhookKey", notices.key());
            return more;
        });
        return all;
    }

    private String meet(Wire.Hub hub) {
        notices.to(URI.create(hub.hooks() + Vendors.HCM.value()));
        return "met";
    }

    private <T> T body(HttpExchange exchange, Class<T> type) {
        try {
            return json.readValue(exchange.getRequestBody().readNBytes(10_000), type);
        } catch (IOException cutOff) {
            throw new UncheckedIOException(cutOff);
        }
    }

    /** Answers under way may end. */
    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
