package dev.throughline.connector.kit.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A signed statement of who we are (RFC 7519), made anew for each token. Thread-safe. */
public final class JwtAssertion {
    /** How it is signed. */
    public enum Algorithm {
        RS256,
        PS256,
        ES256
    }

    private final Algorithm algorithm;
    private final Optional<String> keyId;
    private final Map<String, Object> claims;
    private final Duration life;
    private final JWSSigner signer;

    /**
     * @param keyId  the vendor's name for our certificate, where it has one
     * @param claims such as {@code iss}, {@code sub}, {@code aud}, {@code scope}; {@code iat} and {@code exp} are added
     * @throws IllegalArgumentException when the key does not fit the algorithm
     */
    public JwtAssertion(
            Algorithm algorithm, PrivateKey key, Optional<String> keyId, Map<String, Object> claims, Duration life) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.claims = new LinkedHashMap<>(claims);
        this.life = life;
        this.signer = signer(algorithm, key);
    }

    String signed(Instant now) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issueTime(Date.from(now)).expirationTime(Date.from(now.plus(life)));
        JWSHeader.Builder header =
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.name())).type(com.nimbusds.jose.JOSEObjectType.JWT);
        keyId.ifPresent(header::keyID);
        SignedJWT token = new SignedJWT(header.build(), set.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the assertion cannot be signed with " + algorithm, e);
        }
        return token.serialize();
    }

    private static JWSSigner signer(Algorithm algorithm, PrivateKey key) {
        return switch (algorithm) {
            case RS256, PS256 -> {
                if (!key.getAlgorithm().equals("RSA")) {
                    throw new IllegalArgumentException(
                            algorithm + " needs an RSA key, this one is " + key.getAlgorithm());
                }
                yield new RSASSASigner(key);
            }
            case ES256 -> {
                if (!(key instanceof ECPrivateKey curve)) {
                    throw new IllegalArgumentException(
                            "ES256 needs a key on the curve P-256, this one is " + key.getAlgorithm());
                }
                try {
                    yield new ECDSASigner(curve);
                } catch (JOSEException e) {
                    throw new IllegalArgumentException("ES256 needs a key on the curve P-256", e);
                }
            }
        };
    }

    @Override
    public String toString() {
        return "JwtAssertion[" + algorithm + "]";
    }
}
