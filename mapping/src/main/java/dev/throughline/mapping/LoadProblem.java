package dev.throughline.mapping;

/**
 * Why a file is refused.
 *
 * @param line  from 1; 0 when it is about the whole
 * @param field the document's field, such as {@code fields.amount}; empty for the whole
 */
public record LoadProblem(String file, int line, String field, String says) {
    @Override
    public String toString() {
        return "%s%s%s: %s".formatted(file, line > 0 ? ":" + line : "", field.isEmpty() ? "" : ", " + field, says);
    }
}
