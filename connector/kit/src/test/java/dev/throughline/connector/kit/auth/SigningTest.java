package dev.throughline.connector.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.throughline.connector.kit.http.VendorRequest;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");

    @Test
    void an_assertion_is_signed_with_each_algorithm_and_verifies() throws Exception {
        KeyPair rsa = keys("RSA");
        KeyPair curve = keys("EC");
        for (var algorithm : JwtAssertion.Algorithm.values()) {
            boolean elliptic = algorithm == JwtAssertion.Algorithm.ES256;
            JwtAssertion assertion = new JwtAssertion(
                    algorithm,
                    PemKey.parse("key", pem(elliptic ? curve : rsa)),
                    Optional.of("certificate-1"),
                    Map.of("iss", "client", "aud", "https://vendor.example/token"),
                    Duration.ofMinutes(3));
            SignedJWT token = SignedJWT.parse(assertion.signed(NOW));
            assertThat(token.verify(
                            elliptic
                                    ? new ECDSAVerifier((ECPublicKey) curve.getPublic())
                                    : new RSASSAVerifier((RSAPublicKey) rsa.getPublic())))
                    .isTrue();
            assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.name());
            assertThat(token.getHeader().getKeyID()).isEqualTo("certificate-1");
            assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.plusSeconds(180));
            assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("client");
        }
    }

    @Test
    void a_key_that_does_not_fit_or_is_no_key_is_named_and_never_printed() throws Exception {
        String pem = pem(keys("EC"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwtAssertion(
                        JwtAssertion.Algorithm.RS256,
                        PemKey.parse("key", pem),
                        Optional.empty(),
                        Map.of(),
                        Duration.ofMinutes(1)))
                .withMessageContaining("RSA");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PemKey.parse("private-key", "s3cret"))
                .withMessageContaining("private-key")
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PemKey.parse("private-key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .withMessageContaining("neither RSA nor EC");
        assertThat(PemKey.parse("key", pem.replace("\n", "\\n")).getAlgorithm()).isEqualTo("EC");
    }

    /** RFC 5849, section 3.4.1.1; its form field stands in the query here, which makes no difference to the parameters. */
    @Test
    void the_base_string_is_that_of_the_rfcs_example() {
        Map<String, String> oauth = new LinkedHashMap<>();
        oauth.put("oauth_consumer_key", "9djdj82h48djs9d2");
        oauth.put("oauth_token", "kkk9d7dh3k39sjv7");
        oauth.put("oauth_signature_method", "HMAC-SHA1");
        oauth.put("oauth_timestamp", "137131201");
        oauth.put("oauth_nonce", "7d8f3e4a");
        URI uri = URI.create("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2&a3=2+q");
        assertThat(OAuth1.baseString("post", uri, oauth))
                .isEqualTo(
                        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26"
                                + "oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26"
                                + "oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7");
    }

    @Test
    void an_oauth_1_header_names_realm_and_signature_and_no_secret() {
        OAuth1 oauth = new OAuth1(
                "1234567_SB1", new OAuth1.Keys("ck", "consumer-s3cret", "tk", "token-s3cret"), () -> NOW, () -> "abc");
        var ready = (Authorisation.Ready.Go)
                oauth.authorise(VendorRequest.get(URI.create("https://acme.example/record/v1/customer?limit=5")));
        String header = ready.request().headers().get("Authorization");
        assertThat(header)
                .startsWith("OAuth realm=\"1234567_SB1\", ")
                .contains(
                        "oauth_signature_method=\"HMAC-SHA256\"",
                        "oauth_timestamp=\"1772443800\"",
                        "oauth_signature=\"");
        assertThat(header + oauth).doesNotContain("s3cret");
    }

    @Test
    void basic_credentials_are_utf_8_and_a_line_break_in_a_secret_is_refused() {
        var ready = (Authorisation.Ready.Go)
                StaticHeader.basic("Äda", "x:y").authorise(VendorRequest.get(URI.create("https://a.example/")));
        assertThat(ready.request().headers()).containsEntry("Authorization", "Basic w4RkYTp4Onk=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticHeader.bearer("s3cret\n"))
                .withMessageNotContaining("s3cret");
        assertThat(StaticHeader.bearer("s3cret").toString()).doesNotContain("s3cret");
    }

    private static KeyPair keys(String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
