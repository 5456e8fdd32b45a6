package dev.throughline.hub.storage;

/** A place in a log. Written {@code partition:seq}. */
public record Position(short partition, long seq) {
    /** @throws IllegalArgumentException when the text is no position */
    public static Position parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            return new Position(Short.parseShort(parts[0]), Long.parseLong(parts[parts.length - 1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a position; expected partition:sequence, such as 3:1204".formatted(text), e);
        }
    }

    @Override
    public String toString() {
        return partition + ":" + seq;
    }
}
