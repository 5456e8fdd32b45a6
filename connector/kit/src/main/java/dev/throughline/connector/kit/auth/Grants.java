package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The OAuth 2 grants that vendors use between servers. */
public final class Grants {
    private Grants() {}

    /** Where a client says who it is (RFC 6749, section 2.3.1). */
    public enum ClientAuthentication {
        BASIC_HEADER,
        FORM_FIELDS
    }

    /** RFC 6749, section 4.4. @param extra such as a scope */
    public static Grant clientCredentials(
            URI tokenUrl, String id, String secret, ClientAuthentication how, Map<String, String> extra) {
        return _ -> asked(tokenUrl, id, secret, how, with(extra, "grant_type", "client_credentials"));
    }

    /**
     * RFC 6749, section 6. A service that rotates refresh tokens voids the one from the settings: the new one is kept for as long as this connector lives, and the
     * settings must be renewed by whoever set them.
     */
    public static Grant refreshToken(
            URI tokenUrl, String id, String secret, ClientAuthentication how, String refreshToken) {
        return new Refreshing(tokenUrl, id, secret, how, refreshToken);
    }

    /** An assertion in place of the user's consent (RFC 7523, section 2.1), as Salesforce takes it. */
    public static Grant jwtBearer(URI tokenUrl, JwtAssertion assertion) {
        return now -> VendorRequest.form(
                tokenUrl,
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        assertion.signed(now)));
    }

    /** Client credentials with an assertion in place of a secret (RFC 7523, section 2.2), as NetSuite takes it. */
    public static Grant clientAssertion(URI tokenUrl, JwtAssertion assertion) {
        return now -> VendorRequest.form(
                tokenUrl,
                Map.of(
                        "grant_type", "client_credentials",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion", assertion.signed(now)));
    }

    private static VendorRequest asked(
            URI tokenUrl, String id, String secret, ClientAuthentication how, Map<String, String> fields) {
        return switch (how) {
            case FORM_FIELDS ->
                VendorRequest.form(tokenUrl, with(with(fields, "client_id", id), "client_secret", secret));
            case BASIC_HEADER -> {
                // Both are form-encoded first: section 2.3.1 asks for it, and it changes nothing for plain ones.
                var header = StaticHeader.basic(VendorRequest.encode(id), VendorRequest.encode(secret));
                var ready = (Authorisation.Ready.Go) header.authorise(VendorRequest.form(tokenUrl, fields));
                yield ready.request();
            }
        };
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static final class Refreshing implements Grant {
        private final URI tokenUrl;
        private final String id;
        private final String secret;
        private final ClientAuthentication how;
        private volatile String refreshToken;

        Refreshing(URI tokenUrl, String id, String secret, ClientAuthentication how, String refreshToken) {
            this.tokenUrl = tokenUrl;
            this.id = id;
            this.secret = secret;
            this.how = how;
            this.refreshToken = refreshToken;
        }

        @Override
        public VendorRequest request(Instant now) {
            return asked(
                    tokenUrl, id, secret, how, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
        }

        @Override
        public void granted(JsonNode answer) {
            String rotated = answer.path("refresh_token").asString("");
            if (!rotated.isEmpty()) {
                refreshToken = rotated;
            }
        }
    }
}
