package dev.throughline.processes;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids of objects that a decision makes: derived from what they are made for, so that deciding again names the same object. */
public final class DerivedRef {
    private static final int BITS_PER_DIGIT = 5;
    private static final int DIGITS = 26;

    private DerivedRef() {}

    /** @param parts what identifies the object among those of its type; their order counts */
    public static <T extends CanonicalObject> Ref<T> of(Class<T> type, String... parts) {
        return new Ref<>(CanonicalType.of(type).idPrefix() + "_" + digest(String.join("\n", parts)));
    }

    /** Twenty-six letters and digits that differ when the text differs. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var number = new BigInteger(1, hash).shiftRight(hash.length * 8 - DIGITS * BITS_PER_DIGIT);
            var digits = number.toString(32);
            return "0".repeat(DIGITS - digits.length()) + digits;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256, which every JDK must have", e);
        }
    }
}
