package dev.throughline.hub.workspace;

/**
 * Something in a workspace that cannot be.
 *
 * @param file   relative to the workspace's folder
 * @param line   from 1; 0 when it concerns the whole file
 * @param column from 1; 0 when it concerns the whole file
 * @param code   stable, to be counted
 * @param what   what is wrong; never shows a secret
 * @param remedy how to mend it
 */
public record Mistake(String file, int line, int column, String code, String what, String remedy)
        implements Comparable<Mistake> {
    @Override
    public int compareTo(Mistake other) {
        int byFile = file.compareTo(other.file);
        int byLine = Integer.compare(line, other.line);
        return byFile != 0 ? byFile : byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** As compilers write it, so that editors can jump there. */
    @Override
    public String toString() {
        String place = line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
        return "%s: %s [%s]. %s".formatted(place, what, code, remedy);
    }
}
