package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything below {@code /services/data}: sessions, limits, the vendor's own error answers, and the way to each resource. */
final class Api {
    private static final Pattern CLIENT = Pattern.compile("client=([^,;]{1,64})");
    private static final int VERSION_MIN = 31;
    private static final int VERSION_MAX = 67;
    private static final String HTML =
            "<html><head><title>Maintenance</title></head><body><h1>Service Not Available</h1></body></html>";

    private final Org org;
    private final Faults faults;
    private final Tokens tokens;
    private final String user;
    private final SObjectRoutes sobjects;
    private final CollectionRoutes collections;
    private final CompositeRoutes composite;
    private final QueryRoutes query;
    private final BulkRoutes bulk;
    private final BulkQueryRoutes bulkQuery;
    private final SearchRoutes search;
    private final AtomicInteger unavailable = new AtomicInteger();
    private final Deque<Instant> calls = new ArrayDeque<>();
    private volatile int dailyMax = 100_000;

    Api(Org org, Dml dml, Faults faults, Tokens tokens, String user) {
        this.org = org;
        this.faults = faults;
        this.tokens = tokens;
        this.user = user;
        this.sobjects = new SObjectRoutes(org, dml);
        this.collections = new CollectionRoutes(org, dml, faults);
        this.composite = new CompositeRoutes(org, this::route);
        this.query = new QueryRoutes(org);
        this.bulk = new BulkRoutes(org, dml);
        this.bulkQuery = new BulkQueryRoutes(org);
        this.search = new SearchRoutes(org);
    }

    QueryRoutes queries() {
        return query;
    }

    void dailyMax(int requests) {
        dailyMax = requests;
    }

    SimResponse handle(SimRequest request) {
        String operation = request.operation();
        if (faults.strikes(Fault.UNAVAILABLE, operation)) {
            return unavailable.getAndIncrement() % 2 == 0
                    ? Wire.error(503, "SERVER_UNAVAILABLE", "Server is down for maintenance")
                    : SimResponse.text(503, "text/html;charset=UTF-8", HTML);
        }
        List<String> segments = segments(request.path());
        if (segments.size() == 2 || segments.size() == 3 && segments.get(2).isEmpty()) {
            return request.method().equals("GET")
                    ? versions()
                    : Wire.error(
                            405,
                            "METHOD_NOT_ALLOWED",
                            "HTTP Method '%s' not allowed. Allowed are GET".formatted(request.method()));
        }
        if (faults.strikes(Fault.EXPIRE_TOKENS, operation)) {
            tokens.expireAll();
        }
        if (!authenticated(request)) {
            return Wire.error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        Optional<String> version = version(segments.get(2));
        if (version.isEmpty()) {
            return noSuchVersion(segments.get(2));
        }
        boolean exhausted = !count();
        if (faults.strikes(Fault.THROTTLE, operation) || exhausted) {
            return limited(Wire.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        }
        if (faults.strikes(Fault.SERVER_ERROR, operation)) {
            return limited(unexpected());
        }
        // A slash at the end of a path means nothing.
        int end = segments.getLast().isEmpty() ? segments.size() - 1 : segments.size();
        SimResponse answer = answer(request, version.get(), segments.subList(3, Math.max(3, end)));
        return limited(faults.strikes(Fault.SERVER_ERROR_AFTER_COMMIT, operation) ? unexpected() : answer);
    }

    private SimResponse answer(SimRequest request, String version, List<String> segments) {
        String client = clientName(request);
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((k, v) -> headers.put(k, v.getFirst()));
        Map<String, String> parameters = new LinkedHashMap<>();
        request.query().forEach((k, v) -> parameters.put(k, v.getFirst()));
        // Clients that cannot send PATCH say so in a parameter.
        String method =
                request.method().equals("POST") ? parameters.getOrDefault("_HttpMethod", "POST") : request.method();
        Session session = new Session(user, client, version, request.operation());
        try {
            requireType(request, segments);
            return route(new Call(session, method, segments, parameters, headers, request.body(), version));
        } catch (Refusal refusal) {
            return Wire.refusal(refusal);
        }
    }

    private SimResponse route(Call call) {
        List<String> path = call.segments();
        String first = path.isEmpty() ? "" : path.getFirst();
        return switch (first) {
            case "" -> resources(call);
            case "sobjects" -> sobjects.handle(call);
            case "query", "queryAll" -> query.handle(call);
            case "limits" -> limits();
            case "composite" ->
                path.size() == 1
                        ? composite.handle(call)
                        : path.get(1).equals("sobjects") ? collections.handle(call) : unknown();
            case "jobs" -> path.size() > 1 && path.get(1).equals("query") ? bulkQuery.handle(call) : bulk.handle(call);
            case "search", "parameterizedSearch" -> search.handle(call);
            default -> unknown();
        };
    }

    private static SimResponse unknown() {
        throw Refusal.notFound("The requested resource does not exist");
    }

    private static void requireType(SimRequest request, List<String> segments) {
        if (request.body().length == 0 || segments.isEmpty()) {
            return;
        }
        String type = request.header("content-type").orElse("").toLowerCase(java.util.Locale.ROOT);
        boolean csv = segments.getLast().equals("batches");
        if (!type.startsWith(csv ? "text/csv" : "application/json")) {
            throw new Refusal(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The HTTP Content-Type '%s' is not supported here, expected %s"
                            .formatted(type, csv ? "text/csv" : "application/json"),
                    List.of());
        }
    }

    private boolean authenticated(SimRequest request) {
        String header = request.header("authorization").orElse("");
        String token = header.startsWith("Bearer ") || header.startsWith("OAuth ")
                ? header.substring(header.indexOf(' ') + 1).strip()
                : "";
        return tokens.valid(token);
    }

    private static String clientName(SimRequest request) {
        Matcher matcher = CLIENT.matcher(request.header("sforce-call-options").orElse(""));
        return matcher.find() ? matcher.group(1).strip() : "";
    }

    private static Optional<String> version(String segment) {
        return segment.startsWith("v") && served(segment.substring(1))
                ? Optional.of(segment.substring(1))
                : Optional.empty();
    }

    /** Whether this release answers in that version of its API, written like {@code 66.0}: 31.0 is the oldest since Summer '25. */
    static boolean served(String version) {
        return version.matches("\\d\\d\\.0") && within(Integer.parseInt(version.substring(0, 2)));
    }

    private static boolean within(int major) {
        return major >= VERSION_MIN && major <= VERSION_MAX;
    }

    // The retirement plan of versions up to 30.0 promises 410 for REST.
    private static SimResponse noSuchVersion(String segment) {
        boolean retired = segment.matches("v([1-9]|[12]\\d|30)\\.0");
        return retired
                ? Wire.error(410, "UNSUPPORTED_API_VERSION", "API version %s is retired".formatted(segment))
                : Wire.error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private static SimResponse versions() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        String[] seasons = {"Spring", "Summer", "Winter"};
        for (int v = VERSION_MIN; v <= VERSION_MAX; v++) {
            // 30 was Spring '14; a Winter release carries the next year's number.
            int step = v - 30;
            int year = 14 + step / 3 + (step % 3 == 2 ? 1 : 0);
            list.addObject()
                    .put("label", "%s '%d".formatted(seasons[step % 3], year))
                    .put("url", "/services/data/v%d.0".formatted(v))
                    .put("version", v + ".0");
        }
        return Wire.json(list);
    }

    private static SimResponse resources(Call call) {
        ObjectNode node = Wire.object();
        for (String name : List.of(
                "sobjects", "query", "queryAll", "search", "parameterizedSearch", "limits", "composite", "jobs")) {
            node.put(name, call.base() + "/" + name);
        }
        return Wire.json(node);
    }

    private SimResponse limits() {
        ObjectNode node = Wire.object();
        node.putObject("DailyApiRequests").put("Max", dailyMax).put("Remaining", Math.max(0, dailyMax - used()));
        node.putObject("DailyBulkV2QueryJobs").put("Max", 10_000).put("Remaining", 10_000);
        node.putObject("DailyBulkApiBatches").put("Max", 15_000).put("Remaining", 15_000);
        return Wire.json(node);
    }

    /** @return false when the rolling day's calls are used up */
    private boolean count() {
        synchronized (calls) {
            Instant now = org.now();
            while (!calls.isEmpty() && calls.peekFirst().isBefore(now.minus(Duration.ofDays(1)))) {
                calls.removeFirst();
            }
            if (calls.size() >= dailyMax) {
                return false;
            }
            calls.addLast(now);
            return true;
        }
    }

    private int used() {
        synchronized (calls) {
            return calls.size();
        }
    }

    private SimResponse limited(SimResponse answer) {
        return answer.status() == 204 || answer.status() == 0
                ? answer
                : answer.withHeader("Sforce-Limit-Info", "api-usage=%d/%d".formatted(used(), dailyMax))
                        .withHeader("X-SFDC-Request-Id", org.read(o -> "req-%08x".formatted(o.nextNumber("request"))));
    }

    private SimResponse unexpected() {
        return Wire.error(
                500,
                "UNKNOWN_EXCEPTION",
                "An unexpected error occurred. Please include this ErrorId if you contact support: 1795254075-%d (1234567890)"
                        .formatted(used()));
    }

    static List<String> segments(String rawPath) {
        return Arrays.stream(rawPath.replaceFirst("^/+", "").split("/", -1))
                .map(Api::decode)
                .toList();
    }

    static Map<String, String> firstValues(@org.jspecify.annotations.Nullable String rawQuery) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        pair.substring(0, equals),
                        decode(pair.substring(equals + 1).replace('+', ' ')));
            }
        }
        return values;
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }
}
