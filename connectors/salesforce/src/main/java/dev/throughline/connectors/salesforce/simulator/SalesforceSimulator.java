package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimCounters;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.simkit.SimTls;
import dev.throughline.connector.simkit.Simulator;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A Salesforce org on loopback: OAuth and SOAP sessions, REST with SOQL, SOSL, collections and composite, Bulk API 2.0, and change events over the Pub/Sub API. Multi-currency is
 * on, amounts are in each record's own currency, and every field that Throughline writes exists.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/">REST API Developer Guide</a>
 */
public final class SalesforceSimulator implements Simulator {
    private static final Set<Fault> FAULTS = Set.of(
            Fault.LOSE_ANSWER,
            Fault.LOSE_REQUEST,
            Fault.THROTTLE,
            Fault.UNAVAILABLE,
            Fault.SERVER_ERROR,
            Fault.SERVER_ERROR_AFTER_COMMIT,
            Fault.MALFORMED_ANSWER,
            Fault.EXPIRE_TOKENS,
            Fault.CONFLICT,
            Fault.PARTIAL_FAILURE,
            Fault.DUPLICATE_EVENT,
            Fault.LATE_EVENT,
            Fault.MISSED_EVENT,
            Fault.LATE_STAMP,
            Fault.GAP,
            Fault.OVERFLOW,
            Fault.EXPIRE_REPLAY);

    private final Faults faults;
    private Optional<Running> running = Optional.empty();
    private Optional<SimCounters> seen = Optional.empty();
    private int pageSize = 2_000;

    private record Running(
            SimServer server,
            Org org,
            Dml dml,
            Api api,
            Tokens tokens,
            PubSubServer pubSub,
            SimTls tls,
            People people) {}

    public SalesforceSimulator() {
        this(0);
    }

    /** @param seed of faults that show by chance */
    public SalesforceSimulator(long seed) {
        this.faults = new Faults(FAULTS, new Random(seed));
    }

    @Override
    public String kind() {
        return "salesforce";
    }

    @Override
    public synchronized void start(int port, InstantSource clock) {
        if (running.isPresent()) {
            throw new IllegalStateException("the simulator of salesforce runs already");
        }
        EventBus bus = new EventBus(faults);
        Org org = new Org(Schema.load(), clock, bus);
        Dml dml = new Dml(org, faults);
        People people = new People(org, dml);
        people.furnish();
        Tokens tokens = new Tokens(clock, people.orgId(), people.userId());
        Api api = new Api(org, dml, faults, tokens, people.userId());
        api.queries().pageSize(pageSize);
        SimServer server = new SimServer("salesforce", faults);
        routes(server, api, tokens);
        soap(server, new SoapRoutes(org, tokens, people));
        server.control(people);
        server.start(port);
        seen = Optional.of(server.counters());
        SimTls tls = SimTls.selfSigned();
        PubSubServer pubSub = new PubSubServer(org, bus, tokens, people.orgId(), faults, tls);
        running = Optional.of(new Running(server, org, dml, api, tokens, pubSub, tls, people));
    }

    /** The most records in one page of a query; the vendor's default is 2,000, and it gives fewer when rows are wide. */
    public synchronized SalesforceSimulator pageSize(int records) {
        pageSize = records;
        running.ifPresent(r -> r.api().queries().pageSize(records));
        return this;
    }

    /** Requests in 24 hours, 100,000 in an Enterprise Edition org without added licences. */
    public void dailyRequests(int max) {
        now().api().dailyMax(max);
    }

    /** How long a quiet event stream waits before it sends an empty answer. */
    public void eventKeepAlive(Duration every) {
        now().pubSub().keepAlive(every);
    }

    /** How long a session lives unused. */
    public void sessionLife(Duration idle) {
        now().tokens().idle(idle);
    }

    @Override
    public synchronized Optional<SimCounters> counters() {
        return seen;
    }

    @Override
    public Access access() {
        Running r = now();
        URI base = r.server().baseUrl();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loginUrl", base.toString());
        settings.put("clientId", Tokens.CLIENT_ID);
        settings.put("clientSecret", Tokens.CLIENT_SECRET);
        settings.put("pubSubUrl", "https://127.0.0.1:" + r.pubSub().port());
        settings.put("pubSubCertificate", r.tls().certificatePem());
        return new Access(base, base.resolve("/services/oauth2/token"), credentials(r.tokens()), settings);
    }

    @Override
    public Map<String, String> seedSmallFirm() {
        return Seeding.smallFirm(now().people());
    }

    @Override
    public Screen screen() {
        return now().people();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public synchronized void close() {
        running.ifPresent(r -> {
            r.pubSub().close();
            r.server().close();
        });
        running = Optional.empty();
    }

    private synchronized Running now() {
        return running.orElseThrow(() -> new IllegalStateException("the simulator of salesforce is not started"));
    }

    private static List<Credential> credentials(Tokens tokens) {
        Map<String, String> app = Map.of("client_id", Tokens.CLIENT_ID, "client_secret", Tokens.CLIENT_SECRET);
        Map<String, String> password = new LinkedHashMap<>(app);
        password.put("username", Tokens.USERNAME);
        password.put("password", Tokens.PASSWORD);
        Map<String, String> refresh = new LinkedHashMap<>(app);
        refresh.put("refresh_token", Tokens.REFRESH_TOKEN);
        return List.of(
                new Credential("oauth2-client-credentials", app),
                new Credential(
                        "oauth2-jwt-bearer",
                        Map.of(
                                "client_id",
                                Tokens.CLIENT_ID,
                                "username",
                                Tokens.USERNAME,
                                "private_key",
                                tokens.privateKeyPem())),
                new Credential("oauth2-refresh-token", refresh),
                new Credential("oauth2-password", password),
                new Credential("soap-login", Map.of("username", Tokens.USERNAME, "password", Tokens.PASSWORD)));
    }

    private static void routes(SimServer server, Api api, Tokens tokens) {
        server.route(
                "POST",
                "/services/oauth2/token",
                r -> tokens.token(r, server.baseUrl().toString()));
        server.route("POST", "/services/oauth2/revoke", tokens::revoke);
        server.route("GET", "/services/oauth2/revoke", tokens::revoke);
        for (String method : List.of("GET", "POST")) {
            server.route(
                    method,
                    "/services/oauth2/userinfo",
                    r -> signedIn(tokens, r.header("authorization"))
                            ? tokens.userInfo(server.baseUrl().toString())
                            : SimResponse.text(403, "text/plain", "Bad_OAuth_Token"));
        }
        server.route(
                "GET",
                "/id/{org}/{user}",
                r -> signedIn(tokens, r.header("authorization"))
                        ? tokens.identityPage(server.baseUrl().toString())
                        : SimResponse.text(403, "text/plain", "Bad_OAuth_Token"));
        for (String method : List.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")) {
            server.route(method, "/services/data", api::handle);
            server.route(method, "/services/data/*", api::handle);
        }
        server.unknownPath(_ -> Wire.error(404, "NOT_FOUND", "The requested resource does not exist"));
        server.unreadableBody(_ -> Wire.error(400, "JSON_PARSER_ERROR", "the body cannot be read"));
    }

    private static void soap(SimServer server, SoapRoutes soap) {
        for (String door : List.of("u", "c")) {
            for (String tail : List.of("", "/{org}")) {
                server.route(
                        "POST",
                        "/services/Soap/%s/{version}%s".formatted(door, tail),
                        r -> soap.handle(r, server.baseUrl().toString()));
            }
        }
    }

    private static boolean signedIn(Tokens tokens, Optional<String> authorization) {
        return authorization
                .filter(a -> a.startsWith("Bearer "))
                .filter(a -> tokens.valid(a.substring(7).strip()))
                .isPresent();
    }
}
