package dev.throughline.processes;

import java.util.Locale;

/** What a record is called that was made in shadow, where the ERP would have given it a number. */
public final class ShadowNumber {
    private static final String PREFIX = "SHADOW-";
    private static final int LETTERS = 10;

    private ShadowNumber() {}

    /** @param digest of what it is made for, so that making it again gives the same number */
    public static String of(String digest) {
        return PREFIX + digest.substring(0, LETTERS).toUpperCase(Locale.ROOT);
    }

    public static boolean is(String number) {
        return number.startsWith(PREFIX);
    }
}
