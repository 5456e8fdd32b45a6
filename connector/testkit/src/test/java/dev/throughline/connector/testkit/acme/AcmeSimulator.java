package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimCounters;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.simkit.SmallFirm;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Acme's protocol: {@code POST /token}; {@code GET /orders?since=&after_time=&after_id=&limit=} ordered by (changed, id) with deleted ones marked;
 * {@code GET /orders/{id}}; {@code GET /orders/by-ref/{ref}}; {@code GET /orders-count}; {@code POST /orders} with a list of at most 5, one answer each, unique by
 * {@code ref}.
 */
final class AcmeSimulator implements Simulator {
    private static final Set<Fault> SHOWS = EnumSet.of(
            Fault.LOSE_ANSWER,
            Fault.LOSE_REQUEST,
            Fault.MALFORMED_ANSWER,
            Fault.THROTTLE,
            Fault.UNAVAILABLE,
            Fault.SERVER_ERROR,
            Fault.SERVER_ERROR_AFTER_COMMIT,
            Fault.EXPIRE_TOKENS,
            Fault.CONFLICT,
            Fault.PARTIAL_FAILURE,
            Fault.LATE_STAMP);

    private final Faults faults = new Faults(SHOWS, new Random(7));
    private final SimServer server = new SimServer("acme", faults);
    private final Map<String, Map<String, Object>> orders = new LinkedHashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private InstantSource clock = InstantSource.system();
    private int ids = 100;
    private int tokenCount;

    @Override
    public String kind() {
        return "acme";
    }

    @Override
    public void start(int port, InstantSource time) {
        clock = time;
        server.filter(this::vendorFaults)
                .filter(this::signedIn)
                .route("POST", "/token", this::token)
                .route("GET", "/orders", this::changed)
                .route("GET", "/orders/{id}", r -> one(orders.get(r.variable("id"))))
                .route(
                        "GET",
                        "/orders/by-ref/{ref}",
                        r -> one(byRef(r.variable("ref")).orElse(null)))
                .route(
                        "GET",
                        "/orders-count",
                        _ -> SimResponse.json(
                                Map.of("count", screen().records("orders").size())))
                .route("POST", "/orders", this::create)
                .start(port);
    }

    private SimResponse vendorFaults(SimRequest request, SimServer.Handler next) {
        String operation = request.operation();
        String wait = Long.toString(faults.retryAfter().toSeconds());
        if (faults.strikes(Fault.THROTTLE, operation)) {
            return SimResponse.empty(429).withHeader("Retry-After", wait);
        }
        if (faults.strikes(Fault.UNAVAILABLE, operation)) {
            return SimResponse.empty(503).withHeader("Retry-After", wait);
        }
        if (faults.strikes(Fault.SERVER_ERROR, operation)) {
            return SimResponse.json(500, Map.of("error", "INTERNAL"));
        }
        if (faults.strikes(Fault.CONFLICT, operation)) {
            return SimResponse.json(409, Map.of("error", "LOCKED"));
        }
        SimResponse answer = next.handle(request);
        return faults.strikes(Fault.SERVER_ERROR_AFTER_COMMIT, operation)
                ? SimResponse.json(500, Map.of("error", "INTERNAL"))
                : answer;
    }

    private synchronized SimResponse signedIn(SimRequest request, SimServer.Handler next) {
        if (!request.path().equals("/token")) {
            if (faults.strikes(Fault.EXPIRE_TOKENS, request.operation())) {
                tokens.clear();
            }
            if (!tokens.contains(request.header("Authorization").orElse(""))) {
                return SimResponse.empty(401);
            }
        }
        return next.handle(request);
    }

    private SimResponse token(SimRequest request) {
        if (!request.formField("client_secret").equals(Optional.of("acme-secret-4711"))) {
            return SimResponse.json(401, Map.of("error", "invalid_client"));
        }
        String token = "tok" + ++tokenCount;
        tokens.add("Bearer " + token);
        return SimResponse.json(Map.of("access_token", token, "token_type", "Bearer", "expires_in", 1_000_000));
    }

    private SimResponse changed(SimRequest request) {
        Instant since = request.parameter("since").map(Instant::parse).orElse(Instant.EPOCH);
        Stream<Map<String, Object>> matching = orders.values().stream()
                .filter(order -> !stamp(order).isBefore(since))
                .filter(order -> request.parameter("after_time").isEmpty() || isAfter(order, request))
                .sorted(Comparator.comparing(AcmeSimulator::stamp).thenComparing(order -> id(order)));
        List<Map<String, Object>> page = matching.limit(
                        Long.parseLong(request.parameter("limit").orElse("50")))
                .toList();
        return SimResponse.json(Map.of("orders", page));
    }

    private static boolean isAfter(Map<String, Object> order, SimRequest request) {
        int byTime = stamp(order)
                .compareTo(Instant.parse(request.parameter("after_time").orElseThrow()));
        return byTime > 0
                || byTime == 0
                        && id(order).compareTo(request.parameter("after_id").orElse("")) > 0;
    }

    private SimResponse one(@org.jspecify.annotations.Nullable Map<String, Object> order) {
        return order == null || order.containsKey("deleted")
                ? SimResponse.json(404, Map.of("error", "NOT_FOUND"))
                : SimResponse.json(order);
    }

    private SimResponse create(SimRequest request) {
        List<Map<String, Object>> results = new ArrayList<>();
        request.json().path("orders").forEach(node -> {
            String ref = node.path("ref").asString("");
            Optional<Map<String, Object>> existing = byRef(ref);
            if (existing.isPresent()) {
                results.add(Map.of("status", "DUPLICATE", "id", id(existing.get())));
            } else if (node.path("amount").isNumber()
                    && node.path("amount").decimalValue().signum() < 0) {
                results.add(Map.of("status", "INVALID", "field", "amount", "message", "amount is negative"));
            } else if (node.path("day").asString("").startsWith("1999")) {
                results.add(Map.of("status", "INVALID", "code", "PERIOD_LOCKED", "message", "1999 is closed"));
            } else if (faults.strikes(Fault.PARTIAL_FAILURE, request.operation())) {
                results.add(Map.of("status", "LOCKED"));
            } else {
                Map<String, Object> fields = new LinkedHashMap<>();
                node.properties()
                        .forEach(e -> fields.put(
                                e.getKey(),
                                e.getValue().isNumber()
                                        ? e.getValue().decimalValue()
                                        : e.getValue().asString("")));
                results.add(Map.of("status", "CREATED", "id", screen().insert("orders", fields)));
            }
        });
        return SimResponse.json(Map.of("results", results));
    }

    private Optional<Map<String, Object>> byRef(String ref) {
        return orders.values().stream()
                .filter(order -> ref.equals(order.get("ref")))
                .findFirst();
    }

    private static Instant stamp(Map<String, Object> order) {
        return Instant.parse((String) order.get("changed"));
    }

    private static String id(Map<String, Object> order) {
        return (String) order.get("id");
    }

    @Override
    public Access access() {
        URI base = server.baseUrl();
        return new Access(
                base,
                base.resolve("/token"),
                List.of(new Credential(
                        "oauth2-client-credentials", Map.of("client_id", "acme", "client_secret", "acme-secret-4711"))),
                Map.of(
                        "url",
                        base.toString(),
                        "client-id",
                        "acme",
                        "client-secret",
                        "acme-secret-4711",
                        "webhook-secret",
                        "hook-secret-0815"));
    }

    @Override
    public Map<String, String> seedSmallFirm() {
        Map<String, String> ids = new LinkedHashMap<>();
        SmallFirm.firm()
                .invoices()
                .forEach(i ->
                        ids.put(i.name(), screen().insert("orders", Map.of("title", i.number(), "amount", i.total()))));
        return ids;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<SimCounters> counters() {
        return Optional.of(server.counters());
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public Screen screen() {
        return new Screen() {
            @Override
            public String insert(String object, Map<String, Object> fields) {
                synchronized (AcmeSimulator.this) {
                    String id = Integer.toString(ids++);
                    Map<String, Object> order = new LinkedHashMap<>(fields);
                    order.put("id", id);
                    boolean late = faults.strikes(Fault.LATE_STAMP, "insert " + object);
                    order.put(
                            "changed",
                            clock.instant().minusSeconds(late ? 20 : 0).toString());
                    orders.put(id, order);
                    return id;
                }
            }

            @Override
            public void update(String object, String id, Map<String, Object> fields) {
                synchronized (AcmeSimulator.this) {
                    if (!orders.containsKey(id)) {
                        throw new NoSuchElementException("no order " + id);
                    }
                    orders.get(id).putAll(fields);
                    orders.get(id).put("changed", clock.instant().toString());
                }
            }

            @Override
            public void delete(String object, String id) {
                update(object, id, Map.of("deleted", true));
            }

            @Override
            public List<Map<String, Object>> records(String object) {
                synchronized (AcmeSimulator.this) {
                    return orders.values().stream()
                            .filter(o -> !o.containsKey("deleted"))
                            .<Map<String, Object>>map(LinkedHashMap::new)
                            .toList();
                }
            }
        };
    }
}
