package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimCounters;
import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.simkit.SimTls;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connectors.bamboohr.simulator.Doors.User;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** BambooHR on 127.0.0.1, under the company's own address and under the older gateway's. Objects at the screen: {@code employees}, table names, {@code time_off}. */
public final class BambooHrSimulator implements Simulator {
    private static final int TICK_MS = 50;

    /** Asked as a signed-in user. */
    private interface Page {
        SimResponse answer(SimRequest request, User user);
    }

    private final Faults faults = new Faults(
            EnumSet.of(
                    Fault.LOSE_ANSWER,
                    Fault.LOSE_REQUEST,
                    Fault.THROTTLE,
                    Fault.UNAVAILABLE,
                    Fault.SERVER_ERROR,
                    Fault.MALFORMED_ANSWER,
                    Fault.EXPIRE_TOKENS,
                    Fault.DUPLICATE_EVENT,
                    Fault.LATE_EVENT,
                    Fault.MISSED_EVENT,
                    Fault.BAD_SIGNATURE,
                    Fault.LATE_STAMP),
            new SplittableRandom(815));
    private final SimServer server = new SimServer("BambooHR", faults);
    private final Sender sender = new Sender();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bamboohr-webhooks").factory());
    private final Object lock = new Object();
    private Optional<Parts> parts = Optional.empty();
    private boolean throttlesWith503;

    private record Parts(Company company, Doors access, Hooks hooks, People people) {}

    @Override
    public String kind() {
        return "bamboohr";
    }

    @Override
    public void start(int port, InstantSource clock) {
        Company company = new Company(clock);
        Doors access = new Doors(clock, new SplittableRandom(7));
        Hooks hooks = new Hooks(company, faults, new SplittableRandom(8));
        parts = Optional.of(new Parts(company, access, hooks, new People(company, faults, lock)));
        for (String base : List.of("", "/api/gateway.php/" + Doors.COMPANY)) {
            routes(base, base.isEmpty() ? "/api" : "", company, hooks);
        }
        server.route("GET", "/authorize.php", access::authorize)
                .route("POST", "/token.php", access::token)
                .filter(this::misbehave)
                .unknownPath(_ -> SimResponse.empty(404).withHeader("X-BambooHR-Error-Message", "Not found"))
                .wrongMethod(_ -> SimResponse.empty(405).withHeader("X-BambooHR-Error-Message", "Method not allowed"))
                .unreadableBody(_ -> SimResponse.empty(400).withHeader("X-BambooHR-Error-Message", "Malformed JSON"))
                .control(screen());
        server.start(port);
        ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** Speaks HTTPS, since the official clients turn every address into https. To be called before {@link #start}. */
    public void tls(SimTls certificate) {
        server.tls(certificate);
    }

    /** Until 16 September 2026 the vendor throttled with 503; since then with 429, the default here. */
    public void throttlesWith503(boolean on) {
        throttlesWith503 = on;
    }

    private void routes(String base, String api, Company company, Hooks hooks) {
        EmployeesApi employees = new EmployeesApi(company);
        HistoryApi history = new HistoryApi(company, employees);
        MetaApi meta = new MetaApi(company);
        String v1 = base + api + "/v1";
        get(v1 + "/employees", employees::list);
        get(v1 + "/employees/directory", employees::directory);
        get(v1 + "/employees/changed", (r, _) -> history.changed(r));
        get(v1 + "/employees/changed/tables/{table}", history::changedTable);
        get(v1 + "/employees/{id}", employees::one);
        get(v1 + "/employees/{id}/tables/{table}", history::rows);
        page("POST", v1 + "/employees", (r, _) -> employees.hire(r, body(r)));
        page("POST", v1 + "/employees/{id}", (r, _) -> employees.change(r, body(r)));
        page("POST", v1 + "/employees/{id}/tables/{table}", (r, u) -> history.add(r, u, body(r)));
        page("POST", base + api + "/v1_1/employees/{id}/tables/{table}", (r, u) -> history.add(r, u, body(r)));
        get(v1 + "/meta/fields", (r, _) -> meta.fields(r));
        get(v1 + "/meta/tables", (r, _) -> meta.tables(r));
        get(v1 + "/meta/lists", (r, _) -> meta.lists(r));
        get(v1 + "/meta/users", (r, _) -> meta.users(r));
        get(v1 + "/meta/time_off/types", (r, _) -> meta.timeOffTypes(r));
        get(v1 + "/time_off/requests", (r, _) -> meta.requests(r));
        get(v1 + "/time_off/whos_out", (r, _) -> meta.whosOut(r));
        get(base + api + "/v1_2/datasets/employee/fields", (_, _) -> MetaApi.datasetFields());
        page("POST", base + api + "/v2/datasets/employee/data", meta::dataset);
        get(v1 + "/webhooks", (_, u) -> hooks.all(u));
        page("POST", v1 + "/webhooks", hooks::register);
        get(v1 + "/webhooks/monitor_fields", (_, _) -> hooks.monitorFields());
        get(v1 + "/webhooks/{id}", hooks::one);
        page("PUT", v1 + "/webhooks/{id}", hooks::replace);
        page("DELETE", v1 + "/webhooks/{id}", hooks::remove);
        get(v1 + "/webhooks/{id}/log", hooks::log);
    }

    private void get(String path, Page page) {
        page("GET", path, page);
    }

    private void page(String method, String path, Page page) {
        server.route(method, path, request -> {
            if (faults.strikes(Fault.EXPIRE_TOKENS, request.operation())) {
                started().access.expireTokens();
            }
            Optional<User> user = started().access.user(request);
            if (user.isEmpty()) {
                return SimResponse.empty(401);
            }
            synchronized (lock) {
                try {
                    started().company.passDays();
                    // What happened before a webhook was registered is not told to it.
                    started().hooks.gather();
                    SimResponse answer = page.answer(request, user.get());
                    started().hooks.gather();
                    return answer;
                } catch (BadAnswer e) {
                    return e.response();
                }
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(SimRequest request) {
        // As at the vendor, this exact type is taken for XML.
        if (request.header("content-type").orElse("").equalsIgnoreCase("application/json; charset=UTF-8")) {
            throw BadAnswer.old(400, "Malformed XML");
        }
        Object body = SimJson.MAPPER.convertValue(request.json(), Object.class);
        if (!(body instanceof Map)) {
            throw BadAnswer.old(400, "Malformed JSON");
        }
        return (Map<String, Object>) body;
    }

    private SimResponse misbehave(SimRequest request, SimServer.Handler next) {
        String operation = request.operation();
        String wait = Long.toString(Math.max(1, faults.retryAfter().toSeconds()));
        if (faults.strikes(Fault.THROTTLE, operation)) {
            if (request.path().endsWith("/log")) {
                return SimResponse.json(Map.of(
                        "error",
                        Map.of("code", 429, "message", "Over rate limit, please try again in " + wait + " seconds")));
            }
            return SimResponse.empty(throttlesWith503 ? 503 : 429).withHeader("Retry-After", wait);
        }
        if (faults.strikes(Fault.UNAVAILABLE, operation)) {
            return SimResponse.text(
                    503, "text/html", "<html><body><h1>BambooHR is down for maintenance</h1></body></html>");
        }
        if (faults.strikes(Fault.SERVER_ERROR, operation)) {
            return SimResponse.text(500, "text/html", "<html><body><h1>Internal error</h1></body></html>");
        }
        return next.handle(request);
    }

    /** Sends what is due. */
    private void tick() {
        List<Hooks.Notice> due;
        synchronized (lock) {
            started().company.passDays();
            started().hooks.gather();
            due = started().hooks.due();
        }
        for (Hooks.Notice notice : due) {
            int status = sender.post(notice, started().company.now());
            synchronized (lock) {
                started().hooks.sent(notice, status);
            }
        }
    }

    private Parts started() {
        return parts.orElseThrow(() -> new IllegalStateException("the simulator of BambooHR is not started"));
    }

    @Override
    public Optional<SimCounters> counters() {
        return Optional.of(server.counters());
    }

    @Override
    public Simulator.Access access() {
        URI base = server.baseUrl();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("baseUrl", base.toString());
        settings.put("tokenUrl", base + "/token.php?request=token");
        settings.put("clientId", Doors.CLIENT_ID);
        settings.put("clientSecret", Doors.CLIENT_SECRET);
        settings.put("refreshToken", started().access.refreshToken());
        return new Simulator.Access(
                base,
                URI.create(base + "/token.php?request=token"),
                List.of(
                        key("api-key", Doors.KEY),
                        key("api-key-limited", Doors.LIMITED_KEY),
                        new Credential(
                                "oauth2-refresh-token",
                                Map.of(
                                        "client_id",
                                        Doors.CLIENT_ID,
                                        "client_secret",
                                        Doors.CLIENT_SECRET,
                                        "refresh_token",
                                        started().access.refreshToken()))),
                settings);
    }

    /** Clients of the older gateway put the company's domain into the path. */
    private static Credential key(String method, String key) {
        return new Credential(method, Map.of("username", key, "password", "x", "company_domain", Doors.COMPANY));
    }

    @Override
    public Map<String, String> seedSmallFirm() {
        return new Seed(screen()).plant();
    }

    @Override
    public Screen screen() {
        return started().people;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        sender.close();
        server.close();
    }
}
