package dev.throughline.connectors.netsuite.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.throughline.connector.simkit.Simulator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both ways to sign in, from the documentation's side with an independent JWT library. */
class SignInTest extends Running {
    @Test
    void a_ps256_and_an_es256_assertion_each_get_a_token_that_opens_the_records() throws Exception {
        for (String method : List.of("ps256", "es256")) {
            Simulator.Credential credential = credential("oauth2-client-credentials-" + method);
            PlainClient.Answer answer = token(
                    assertion(credential, credential.values().get("algorithm"), audience(), Duration.ofMinutes(30)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
            assertThat(answer.json().path("token_type").asString()).isEqualTo("Bearer");
            assertThat(withBearer(answer.json().path("access_token").asString()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void rs256_a_wrong_audience_a_long_life_and_an_unknown_certificate_get_no_token() throws Exception {
        Simulator.Credential rsa = credential("oauth2-client-credentials-ps256");
        assertThat(token(assertion(rsa, "RS256", audience(), Duration.ofMinutes(30)))
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("invalid_grant");
        assertThat(token(assertion(rsa, "PS256", audience() + "/", Duration.ofMinutes(30)))
                        .status())
                .isEqualTo(400);
        assertThat(token(assertion(rsa, "PS256", audience(), Duration.ofMinutes(61)))
                        .status())
                .isEqualTo(400);
        Map<String, String> other = new java.util.HashMap<>(rsa.values());
        other.put("certificate_id", "no-such-certificate");
        PlainClient.Answer unknown =
                token(assertion(new Simulator.Credential("x", other), "PS256", audience(), Duration.ofMinutes(30)));
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(token("not-a-token").json().path("error").asString()).isEqualTo("invalid_request");
    }

    @Test
    void a_wrong_bearer_is_told_in_header_and_body() {
        PlainClient.Answer answer = withBearer("eyJwrong");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("INVALID_LOGIN");
        assertThat(answer.raw().headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"invalid_token\"");
    }

    @Test
    void a_signed_call_is_let_in_once_and_only_in_its_five_minutes() {
        long now = NOW.getEpochSecond();
        assertThat(client.send("GET", "/record/v1/currency?limit=1&offset=0", "", now, "n1")
                        .status())
                .isEqualTo(200);
        assertThat(reason(client.send("GET", "/record/v1/currency", "", now, "n1")))
                .contains("NonceUsed");
        assertThat(reason(client.send("GET", "/record/v1/currency", "", now - 301, "n2")))
                .contains("InvalidTimestamp");
    }

    @Test
    void a_signature_over_another_address_is_refused() {
        HttpRequest stolen = HttpRequest.newBuilder(
                        URI.create(simulator.access().baseUrl() + "/record/v1/customer"))
                .header(
                        "Authorization",
                        "OAuth realm=\"TL1000001\", oauth_token=\"sim-token-id-01\", oauth_consumer_key=\"sim-consumer-key-01\", oauth_nonce=\"a\", oauth_timestamp=\"%d\", oauth_signature_method=\"HMAC-SHA256\", oauth_version=\"1.0\", oauth_signature=\"AAAA\""
                                .formatted(NOW.getEpochSecond()))
                .build();
        assertThat(reason(client.sent(stolen))).contains("InvalidSignature");
    }

    private static String reason(PlainClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        return answer.raw().headers().firstValue("WWW-Authenticate").orElse("");
    }

    private Simulator.Credential credential(String method) {
        return simulator.access().credentials().stream()
                .filter(c -> c.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private String audience() {
        return simulator.access().tokenUrl().toString();
    }

    private PlainClient.Answer token(String assertion) {
        String form = "grant_type=client_credentials&client_assertion_type="
                + PlainClient.enc("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") + "&client_assertion="
                + PlainClient.enc(assertion);
        return client.sent(HttpRequest.newBuilder(simulator.access().tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private PlainClient.Answer withBearer(String token) {
        return client.sent(HttpRequest.newBuilder(URI.create(simulator.access().baseUrl() + "/record/v1/currency"))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static String assertion(Simulator.Credential credential, String algorithm, String audience, Duration life)
            throws JOSEException, GeneralSecurityException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(credential.values().get("client_id"))
                .claim("scope", List.of("rest_webservices"))
                .audience(audience)
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(life)))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                        .type(JOSEObjectType.JWT)
                        .keyID(credential.values().get("certificate_id"))
                        .build(),
                claims);
        jwt.sign(signer(algorithm, credential.values().get("private_key")));
        return jwt.serialize();
    }

    private static JWSSigner signer(String algorithm, String pem) throws GeneralSecurityException, JOSEException {
        boolean curve = algorithm.startsWith("ES");
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance(curve ? "EC" : "RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        return curve ? new ECDSASigner((ECPrivateKey) key) : new RSASSASigner(key);
    }
}
