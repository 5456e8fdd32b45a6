package dev.throughline.connectors.salesforce.simulator;

import java.util.Optional;

/**
 * Salesforce record ids: 15 characters in which case matters, and the same with three more that encode the case, so that tools that ignore case can tell ids
 * apart. Each of the three stands for five characters: bit n is set when the n-th of them is an upper-case letter.
 */
final class RecordIds {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private RecordIds() {}

    /** The 18-character id of the n-th record of an object with this three-character prefix, in the org of this instance key. */
    static String make(String prefix, String instance, long number) {
        char[] tail = new char[9];
        long rest = number;
        for (int i = tail.length - 1; i >= 0; i--) {
            tail[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        String id15 = prefix + instance + new String(tail);
        return id15 + suffix(id15);
    }

    /** The 18-character form of an id as a client wrote it, or empty when it is no id at all or its checksum is wrong. */
    static Optional<String> normal(String written) {
        if (written.length() != 15 && written.length() != 18) {
            return Optional.empty();
        }
        for (int i = 0; i < written.length(); i++) {
            if (DIGITS.indexOf(written.charAt(i)) < 0) {
                return Optional.empty();
            }
        }
        String id15 = written.substring(0, 15);
        String suffix = suffix(id15);
        return written.length() == 15 || written.substring(15).equals(suffix)
                ? Optional.of(id15 + suffix)
                : Optional.empty();
    }

    static String suffix(String id15) {
        StringBuilder suffix = new StringBuilder(3);
        for (int part = 0; part < 3; part++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                char c = id15.charAt(part * 5 + i);
                if (c >= 'A' && c <= 'Z') {
                    bits |= 1 << i;
                }
            }
            suffix.append(CHECK.charAt(bits));
        }
        return suffix.toString();
    }
}
