package dev.throughline.connectors.csv;

/** FNV-1a with 64 bits: its whole state is one number, so that a hash can go on where a stored cursor left it. It tells files apart; it guards against nobody. */
final class Fnv {
    static final long EMPTY = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv() {}

    static long of(byte[] bytes) {
        return more(EMPTY, bytes, bytes.length);
    }

    static long more(long before, byte[] bytes, int length) {
        long hash = before;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
        }
        return hash;
    }
}
