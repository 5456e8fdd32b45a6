package dev.throughline.connectors.kantata.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows ordered by time of change and id, with ranks: the page that follows a moment is found without walking what lies before it, even in a million rows.
 * A list of short sorted chunks.
 */
final class Ranked {
    private static final int CHUNK_MAX = 1024;

    private final List<List<Row>> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    void add(Row row) {
        size++;
        if (chunks.isEmpty()) {
            chunks.add(new ArrayList<>(List.of(row)));
            return;
        }
        int c = Math.min(chunkFor(row), chunks.size() - 1);
        List<Row> chunk = chunks.get(c);
        chunk.add(placeIn(chunk, row), row);
        if (chunk.size() > CHUNK_MAX) {
            // Rows mostly come in order: a full last chunk is left full, so that memory stays dense.
            int cut = c == chunks.size() - 1 ? CHUNK_MAX : chunk.size() / 2;
            List<Row> tail = new ArrayList<>(chunk.subList(cut, chunk.size()));
            chunk.subList(cut, chunk.size()).clear();
            chunks.add(c + 1, tail);
        }
    }

    /** The row must still carry the time under which it was added. */
    void remove(Row row) {
        int c = chunkFor(row);
        if (c == chunks.size()) {
            throw new IllegalStateException("row " + row.id + " is not ranked");
        }
        List<Row> chunk = chunks.get(c);
        int place = placeIn(chunk, row);
        if (place >= chunk.size() || chunk.get(place) != row) {
            throw new IllegalStateException("row " + row.id + " is not where its time says");
        }
        chunk.remove(place);
        size--;
        if (chunk.isEmpty()) {
            chunks.remove(c);
        }
    }

    /** How many rows were changed at or before this second. */
    int upTo(long epochSecond) {
        int rank = 0;
        for (List<Row> chunk : chunks) {
            if (chunk.getLast().updated <= epochSecond) {
                rank += chunk.size();
                continue;
            }
            for (Row row : chunk) {
                if (row.updated > epochSecond) {
                    return rank;
                }
                rank++;
            }
        }
        return rank;
    }

    /** At most {@code count} rows from this rank on. */
    List<Row> slice(int from, int count) {
        List<Row> rows = new ArrayList<>(Math.min(count, 256));
        int skip = from;
        for (List<Row> chunk : chunks) {
            if (rows.size() == count) {
                break;
            }
            if (skip >= chunk.size()) {
                skip -= chunk.size();
                continue;
            }
            int until = Math.min(chunk.size(), skip + count - rows.size());
            rows.addAll(chunk.subList(skip, until));
            skip = 0;
        }
        return rows;
    }

    /** The first chunk whose last row is not before this one. */
    private int chunkFor(Row row) {
        int low = 0;
        int high = chunks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Row.compare(chunks.get(middle).getLast(), row) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int placeIn(List<Row> chunk, Row row) {
        int low = 0;
        int high = chunk.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Row.compare(chunk.get(middle), row) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
