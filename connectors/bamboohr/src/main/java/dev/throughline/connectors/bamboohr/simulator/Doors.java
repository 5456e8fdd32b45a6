package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Who asks, and what may be seen. API keys come as the user of HTTP Basic with any password; OAuth tokens live an hour, and refresh tokens rotate. */
final class Doors {
    static final String COMPANY = "smallfirm";
    static final String KEY = "bamboohr-simulator-key";
    static final String LIMITED_KEY = "bamboohr-simulator-limited-key";
    static final String CLIENT_ID = "throughline-app";
    static final String CLIENT_SECRET = "bamboohr-simulator-secret";
    static final String REFRESH_TOKEN = "bamboohr-simulator-refresh";
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(3600);

    /** @param hidden fields that this user may not see; @param hiddenTables likewise */
    record User(int id, Set<String> hidden, Set<String> hiddenTables) {
        boolean sees(String alias) {
            return !hidden.contains(alias);
        }
    }

    private static final User ADMIN = new User(2370, Set.of(), Set.of());
    private static final User LIMITED = new User(
            2371,
            Set.of("payRate", "payType", "payPer", "payRateEffectiveDate", "hireDate", "homeEmail"),
            Set.of("compensation"));

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> tokens = new HashMap<>();
    private final Set<String> refresh = new java.util.HashSet<>(Set.of(REFRESH_TOKEN));
    private final Map<String, String> codes = new HashMap<>();
    private String lastRefresh = REFRESH_TOKEN;

    Doors(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    synchronized Optional<User> user(SimRequest request) {
        String header = request.header("authorization").orElse("");
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            Instant until = tokens.get(header.substring(7).strip());
            return until != null && clock.instant().isBefore(until) ? Optional.of(ADMIN) : Optional.empty();
        }
        return request.basicLogin().flatMap(Doors::byKey);
    }

    private static Optional<User> byKey(SimRequest.Login login) {
        return switch (login.user()) {
            case KEY -> Optional.of(ADMIN);
            case LIMITED_KEY -> Optional.of(LIMITED);
            default -> Optional.empty();
        };
    }

    /** Tokens given by the token service end; API keys do not. */
    synchronized void expireTokens() {
        tokens.clear();
    }

    synchronized SimResponse authorize(SimRequest request) {
        String redirect = request.parameter("redirect_uri").orElse("");
        if (redirect.isEmpty() || !request.parameter("client_id").orElse("").equals(CLIENT_ID)) {
            return SimResponse.json(400, Map.of("error", "invalid_request"));
        }
        String code = draw();
        codes.put(code, redirect);
        String state = request.parameter("state").map(s -> "&state=" + s).orElse("");
        return SimResponse.empty(302)
                .withHeader("Location", redirect + (redirect.contains("?") ? "&" : "?") + "code=" + code + state);
    }

    synchronized SimResponse token(SimRequest request) {
        // RFC 6749, 2.3.1: in the body or by HTTP Basic.
        Optional<SimRequest.Login> basic = request.basicLogin();
        String client = request.formField("client_id")
                .or(() -> basic.map(SimRequest.Login::user))
                .orElse("");
        String secret = request.formField("client_secret")
                .or(() -> basic.map(SimRequest.Login::password))
                .orElse("");
        if (!client.equals(CLIENT_ID) || !secret.equals(CLIENT_SECRET)) {
            return refused(401, "invalid_client", "Client authentication failed.");
        }
        String grant = request.formField("grant_type").orElse("");
        if (!grant.equals("authorization_code") && !grant.equals("refresh_token")) {
            return refused(400, "unsupported_grant_type", "The grant type is not supported.");
        }
        boolean granted = switch (grant) {
            case "authorization_code" ->
                request.formField("redirect_uri")
                        .equals(Optional.ofNullable(
                                codes.remove(request.formField("code").orElse(""))));
            case "refresh_token" ->
                refresh.remove(request.formField("refresh_token").orElse(""));
            default -> false;
        };
        return granted
                ? SimResponse.json(fresh())
                : refused(400, "invalid_grant", "The code or refresh token is invalid or expired.");
    }

    private Map<String, Object> fresh() {
        String token = draw();
        lastRefresh = draw();
        refresh.add(lastRefresh);
        tokens.put(token, clock.instant().plus(TOKEN_LIFE));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("refresh_token", lastRefresh);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", TOKEN_LIFE.toSeconds());
        answer.put("scope", "employee employee:job employee:compensation time_off webhooks offline_access");
        return answer;
    }

    /** The refresh token that is good at present. */
    synchronized String refreshToken() {
        return lastRefresh;
    }

    private String draw() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private static SimResponse refused(int status, String code, String description) {
        return SimResponse.json(status, Map.of("error", code, "error_description", description));
    }
}
