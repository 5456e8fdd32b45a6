package dev.throughline.mapping;

/** Texts from outside, made fit for a message: short, on one line, without control characters. */
final class Words {
    private static final int MAX = 120;

    private Words() {}

    static String brief(Object value) {
        String text = String.valueOf(value);
        String cut = text.length() > MAX ? text.substring(0, MAX) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
