package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimCounters;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.simkit.Simulator;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;

/** Kantata on 127.0.0.1. Objects are named as in the API: {@code workspaces}, {@code stories}, {@code time_entries}. */
public final class KantataSimulator implements Simulator {
    private final Faults faults = new Faults(
            EnumSet.of(
                    Fault.LOSE_ANSWER,
                    Fault.LOSE_REQUEST,
                    Fault.THROTTLE,
                    Fault.UNAVAILABLE,
                    Fault.SERVER_ERROR,
                    Fault.SERVER_ERROR_AFTER_COMMIT,
                    Fault.MALFORMED_ANSWER,
                    Fault.EXPIRE_TOKENS,
                    Fault.DUPLICATE_EVENT,
                    Fault.LATE_EVENT,
                    Fault.MISSED_EVENT,
                    Fault.LATE_STAMP),
            new SplittableRandom(4711));
    private final SimServer server = new SimServer("Kantata", faults);
    private Optional<Account> account = Optional.empty();
    private int requestsPerMinute = Integer.MAX_VALUE;

    /** What a started simulator holds. */
    private record Account(Store store, Writes writes, KantataApi api, Tokens tokens, RateWindow window) {}

    @Override
    public String kind() {
        return "kantata";
    }

    @Override
    public void start(int port, InstantSource clock) {
        Store store = new Store(faults, clock);
        Writes writes = new Writes(store);
        KantataApi api = new KantataApi(store, writes);
        Tokens tokens = new Tokens(clock, new SplittableRandom(42));
        account = Optional.of(new Account(store, writes, api, tokens, new RateWindow(clock)));
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            server.route(method, "/api/v1/*", api::handle);
        }
        server.route("GET", "/oauth/authorize", tokens::authorize)
                .route("POST", "/oauth/token", tokens::token)
                .filter(this::misbehave)
                .filter(this::signedIn)
                .unknownPath(_ -> error(ApiError.missing()))
                .unreadableBody(_ -> error(ApiError.system(400, "The request body could not be parsed")))
                .control(screen());
        server.start(port);
    }

    /** Limits each minute's requests; none by default, since the vendor publishes no number. */
    public void requestsPerMinute(int most) {
        requestsPerMinute = most;
    }

    /** Whether the account has the event log add-on; on by default. */
    public void subscribedEvents(boolean on) {
        started().store.events().enabled(on);
    }

    /** How long events take to appear. @param late for those that {@link Fault#LATE_EVENT} strikes */
    public void eventDelay(Duration usual, Duration late) {
        started().store.events().delay(usual, late);
    }

    /** What clients asked and were told. */
    @Override
    public Optional<SimCounters> counters() {
        return Optional.of(server.counters());
    }

    private Account started() {
        return account.orElseThrow(() -> new IllegalStateException("the simulator of Kantata is not started"));
    }

    private static SimResponse error(ApiError e) {
        return SimResponse.json(e.status(), e.body());
    }

    private SimResponse signedIn(SimRequest request, SimServer.Handler next) {
        if (!request.path().startsWith("/api/")) {
            return next.handle(request);
        }
        if (faults.strikes(Fault.EXPIRE_TOKENS, request.operation())) {
            started().tokens.expireAll();
        }
        if (!started().tokens.valid(request)) {
            return error(ApiError.unauthorised());
        }
        if (!started().window.admits(requestsPerMinute)) {
            return throttled();
        }
        return next.handle(request);
    }

    private SimResponse throttled() {
        return error(ApiError.system(429, "Too many requests. Please slow down."))
                .withHeader(
                        "Retry-After",
                        Long.toString(Math.max(1, faults.retryAfter().toSeconds())));
    }

    private SimResponse misbehave(SimRequest request, SimServer.Handler next) {
        String operation = request.operation();
        if (faults.strikes(Fault.THROTTLE, operation)) {
            return throttled();
        }
        if (faults.strikes(Fault.UNAVAILABLE, operation)) {
            return SimResponse.text(503, "text/html", "<html><body><h1>Scheduled maintenance</h1></body></html>")
                    .withHeader(
                            "Retry-After",
                            Long.toString(Math.max(1, faults.retryAfter().toSeconds())));
        }
        if (faults.strikes(Fault.SERVER_ERROR, operation)) {
            return error(ApiError.system(500, "Something went wrong"));
        }
        SimResponse answer = next.handle(request);
        String id = "%08x-sim".formatted(System.identityHashCode(request));
        if (faults.strikes(Fault.SERVER_ERROR_AFTER_COMMIT, operation)) {
            return SimResponse.text(504, "text/html", "<html><body><h1>504 Gateway Time-out</h1></body></html>");
        }
        return answer.withHeader("x-request-id", id);
    }

    @Override
    public Access access() {
        URI base = server.baseUrl();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("baseUrl", base + "/api/v1");
        settings.put("tokenUrl", base + "/oauth/token");
        settings.put("clientId", Tokens.CLIENT_ID);
        settings.put("clientSecret", Tokens.CLIENT_SECRET);
        settings.put("events", "true");
        return new Access(
                URI.create(base + "/api/v1"),
                URI.create(base + "/oauth/token"),
                List.of(
                        new Credential("bearer-token", Map.of("access_token", Tokens.PAGE_TOKEN)),
                        new Credential(
                                "oauth2-client-credentials",
                                Map.of("client_id", Tokens.CLIENT_ID, "client_secret", Tokens.CLIENT_SECRET)),
                        new Credential(
                                "oauth2-authorization-code",
                                Map.of(
                                        "client_id",
                                        Tokens.CLIENT_ID,
                                        "client_secret",
                                        Tokens.CLIENT_SECRET,
                                        "authorize_url",
                                        base + "/oauth/authorize"))),
                settings);
    }

    @Override
    public Map<String, String> seedSmallFirm() {
        return new Seed(screen()).plant();
    }

    @Override
    public Screen screen() {
        Account started = started();
        return new Hands(started.store, started.writes, started.api);
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        server.close();
    }

    /** People at the vendor's own screen: they may do more than the API allows. */
    private record Hands(Store store, Writes writes, KantataApi api) implements Screen {
        private Kind kind(String object) {
            return store.kind(object)
                    .orElseThrow(() -> new NoSuchElementException("Kantata has no collection " + object));
        }

        private Row row(String object, String id) {
            if (!id.matches("\\d{1,18}")) {
                throw new NoSuchElementException(object + " " + id);
            }
            return store.table(object)
                    .row(Long.parseLong(id))
                    .orElseThrow(() -> new NoSuchElementException(object + " " + id));
        }

        @Override
        public String insert(String object, Map<String, Object> fields) {
            synchronized (api) {
                return Long.toString(writes.create(kind(object), new LinkedHashMap<>(fields), true).id);
            }
        }

        @Override
        public void update(String object, String id, Map<String, Object> fields) {
            synchronized (api) {
                writes.update(kind(object), row(object, id), new LinkedHashMap<>(fields), true);
            }
        }

        @Override
        public void delete(String object, String id) {
            synchronized (api) {
                writes.delete(kind(object), List.of(row(object, id)), true);
            }
        }

        @Override
        public List<Map<String, Object>> records(String object) {
            synchronized (api) {
                Kind kind = kind(object);
                List<Map<String, Object>> records = new ArrayList<>();
                store.table(object).each(r -> records.add(Renderer.plain(store, kind, r)));
                return records;
            }
        }
    }
}
