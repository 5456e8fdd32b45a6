package dev.throughline.connector.simkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Writes an X.509 certificate (RFC 5280) for {@code localhost} and 127.0.0.1, signed by its own key; the JDK has no public call for this. Valid from 2020 to
 * 2049, the years that UTCTime can say, so that no clock needs to be asked.
 */
final class SelfSigned {
    private static final byte[] ECDSA_WITH_SHA256 = der(0x30, oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    private SelfSigned() {}

    /** @param keys on a curve of the elliptic kind */
    static X509Certificate certificate(KeyPair keys) throws GeneralSecurityException {
        byte[] body = body(keys);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] whole = der(0x30, body, ECDSA_WITH_SHA256, bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] body(KeyPair keys) {
        byte[] name = der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), text(0x0C, "localhost"))));
        byte[] validity = der(0x30, text(0x17, "200101000000Z"), text(0x17, "491231235959Z"));
        byte[] version3 = der(0xA0, new byte[] {0x02, 0x01, 0x02});
        byte[] serial = der(0x02, BigInteger.ONE.toByteArray());
        return der(
                0x30,
                version3,
                serial,
                ECDSA_WITH_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                extensions());
    }

    private static byte[] extensions() {
        byte[] names = der(0x30, text(0x82, "localhost"), der(0x87, new byte[] {127, 0, 0, 1}));
        byte[] alternativeNames = der(0x30, oid(0x55, 0x1D, 0x11), der(0x04, names));
        return der(0xA3, der(0x30, alternativeNames));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(0x06, content);
    }

    private static byte[] text(int tag, String text) {
        return der(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bits(byte[] content) {
        return der(0x03, new byte[] {0}, content);
    }

    /** Tag, length, value; the value is all parts in a row, at most 65,535 bytes. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = value.size();
        if (length >= 256) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 128) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(value.toByteArray());
        return out.toByteArray();
    }
}
