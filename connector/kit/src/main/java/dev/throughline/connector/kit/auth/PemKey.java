package dev.throughline.connector.kit.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads the private key of a service account: PKCS #8 in PEM, not encrypted ({@code BEGIN PRIVATE KEY}). */
public final class PemKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemKey() {}

    /**
     * @param setting named in the message, never the key
     * @throws IllegalArgumentException when it is no such key
     */
    public static PrivateKey parse(String setting, String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "setting '%s' is no private key in PEM form: expected '%s'; convert it with: openssl pkcs8 -topk8 -nocrypt"
                            .formatted(setting, BEGIN));
        }
        byte[] bytes;
        try {
            // A key in one line, as environment variables often hold it, may carry \n as two characters.
            bytes = Base64.getMimeDecoder()
                    .decode(pem.substring(begin + BEGIN.length(), end).replace("\\n", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting '" + setting + "' holds a private key that is not whole");
        }
        for (String kind : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                // Not of this kind: the next is tried, and none is told below.
                continue;
            }
        }
        throw new IllegalArgumentException("setting '" + setting + "' holds a private key that is neither RSA nor EC");
    }
}
