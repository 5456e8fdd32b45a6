package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * OAuth of the simulator. Tokens of the code flow and of the application page do not expire; those of client credentials do, and say so. The token of the
 * application page survives {@link dev.throughline.connector.simkit.Fault#EXPIRE_TOKENS}, since no token service gave it.
 */
final class Tokens {
    static final String CLIENT_ID = "throughline-app";
    static final String CLIENT_SECRET = "kantata-simulator-secret";
    static final String PAGE_TOKEN = "kantata-simulator-page-token";
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final Duration TOKEN_LIFE = Duration.ofHours(2);

    private record Code(String redirectUri, Instant until) {}

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Instant> tokens = new HashMap<>();
    private final Map<String, Boolean> refreshTokens = new HashMap<>();

    Tokens(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    boolean valid(SimRequest request) {
        Optional<String> token = request.header("authorization")
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip())
                .or(() -> request.parameter("access_token"));
        return token.filter(t -> t.equals(PAGE_TOKEN) || living(t)).isPresent();
    }

    private synchronized boolean living(String token) {
        Instant until = tokens.get(token);
        return until != null && clock.instant().isBefore(until);
    }

    synchronized void expireAll() {
        tokens.clear();
    }

    /** The user's consent is taken as given: the browser is sent back at once. */
    synchronized SimResponse authorize(SimRequest request) {
        String redirect = request.parameter("redirect_uri").orElse("");
        if (!request.parameter("client_id").orElse("").equals(CLIENT_ID)
                || !request.parameter("response_type").orElse("").equals("code")
                || redirect.isEmpty()) {
            return error(400, "invalid_request", "client_id, redirect_uri and response_type=code are required");
        }
        String code = draw();
        codes.put(code, new Code(redirect, clock.instant().plus(CODE_LIFE)));
        String state = request.parameter("state").map(s -> "&state=" + s).orElse("");
        String separator = redirect.contains("?") ? "&" : "?";
        return SimResponse.empty(302).withHeader("Location", redirect + separator + "code=" + code + state);
    }

    synchronized SimResponse token(SimRequest request) {
        Map<String, Object> body;
        try {
            body = parameters(request);
        } catch (ApiError _) {
            return error(400, "invalid_request", "The body must be a form or a JSON object");
        }
        if (!text(body, "client_id").equals(CLIENT_ID)
                || !text(body, "client_secret").equals(CLIENT_SECRET)) {
            return error(401, "invalid_client", "Client authentication failed");
        }
        return switch (text(body, "grant_type")) {
            case "authorization_code" -> byCode(body);
            case "refresh_token" -> byRefresh(body);
            case "client_credentials" -> SimResponse.json(expiring(false));
            default -> error(400, "unsupported_grant_type", "The grant type is not supported");
        };
    }

    // Rails puts query and body together; the client may also sign in by HTTP Basic (RFC 6749, 2.3.1).
    private static Map<String, Object> parameters(SimRequest request) {
        Map<String, Object> all = new LinkedHashMap<>();
        request.basicLogin().ifPresent(login -> {
            all.put("client_id", login.user());
            all.put("client_secret", login.password());
        });
        request.query().forEach((name, values) -> all.put(name, values.getFirst()));
        all.putAll(Bodies.read(request));
        return all;
    }

    private SimResponse byCode(Map<String, Object> body) {
        Code code = codes.remove(text(body, "code"));
        if (code == null
                || clock.instant().isAfter(code.until)
                || !code.redirectUri.equals(text(body, "redirect_uri"))) {
            return error(400, "invalid_grant", "The authorization code is invalid or expired");
        }
        if (text(body, "scope").contains("offline_access")) {
            return SimResponse.json(expiring(true));
        }
        String token = draw();
        tokens.put(token, Instant.MAX);
        return SimResponse.json(Map.of("access_token", token, "token_type", "bearer"));
    }

    private SimResponse byRefresh(Map<String, Object> body) {
        if (refreshTokens.remove(text(body, "refresh_token")) == null) {
            return error(400, "invalid_grant", "The refresh token is invalid");
        }
        return SimResponse.json(expiring(true));
    }

    private Map<String, Object> expiring(boolean withRefresh) {
        String token = draw();
        tokens.put(token, clock.instant().plus(TOKEN_LIFE));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", "bearer");
        answer.put("expires_in", TOKEN_LIFE.toSeconds());
        if (withRefresh) {
            String refresh = draw();
            refreshTokens.put(refresh, true);
            answer.put("refresh_token", refresh);
        }
        return answer;
    }

    private String draw() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private static String text(Map<String, Object> body, String name) {
        Object value = body.get(name);
        return value == null ? "" : value.toString();
    }

    private static SimResponse error(int status, String code, String description) {
        return SimResponse.json(status, Map.of("error", code, "error_description", description));
    }
}
