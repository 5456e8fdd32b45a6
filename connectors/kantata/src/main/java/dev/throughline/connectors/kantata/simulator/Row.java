package dev.throughline.connectors.kantata.simulator;

import org.jspecify.annotations.Nullable;

/** One record, kept small because an account holds millions of time entries: values by column, times as epoch seconds, the precision that the API shows. */
final class Row {
    final long id;
    final long created;
    long updated;
    final @Nullable Object[] values;

    Row(long id, long now, int columns) {
        this.id = id;
        this.created = now;
        this.updated = now;
        this.values = new @Nullable Object[columns];
    }

    /** By time of change, then by id. */
    static int compare(Row a, Row b) {
        int byTime = Long.compare(a.updated, b.updated);
        return byTime != 0 ? byTime : Long.compare(a.id, b.id);
    }
}
