package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /services/oauth2/…}: four ways to a session. A session ends when it was not used for two hours; nothing in the token answer tells so. */
final class Tokens {
    static final String CLIENT_ID = "3MVG9throughline.sandbox";
    static final String CLIENT_SECRET = "sandbox-secret-not-used-anywhere-else";
    static final String USERNAME = "integration@fernhill.example";
    static final String PASSWORD = "sandbox-passwordTOKEN";
    static final String REFRESH_TOKEN = "5Aep861.sandbox.refresh";
    private static final Duration JWT_LIFE_MAX = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final String orgId;
    private final String userId;
    private final Map<String, Instant> sessions = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = Keys.ONE;
    private volatile Duration idle = Duration.ofHours(2);

    Tokens(InstantSource clock, String orgId, String userId) {
        this.clock = clock;
        this.orgId = orgId;
        this.userId = userId;
    }

    void idle(Duration life) {
        idle = life;
    }

    /** The key with which a client signs its JWT assertions; the org holds its certificate. */
    String privateKeyPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    /** Whether the token opens a living session; using it prolongs it. */
    synchronized boolean valid(String token) {
        Instant until = sessions.get(token);
        if (until == null || !clock.instant().isBefore(until)) {
            sessions.remove(token);
            return false;
        }
        sessions.put(token, clock.instant().plus(idle));
        return true;
    }

    synchronized void expireAll() {
        sessions.clear();
    }

    SimResponse token(SimRequest request, String base) {
        if (!request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
            return oauthError("invalid_request", "the body must be form-encoded");
        }
        Map<String, String> form = new LinkedHashMap<>();
        request.form().forEach((k, v) -> form.put(k, v.getFirst()));
        request.basicLogin().ifPresent(login -> {
            form.putIfAbsent("client_id", login.user());
            form.putIfAbsent("client_secret", login.password());
        });
        String grant = form.getOrDefault("grant_type", "");
        return switch (grant) {
            case "client_credentials" -> client(form, true).orElseGet(() -> grant(base, Optional.empty()));
            case "password" -> client(form, true).orElseGet(() -> password(form, base));
            case "refresh_token" -> client(form, false).orElseGet(() -> refresh(form, base));
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> assertion(form.getOrDefault("assertion", ""), base);
            case "" -> oauthError("invalid_request", "missing required field: grant_type");
            default -> oauthError("unsupported_grant_type", "grant type not supported");
        };
    }

    synchronized SimResponse revoke(SimRequest request) {
        String token =
                request.formField("token").or(() -> request.parameter("token")).orElse("");
        boolean known = sessions.remove(token) != null || token.equals(REFRESH_TOKEN);
        return known
                ? SimResponse.empty(200)
                : oauthError("unsupported_token_type", "this token type is not supported");
    }

    SimResponse userInfo(String base) {
        return Wire.json(
                200,
                Map.of(
                        "sub",
                        identity(base),
                        "user_id",
                        userId,
                        "organization_id",
                        orgId,
                        "preferred_username",
                        USERNAME,
                        "email",
                        USERNAME,
                        "name",
                        "Integration User",
                        "active",
                        true,
                        "urls",
                        Map.of("rest", base + "/services/data/v{version}/")));
    }

    SimResponse identityPage(String base) {
        return Wire.json(
                200,
                Map.of(
                        "id",
                        identity(base),
                        "user_id",
                        userId,
                        "organization_id",
                        orgId,
                        "username",
                        USERNAME,
                        "active",
                        true));
    }

    private static Optional<SimResponse> client(Map<String, String> form, boolean secretNeeded) {
        if (!form.getOrDefault("client_id", "").equals(CLIENT_ID)) {
            return Optional.of(oauthError("invalid_client_id", "client identifier invalid"));
        }
        String secret = form.get("client_secret");
        boolean right = secret == null ? !secretNeeded : same(secret, CLIENT_SECRET);
        return right ? Optional.empty() : Optional.of(oauthError("invalid_client", "invalid client credentials"));
    }

    /** A new session for the right name and password (with the security token at its end). */
    Optional<String> login(String username, String password) {
        boolean right = username.equalsIgnoreCase(USERNAME) && same(password, PASSWORD);
        return right ? Optional.of(session(drawn())) : Optional.empty();
    }

    synchronized boolean logout(String session) {
        return sessions.remove(session) != null;
    }

    Duration idle() {
        return idle;
    }

    private SimResponse password(Map<String, String> form, String base) {
        boolean right = form.getOrDefault("username", "").equalsIgnoreCase(USERNAME)
                && same(form.getOrDefault("password", ""), PASSWORD);
        return right ? grant(base, Optional.empty()) : oauthError("invalid_grant", "authentication failure");
    }

    private SimResponse refresh(Map<String, String> form, String base) {
        return same(form.getOrDefault("refresh_token", ""), REFRESH_TOKEN)
                ? grant(base, Optional.empty())
                : oauthError("invalid_grant", "expired access/refresh token");
    }

    private SimResponse assertion(String jwt, String base) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3 || !signed(parts)) {
            return oauthError("invalid_grant", "invalid assertion");
        }
        JsonNode claims = decoded(parts[1]).orElse(Wire.object());
        Instant expires = Instant.ofEpochSecond(Math.clamp(claims.path("exp").asLong(0), 0, 32_503_680_000L));
        if (!claims.path("iss").asString("").equals(CLIENT_ID)) {
            return oauthError("invalid_client_id", "client identifier invalid");
        }
        if (expires.isBefore(clock.instant()) || expires.isAfter(clock.instant().plus(JWT_LIFE_MAX))) {
            return oauthError("invalid_grant", "expired authorization code");
        }
        String audience = claims.path("aud").asString("");
        if (!audience.equals(base)
                && !audience.equals("https://login.salesforce.com")
                && !audience.equals("https://test.salesforce.com")) {
            return oauthError("invalid_grant", "audience is invalid");
        }
        if (!claims.path("sub").asString("").equalsIgnoreCase(USERNAME)) {
            return oauthError("invalid_grant", "user hasn't approved this consumer");
        }
        return grant(base, Optional.of("jwt"));
    }

    private boolean signed(String[] parts) {
        try {
            if (!decoded(parts[0])
                    .map(h -> h.path("alg").asString(""))
                    .orElse("")
                    .equals("RS256")) {
                return false;
            }
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(keys.getPublic());
            verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<JsonNode> decoded(String part) {
        try {
            return Optional.of(Wire.parse(Base64.getUrlDecoder().decode(part)));
        } catch (IllegalArgumentException | Refusal _) {
            return Optional.empty();
        }
    }

    private byte[] drawn() {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return bytes;
    }

    private synchronized String session(byte[] bytes) {
        String token = orgId.substring(0, 15) + "!AQ"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(token, clock.instant().plus(idle));
        return token;
    }

    private SimResponse grant(String base, Optional<String> jwt) {
        byte[] bytes = drawn();
        String token = session(bytes);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("scope", "api refresh_token");
        answer.put("instance_url", base);
        answer.put("id", identity(base));
        answer.put("token_type", "Bearer");
        if (jwt.isEmpty()) {
            answer.put("signature", Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, 32)));
            answer.put("issued_at", String.valueOf(clock.millis()));
        }
        return Wire.json(200, answer);
    }

    private String identity(String base) {
        return "%s/id/%s/%s".formatted(base, orgId, userId);
    }

    static SimResponse oauthError(String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return Wire.json(400, body);
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** One for all simulators of a process: making it takes longer than starting one. */
    private static final class Keys {
        static final KeyPair ONE = rsa();
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
