package dev.throughline.hub.translate;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Canonical ids. An object first seen at a system gets the same id whenever, wherever and however often it is first seen. */
public final class Identity {
    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int LETTERS = 26;

    private Identity() {}

    public static String of(TenantId tenant, CanonicalType type, String system, String externalId) {
        return type.idPrefix() + "_"
                + digest(tenant + "\u0000" + system + "\u0000" + type.typeName() + "\u0000" + externalId);
    }

    /** 130 bits of SHA-256 in the letters of base 32. */
    public static String digest(String text) {
        byte[] hash = sha256(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder letters = new StringBuilder(LETTERS);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; letters.length() < LETTERS; i++) {
            buffer = (buffer << 8) | (hash[i] & 0xff);
            bits += 8;
            while (bits >= 5 && letters.length() < LETTERS) {
                bits -= 5;
                letters.append(ALPHABET[(buffer >> bits) & 31]);
            }
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
