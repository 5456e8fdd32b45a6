package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.kit.webhook.Hmac;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** OAuth 1.0a (RFC 5849) with HMAC-SHA256, as NetSuite's token-based authentication wants it. A JSON body is not signed; the query is. */
public final class OAuth1 implements Authorisation {
    /** The four secrets of one integration. */
    public record Keys(String consumerKey, String consumerSecret, String token, String tokenSecret) {
        @Override
        public String toString() {
            return "Keys[***]";
        }
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String realm;
    private final Keys keys;
    private final InstantSource clock;
    private final Supplier<String> nonces;

    /** @param realm NetSuite's account id, in capitals with underscores */
    public OAuth1(String realm, Keys keys, InstantSource clock) {
        this(realm, keys, clock, OAuth1::nonce);
    }

    OAuth1(String realm, Keys keys, InstantSource clock, Supplier<String> nonces) {
        this.realm = realm;
        this.keys = keys;
        this.clock = clock;
        this.nonces = nonces;
    }

    @Override
    public Ready authorise(VendorRequest request) {
        Map<String, String> oauth = new LinkedHashMap<>();
        oauth.put("oauth_consumer_key", keys.consumerKey());
        oauth.put("oauth_token", keys.token());
        oauth.put("oauth_signature_method", "HMAC-SHA256");
        oauth.put("oauth_timestamp", Long.toString(clock.instant().getEpochSecond()));
        oauth.put("oauth_nonce", nonces.get());
        oauth.put("oauth_version", "1.0");
        oauth.put("oauth_signature", signature(request, oauth));
        String header = oauth.entrySet().stream()
                .map(e -> e.getKey() + "=\"" + encode(e.getValue()) + "\"")
                .collect(Collectors.joining(", ", "OAuth realm=\"" + realm + "\", ", ""));
        return new Ready.Go(request.header("Authorization", header));
    }

    @Override
    public boolean renewable() {
        return false;
    }

    private String signature(VendorRequest request, Map<String, String> oauth) {
        String key = encode(keys.consumerSecret()) + "&" + encode(keys.tokenSecret());
        byte[] base = baseString(request.method(), request.uri(), oauth).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Hmac.sha256(key.getBytes(StandardCharsets.UTF_8), base));
    }

    /** RFC 5849, section 3.4.1: method, address without query, and all parameters sorted by encoded name, then value. */
    static String baseString(String method, URI uri, Map<String, String> oauth) {
        List<String> pairs = new ArrayList<>();
        oauth.forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(encode(decode(name)) + "=" + encode(decode(value)));
            }
        }
        String parameters = pairs.stream().sorted(OAuth1::byNameThenValue).collect(Collectors.joining("&"));
        return method.toUpperCase(Locale.ROOT) + "&" + encode(address(uri)) + "&" + encode(parameters);
    }

    private static int byNameThenValue(String a, String b) {
        // Compared as a whole, "a=1" would come after "a-b=1", since '-' is before '='.
        int byName = a.substring(0, a.indexOf('=')).compareTo(b.substring(0, b.indexOf('=')));
        return byName != 0 ? byName : a.compareTo(b);
    }

    private static String address(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean usual = uri.getPort() < 0
                || scheme.equals("https") && uri.getPort() == 443
                || scheme.equals("http") && uri.getPort() == 80;
        String host = uri.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + uri.getPort());
        return scheme + "://" + host + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
    }

    /** RFC 3986 as RFC 5849, section 3.6 wants it: only letters, digits, {@code - . _ ~} stay. */
    private static String encode(String text) {
        return VendorRequest.encode(text).replace("*", "%2A").replace("%7E", "~");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String nonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "OAuth1[" + realm + "]";
    }
}
