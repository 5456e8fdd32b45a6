package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connector.simkit.SimServer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands before every service: sign-in, the concurrency limit, and the vendor's fault answers. */
final class Gate {
    static final String ACCOUNT = "TL1000001";
    static final String CLIENT_ID = "sim-client-5c1e0f";
    static final String EC_KID = "sim-cert-ec-1";
    static final String RSA_KID = "sim-cert-rsa-1";
    static final TokenSigning.Secrets TBA = new TokenSigning.Secrets(
            ACCOUNT, "sim-consumer-key-01", "sim-consumer-secret-01", "sim-token-id-01", "sim-token-secret-01");
    private static final String TOKEN_PATH = "/services/rest/auth/oauth2/v1/token";

    private final Account account;
    private final AccountOptions options;
    private final Faults faults;
    private final SimServer server;
    private final Assertions assertions =
            new Assertions(CLIENT_ID, Map.of(EC_KID, Keys.EC.getPublic(), RSA_KID, Keys.RSA.getPublic()));
    private final TokenSigning signing = new TokenSigning(TBA);
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger underWay = new AtomicInteger();

    Gate(Account account, AccountOptions options, Faults faults, SimServer server) {
        this.account = account;
        this.options = options;
        this.faults = faults;
        this.server = server;
    }

    SimResponse filter(SimRequest request, SimServer.Handler next) {
        int now = underWay.incrementAndGet();
        try {
            return limited(request, next, now);
        } catch (Problem problem) {
            return Answers.error(problem);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private SimResponse limited(SimRequest request, SimServer.Handler next, int now) {
        String operation = request.operation();
        if (faults.strikes(Fault.UNAVAILABLE, operation)) {
            return SimResponse.text(
                    503, "text/html", "<html><body><h1>NetSuite is down for maintenance</h1></body></html>");
        }
        if (request.path().equals(TOKEN_PATH)) {
            return next.handle(request);
        }
        if (now > options.concurrency()) {
            server.counters().violation("%d requests at once, %d are allowed".formatted(now, options.concurrency()));
            throw tooMany();
        }
        if (faults.strikes(Fault.THROTTLE, operation)) {
            throw tooMany();
        }
        if (faults.strikes(Fault.EXPIRE_TOKENS, operation)) {
            tokens.clear();
        }
        Optional<SimResponse> refused = refused(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (faults.strikes(Fault.SERVER_ERROR, operation)) {
            throw unexpected();
        }
        boolean writes = !request.method().equals("GET") && request.path().contains("/record/");
        if (writes && faults.strikes(Fault.CONFLICT, operation)) {
            throw Problem.of(400, "RCRD_HAS_BEEN_CHANGED", "Error while accessing a resource. Record has been changed");
        }
        SimResponse answer = next.handle(request);
        if (faults.strikes(Fault.SERVER_ERROR_AFTER_COMMIT, operation)) {
            throw unexpected();
        }
        return answer;
    }

    private static Problem tooMany() {
        return Problem.of(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked.");
    }

    private static Problem unexpected() {
        return Problem.of(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: sim0000000001");
    }

    /** The whole of a token's life begins here. */
    SimResponse token(SimRequest request) {
        boolean asked = request.formField("grant_type").equals(Optional.of("client_credentials"))
                && request.formField("client_assertion_type")
                        .equals(Optional.of("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        Optional<String> refusal = asked
                ? assertions.refusal(
                        request.formField("client_assertion").orElse(""), server.baseUrl() + TOKEN_PATH, account.now())
                : Optional.of("invalid_request");
        if (refusal.isPresent()) {
            return SimResponse.json(refusal.get().equals("invalid_client") ? 401 : 400, Map.of("error", refusal.get()));
        }
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = "eyJ" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.put(token, account.now().plus(options.tokenLife()));
        return SimResponse.json(
                Map.of("access_token", token, "expires_in", options.tokenLife().toSeconds(), "token_type", "Bearer"));
    }

    private Optional<SimResponse> refused(SimRequest request) {
        String header = request.header("Authorization").orElse("");
        if (header.regionMatches(true, 0, "OAuth ", 0, 6)) {
            return signing.refusal(request, server.baseUrl().toString(), account.now())
                    .map(reason -> Answers.unauthorised(
                            "OAuth realm=\"%s\", error=\"%s\", error_description=\"Invalid login attempt.\""
                                    .formatted(ACCOUNT, reason)));
        }
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(Answers.unauthorised("Bearer realm=\"%s\"".formatted(ACCOUNT)));
        }
        String token = header.substring(7).strip();
        if (token.isEmpty() || token.contains(" ")) {
            return Optional.of(Answers.error(Problem.header("Authorization", "The Authorization header is malformed."))
                    .withHeader(
                            "WWW-Authenticate", "Bearer realm=\"%s\", error=\"invalid_request\"".formatted(ACCOUNT)));
        }
        Instant expires = tokens.get(token);
        return expires != null && account.now().isBefore(expires)
                ? Optional.empty()
                : Optional.of(Answers.unauthorised(
                        "Bearer realm=\"%s\", error=\"invalid_token\", error_description=\"Invalid login attempt.\""
                                .formatted(ACCOUNT)));
    }
}
