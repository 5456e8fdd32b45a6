package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Judges the signed assertions by which a client asks for a token. */
final class Assertions {
    private static final Set<String> SCOPES = Set.of("restlets", "rest_webservices", "suite_analytics", "mcp");
    private static final long LIFE_MAX_S = 3600;

    private final String clientId;
    private final Map<String, PublicKey> certificates;
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    Assertions(String clientId, Map<String, PublicKey> certificates) {
        this.clientId = clientId;
        this.certificates = Map.copyOf(certificates);
    }

    /** @return empty when the assertion is good, else the OAuth error */
    java.util.Optional<String> refusal(String assertion, String tokenUrl, Instant now) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3) {
            return java.util.Optional.of("invalid_request");
        }
        try {
            JsonNode header = part(parts[0]);
            JsonNode claims = part(parts[1]);
            PublicKey key = certificates.get(header.path("kid").asString(""));
            if (key == null || !claims.path("iss").asString("").equals(clientId)) {
                return java.util.Optional.of("invalid_client");
            }
            boolean good = header.path("typ").asString("JWT").equals("JWT")
                    && verified(header.path("alg").asString(""), key, parts)
                    && claims(claims, tokenUrl, now);
            return good ? java.util.Optional.empty() : java.util.Optional.of("invalid_grant");
        } catch (JacksonException | IllegalArgumentException e) {
            return java.util.Optional.of("invalid_request");
        }
    }

    private static JsonNode part(String encoded) {
        return SimJson.MAPPER.readTree(Base64.getUrlDecoder().decode(encoded));
    }

    private boolean claims(JsonNode claims, String tokenUrl, Instant now) {
        long issued = claims.path("iat").asLong(0);
        long expires = claims.path("exp").asLong(0);
        JsonNode scopes = claims.path("scope");
        boolean scoped = scopes.isArray() && !scopes.isEmpty();
        for (JsonNode scope : scopes) {
            scoped &= SCOPES.contains(scope.asString(""));
        }
        String id = claims.path("jti").asString("");
        return scoped
                && claims.path("iat").isNumber()
                && claims.path("exp").isNumber()
                && claims.path("aud").asString("").equals(tokenUrl)
                && expires - issued <= LIFE_MAX_S
                && expires > now.getEpochSecond()
                && issued <= now.getEpochSecond() + 300
                && (id.isEmpty() || used.add(id));
    }

    private static boolean verified(String algorithm, PublicKey key, String[] parts) {
        try {
            Signature signature = signature(algorithm, key);
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** RS256 and its kin are not accepted. */
    private static Signature signature(String algorithm, PublicKey key) throws GeneralSecurityException {
        String bits = algorithm.length() == 5 ? algorithm.substring(2) : "";
        if (!Set.of("256", "384", "512").contains(bits)) {
            throw new GeneralSecurityException("not accepted: " + algorithm);
        }
        if (algorithm.startsWith("PS") && key.getAlgorithm().equals("RSA")) {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            var mgf = new MGF1ParameterSpec("SHA-" + bits);
            signature.setParameter(new PSSParameterSpec("SHA-" + bits, "MGF1", mgf, Integer.parseInt(bits) / 8, 1));
            return signature;
        }
        if (algorithm.startsWith("ES") && key.getAlgorithm().equals("EC")) {
            return Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
        }
        throw new GeneralSecurityException("not accepted: " + algorithm);
    }
}
