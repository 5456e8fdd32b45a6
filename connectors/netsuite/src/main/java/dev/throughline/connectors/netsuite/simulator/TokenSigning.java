package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Judges OAuth 1.0a headers, as token-based authentication sends them with every call. */
final class TokenSigning {
    /** The four secrets of an integration and its token. @param realm the account id */
    record Secrets(String realm, String consumerKey, String consumerSecret, String tokenId, String tokenSecret) {}

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Secrets secrets;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    TokenSigning(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @return the reason as the login audit trail names it, or empty when the call is authentic */
    Optional<String> refusal(SimRequest request, String baseUrl, Instant now) {
        Map<String, String> oauth = header(request.header("Authorization").orElse(""));
        if (!oauth.getOrDefault("realm", "").equals(secrets.realm())) {
            return Optional.of("permission_denied");
        }
        if (!oauth.getOrDefault("oauth_consumer_key", "").equals(secrets.consumerKey())) {
            return Optional.of("consumer_key_unknown");
        }
        if (!oauth.getOrDefault("oauth_token", "").equals(secrets.tokenId())) {
            return Optional.of("token_rejected");
        }
        String timestamp = oauth.getOrDefault("oauth_timestamp", "");
        if (!timestamp.matches("\\d{1,12}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(WINDOW)
                        > 0) {
            return Optional.of("InvalidTimestamp");
        }
        if (!"HMAC-SHA256".equals(oauth.get("oauth_signature_method")) || !signed(request, baseUrl, oauth)) {
            return Optional.of("InvalidSignature");
        }
        String nonce = oauth.getOrDefault("oauth_nonce", "");
        return nonce.isEmpty() || !nonces.add(timestamp + "/" + nonce) ? Optional.of("NonceUsed") : Optional.empty();
    }

    private boolean signed(SimRequest request, String baseUrl, Map<String, String> oauth) {
        // The server on loopback has no name: whatever the client called it is what it signed.
        String host = request.header("Host").orElse("");
        String origin = baseUrl.substring(0, baseUrl.indexOf("://") + 3)
                + (host.isEmpty() ? baseUrl.substring(baseUrl.indexOf("://") + 3) : host);
        String base = request.method().toUpperCase(Locale.ROOT) + "&" + encode(origin + request.path()) + "&"
                + encode(parameters(request, oauth));
        byte[] expected = hmac(encode(secrets.consumerSecret()) + "&" + encode(secrets.tokenSecret()), base);
        try {
            return MessageDigest.isEqual(
                    expected, Base64.getDecoder().decode(oauth.getOrDefault("oauth_signature", "")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String parameters(SimRequest request, Map<String, String> oauth) {
        List<String[]> all = new ArrayList<>();
        request.query().forEach((name, values) -> values.forEach(v -> all.add(new String[] {encode(name), encode(v)})));
        oauth.forEach((name, value) -> {
            if (!name.equals("realm") && !name.equals("oauth_signature")) {
                all.add(new String[] {encode(name), encode(value)});
            }
        });
        all.sort(java.util.Comparator.<String[], String>comparing(p -> p[0]).thenComparing(p -> p[1]));
        return String.join("&", all.stream().map(p -> p[0] + "=" + p[1]).toList());
    }

    private static Map<String, String> header(String authorization) {
        Map<String, String> values = new LinkedHashMap<>();
        String rest = authorization.replaceFirst("(?i)^OAuth\\s+", "");
        for (String pair : rest.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = pair.substring(equals + 1).strip();
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                String bare = quoted ? value.substring(1, value.length() - 1) : value;
                values.put(pair.substring(0, equals).strip(), decode(bare));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
