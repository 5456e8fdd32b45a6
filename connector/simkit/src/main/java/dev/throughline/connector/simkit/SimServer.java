package dev.throughline.connector.simkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A vendor's HTTP front on 127.0.0.1. Configure it, then {@link #start}. Shows {@link Fault#LOSE_REQUEST}, {@link Fault#LOSE_ANSWER} and
 * {@link Fault#MALFORMED_ANSWER} by itself, for operations named {@code METHOD /path}; faults with an answer of the vendor's own shape belong to its filter.
 */
public final class SimServer implements AutoCloseable {
    /** Answers one request. May throw {@link JacksonException} for a body that cannot be read. */
    @FunctionalInterface
    public interface Handler {
        SimResponse handle(SimRequest request);
    }

    /** Stands before every handler: authentication, limits, the vendor's fault answers. Answers by itself or calls {@code next}. */
    @FunctionalInterface
    public interface Filter {
        SimResponse filter(SimRequest request, Handler next);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SimServer.class);

    static {
        // Without this each small answer waits some 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final Faults faults;
    private final SimRoutes routes = new SimRoutes();
    private final SimCounters counters = new SimCounters();
    private final List<Filter> filters = new ArrayList<>();
    private final AtomicInteger malformed = new AtomicInteger();
    private Handler unknownPath = request -> SimResponse.json(404, Map.of("error", "no such path"));
    private Handler wrongMethod = request -> SimResponse.text(405, "text/plain", "Method Not Allowed");
    private Handler unreadableBody = request -> SimResponse.json(400, Map.of("error", "unreadable body"));
    private int bodyBytesMax = 25 * 1024 * 1024;
    private Optional<SimTls> tls = Optional.empty();
    private Optional<HttpServer> server = Optional.empty();
    private Optional<ExecutorService> executor = Optional.empty();

    public SimServer(String name, Faults faults) {
        this.name = name;
        this.faults = faults;
    }

    /** @param template such as {@code /record/v1/{record}/{id}}; a last segment {@code *} takes any tail */
    public SimServer route(String method, String template, Handler handler) {
        routes.add(method, template, handler);
        return this;
    }

    /** The filter added first is the outermost. */
    public SimServer filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    /** The vendor's answer to a path that it does not know. */
    public SimServer unknownPath(Handler answer) {
        unknownPath = answer;
        return this;
    }

    /** The vendor's answer to a method that the path does not know; the header {@code Allow} is added to it. */
    public SimServer wrongMethod(Handler answer) {
        wrongMethod = answer;
        return this;
    }

    /** The vendor's answer to a body that is no JSON. */
    public SimServer unreadableBody(Handler answer) {
        unreadableBody = answer;
        return this;
    }

    public SimServer bodyBytesMax(int bytes) {
        bodyBytesMax = bytes;
        return this;
    }

    /** Speaks HTTPS with this certificate. */
    public SimServer tls(SimTls certificate) {
        tls = Optional.of(certificate);
        return this;
    }

    /** Opens {@code /__sim/}, through which a sandbox is told over HTTP to misbehave. Not part of any vendor's protocol; never filtered. */
    public SimServer control(Simulator.Screen screen) {
        new SimControl(faults, counters, screen).addTo(routes);
        return this;
    }

    /** @param port 0 for any free one */
    public synchronized void start(int port) {
        if (server.isPresent()) {
            throw new IllegalStateException("the simulator of " + name + " runs already");
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            HttpServer http = tls.isPresent() ? tls.get().server(address) : HttpServer.create(address, 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            http.setExecutor(threads);
            http.createContext("/", this::serve);
            http.start();
            server = Optional.of(http);
            executor = Optional.of(threads);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the simulator of %s cannot listen on 127.0.0.1:%d: %s".formatted(name, port, e.getMessage()), e);
        }
    }

    /** @throws IllegalStateException when not started */
    public synchronized int port() {
        return server.orElseThrow(() -> new IllegalStateException("the simulator of " + name + " is not started"))
                .getAddress()
                .getPort();
    }

    /** Such as {@code http://127.0.0.1:38211}, without a slash at the end. */
    public URI baseUrl() {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + port());
    }

    public SimCounters counters() {
        return counters;
    }

    /** Cuts all connections at once. */
    @Override
    public synchronized void close() {
        server.ifPresent(http -> http.stop(0));
        executor.ifPresent(ExecutorService::shutdownNow);
        server = Optional.empty();
        executor = Optional.empty();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            SimRoutes.Match match = routes.match(
                    exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
            counters.began(match.route().map(SimRoutes.Route::name).orElse("unknown"));
            SimResponse answer = SimResponse.CUT;
            try {
                Optional<SimRequest> request = SimWire.read(exchange, match, bodyBytesMax);
                answer = request.isPresent()
                        ? answer(request.get(), match)
                        : SimResponse.text(413, "text/plain", "request body above %d bytes".formatted(bodyBytesMax));
            } catch (ZipException | EOFException e) {
                answer = SimResponse.text(400, "text/plain", "the body is not the gzip that its header promises");
            } finally {
                counters.ended(answer.status());
            }
            SimWire.write(exchange, answer);
        }
    }

    private SimResponse answer(SimRequest request, SimRoutes.Match match) {
        if (request.path().startsWith(SimControl.PREFIX)) {
            return handler(match).handle(request);
        }
        if (faults.strikes(Fault.LOSE_REQUEST, request.operation())) {
            return SimResponse.CUT;
        }
        SimResponse answer = handled(request, match);
        if (faults.strikes(Fault.LOSE_ANSWER, request.operation())) {
            return SimResponse.CUT;
        }
        return faults.strikes(Fault.MALFORMED_ANSWER, request.operation()) ? garbled(answer) : answer;
    }

    private SimResponse handled(SimRequest request, SimRoutes.Match match) {
        // Filters see the answer to an unreadable body like any other.
        Handler chain = r -> readable(r, handler(match));
        for (Filter filter : filters.reversed()) {
            Handler next = chain;
            chain = r -> filter.filter(r, next);
        }
        try {
            return readable(request, chain);
        } catch (RuntimeException e) {
            LOG.error("the simulator of {} failed on {}", name, request, e);
            counters.crashed(request.operation(), e);
            return SimResponse.text(500, "text/plain", "the simulator of %s failed: %s".formatted(name, e));
        }
    }

    private SimResponse readable(SimRequest request, Handler handler) {
        try {
            return handler.handle(request);
        } catch (JacksonException e) {
            LOG.debug("{}: {}: {}", name, request, e.getMessage());
            return unreadableBody.handle(request);
        }
    }

    private Handler handler(SimRoutes.Match match) {
        if (match.route().isPresent()) {
            return match.route().get().handler();
        }
        if (match.allowed().isEmpty()) {
            return unknownPath;
        }
        String allow = String.join(", ", match.allowed());
        return request -> wrongMethod.handle(request).withHeader("Allow", allow);
    }

    /** In turn: the first half of the answer, and a proxy's HTML page under the vendor's status and type. */
    private SimResponse garbled(SimResponse answer) {
        byte[] cut = java.util.Arrays.copyOf(answer.body(), answer.body().length / 2);
        if (malformed.getAndIncrement() % 2 == 0 && cut.length > 0) {
            return new SimResponse(answer.status(), answer.headers(), cut);
        }
        byte[] page = "<html><body><h1>Sorry</h1></body></html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new SimResponse(answer.status() == 204 ? 200 : answer.status(), answer.headers(), page);
    }
}
