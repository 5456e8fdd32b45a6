package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import dev.throughline.connector.simkit.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.JsonNode;

/**
 * NetSuite on loopback: SuiteTalk REST records, batches and jobs, SuiteQL, the metadata catalogue, OAuth 2.0 and token-based authentication.
 *
 * <p>Source of protocol facts: Oracle NetSuite help, 2026 edition, as digested in the room's README.
 */
public final class NetSuiteSimulator implements Simulator {
    /** The misbehaviour that this vendor can show; it pushes no events. */
    public static final Set<Fault> FAULTS = Set.of(
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
            Fault.LATE_STAMP);

    private static final String REST = "/services/rest";
    private static final String RECORD = REST + "/record/v1/{record}";

    private final Faults faults;
    private final SimServer server;
    private final Account account;
    private final AccountOptions options;
    private @org.jspecify.annotations.Nullable Desk desk;
    private @org.jspecify.annotations.Nullable Jobs jobs;

    public NetSuiteSimulator() {
        this(AccountOptions.PLAIN, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    }

    /** @param random draws the faults that are ordered by chance */
    public NetSuiteSimulator(AccountOptions options, RandomGenerator random) {
        this.options = options;
        this.faults = new Faults(FAULTS, random);
        this.server = new SimServer("netsuite", faults).bodyBytesMax(104 * 1024 * 1024);
        this.account = new Account(options, faults);
    }

    @Override
    public String kind() {
        return "netsuite";
    }

    @Override
    public void start(int port, InstantSource clock) {
        account.clock(clock);
        // The address is needed in every link, and is known once a port is: so the port is taken by the late-bound
        // view.
        View view = new View(account, () -> server.baseUrl() + REST);
        Jobs running = new Jobs(account, faults, () -> server.baseUrl().toString());
        RecordService records = new RecordService(account, view);
        jobs = running;
        desk = new Desk(account, view);
        Gate gate = new Gate(account, options, faults, server);
        server.filter(gate::filter)
                .unknownPath(r -> Answers.error(Problem.nowhere(r.path())))
                .wrongMethod(r -> Answers.error(Problem.wrongMethod(r.method())))
                .unreadableBody(_ -> Answers.error(Problem.request("The request body is not valid JSON.")))
                .control(desk);
        server.route("POST", REST + "/auth/oauth2/v1/token", gate::token);
        records(records, new Collections(account, view, records, running));
        services(view, running);
        server.start(port);
    }

    private void records(RecordService records, Collections collections) {
        server.route("GET", RECORD, collections::list)
                .route("POST", RECORD, collections::post)
                .route("PATCH", RECORD, r -> collections.batch(r, "PATCH"))
                .route("PUT", RECORD, r -> collections.batch(r, "PUT"))
                .route("DELETE", RECORD, collections::deleteMany)
                .route("GET", RECORD + "/{id}", records::get)
                .route("PATCH", RECORD + "/{id}", r -> collections.maybeLater(r, write(r)))
                .route("PUT", RECORD + "/{id}", r -> collections.maybeLater(r, write(r)))
                .route("DELETE", RECORD + "/{id}", r -> collections.maybeLater(r, write(r)))
                .route("GET", RECORD + "/{id}/*", records::sublist)
                .route("POST", RECORD + "/{id}/{verb}", r -> verb(records, r))
                .route(
                        "POST",
                        RECORD + "/{id}/!transform/{target}",
                        r -> records.transform(
                                r.variable("record"),
                                r.variable("id"),
                                r.variable("target"),
                                body(r),
                                RecordService.Manner.of(r)));
    }

    private void services(View view, Jobs running) {
        Metadata metadata = new Metadata(account, view);
        String job = REST + "/async/v1/job/{job}";
        server.route("GET", REST + "/record/v1/metadata-catalog", metadata::catalog)
                .route("GET", REST + "/record/v1/metadata-catalog/{name}", metadata::one)
                .route("POST", REST + "/query/v1/suiteql", new SuiteQlService(account, view)::query)
                .route("GET", job, running::job)
                .route("GET", job + "/task", running::tasks)
                .route("GET", job + "/task/{task}", running::task)
                .route("GET", job + "/task/{task}/result", running::result)
                .route(
                        "GET",
                        REST + "/system/v1/governanceLimits",
                        _ -> SimResponse.json(Map.of(
                                "accountConcurrencyLimit", options.concurrency(),
                                "accountUnallocatedConcurrencyLimit", options.concurrency(),
                                "integrationLimitType", "accountLimit")));
    }

    private static RecordService.Write write(SimRequest request) {
        boolean delete = request.method().equals("DELETE");
        return new RecordService.Write(
                request.method(),
                request.variable("record"),
                request.variable("id"),
                delete ? dev.throughline.connector.simkit.SimJson.MAPPER.nullNode() : request.json(),
                RecordService.Manner.of(request));
    }

    private static SimResponse verb(RecordService records, SimRequest request) {
        String verb = request.variable("verb");
        if (!verb.startsWith("@")) {
            throw Problem.nowhere(request.path());
        }
        return records.action(request.variable("record"), request.variable("id"), verb.substring(1));
    }

    private static JsonNode body(SimRequest request) {
        return request.body().length == 0
                ? dev.throughline.connector.simkit.SimJson.MAPPER.createObjectNode()
                : request.json();
    }

    @Override
    public Access access() {
        URI base = URI.create(server.baseUrl() + REST);
        URI token = URI.create(base + "/auth/oauth2/v1/token");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("base_url", base.toString());
        settings.put("account", Gate.ACCOUNT);
        settings.put("client_id", Gate.CLIENT_ID);
        settings.put("certificate_id", Gate.EC_KID);
        settings.put("private_key", Keys.privatePem(Keys.EC));
        return new Access(base, token, credentials(token), settings);
    }

    private static List<Credential> credentials(URI token) {
        return List.of(
                client("ES256", Gate.EC_KID, Keys.privatePem(Keys.EC), Keys.publicPem(Keys.EC), token),
                client("PS256", Gate.RSA_KID, Keys.privatePem(Keys.RSA), Keys.publicPem(Keys.RSA), token),
                new Credential(
                        "oauth1-tba",
                        Map.of(
                                "realm", Gate.TBA.realm(),
                                "consumer_key", Gate.TBA.consumerKey(),
                                "consumer_secret", Gate.TBA.consumerSecret(),
                                "token_id", Gate.TBA.tokenId(),
                                "token_secret", Gate.TBA.tokenSecret(),
                                "signature_method", "HMAC-SHA256")));
    }

    private static Credential client(String algorithm, String kid, String privateKey, String publicKey, URI token) {
        return new Credential(
                "oauth2-client-credentials-" + algorithm.toLowerCase(java.util.Locale.ROOT),
                Map.of(
                        "client_id", Gate.CLIENT_ID,
                        "certificate_id", kid,
                        "private_key", privateKey,
                        "public_key", publicKey,
                        "algorithm", algorithm,
                        "scope", "rest_webservices",
                        "audience", token.toString()));
    }

    @Override
    public java.util.Optional<dev.throughline.connector.simkit.SimCounters> counters() {
        return java.util.Optional.of(server.counters());
    }

    /** What went over the wire: requests, answers, broken limits. */
    public SimServer server() {
        return server;
    }

    /** Adds a custom field, as an administrator would under Customization. @param field such as {@code custcol_source} */
    public void addCustomTextField(String record, String field) {
        account.catalog.customise(record, field, Field.Kind.TEXT);
    }

    @Override
    public Map<String, String> seedSmallFirm() {
        return new FirmSeed(screen()).seed();
    }

    @Override
    public Desk screen() {
        if (desk == null) {
            throw new IllegalStateException("the NetSuite simulator is not started");
        }
        return desk;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        server.close();
        if (jobs != null) {
            jobs.close();
        }
    }
}
