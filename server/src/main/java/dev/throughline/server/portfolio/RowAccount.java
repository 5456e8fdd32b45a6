package dev.throughline.server.portfolio;

import dev.throughline.server.portfolio.Facts.Claim;
import dev.throughline.server.portfolio.Summary.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every row in exactly one place. A row that feeds several objects counts once, by the worst that happened to it; an open exception about what became of rows counts on the
 * latest of them; a row that was held and then mended by a later row of the same record is superseded.
 */
final class RowAccount {
    private final List<SourceRow> rows;
    private final Columns columns;
    private final Map<String, Long> takenAt = new HashMap<>();
    private final Map<String, SourceRow> latest = new HashMap<>();
    private final Map<SourceRow, String> claimed = new HashMap<>();
    private final Map<String, Long> besides = new TreeMap<>();

    /** @param rows in the order of their ordinals */
    RowAccount(List<SourceRow> rows, Columns columns) {
        this.rows = rows.stream().filter(r -> !r.header()).toList();
        this.columns = columns;
        rows.stream().filter(SourceRow::header).forEach(r -> besides.merge("HEADER_UNREADABLE", 1L, Long::sum));
        for (SourceRow row : this.rows) {
            if (row.taken()) {
                row.record(columns).ifPresent(id -> takenAt.put(id, row.ordinal()));
                names(row).forEach(name -> latest.put(name, row));
            }
        }
    }

    private Set<String> names(SourceRow row) {
        var names = new HashSet<String>();
        columns.record(row.columns()).ifPresent(names::add);
        columns.deal(row.columns()).ifPresent(names::add);
        columns.customer(row.columns()).ifPresent(names::add);
        return names;
    }

    /** An open exception belongs to the latest row of the most exact record that it can be traced to. */
    void claim(Claim claim) {
        Optional<SourceRow> row = claim.records().stream()
                .flatMap(name -> Optional.ofNullable(latest.get(name)).stream())
                .findFirst();
        if (row.isPresent()) {
            claimed.putIfAbsent(row.get(), claim.code());
        } else {
            besides.merge(claim.code(), 1L, Long::sum);
        }
    }

    void also(FileProblem problem) {
        besides.merge(problem.code(), 1L, Long::sum);
    }

    /** Empty for a row that is no exception. */
    Optional<String> exception(SourceRow row) {
        if (row.taken()) {
            return Optional.ofNullable(claimed.get(row));
        }
        return row.overtaken() || mended(row) ? Optional.empty() : Optional.of(row.code());
    }

    private boolean mended(SourceRow row) {
        return row.record(columns)
                .map(id -> takenAt.getOrDefault(id, Long.MIN_VALUE) > row.ordinal())
                .orElse(false);
    }

    /** Records as the folder identifies them, of which a row under another spelling of the same identity is newer: what the folder shows of them is history. */
    Set<String> history() {
        var newest = new HashMap<String, SourceRow>();
        var history = new HashSet<String>();
        for (SourceRow row : rows) {
            row.record(columns).filter(_ -> row.taken()).ifPresent(id -> {
                var before = newest.put(id, row);
                if (before != null && !before.externalId().equals(row.externalId())) {
                    history.add("crm %s %s".formatted(before.object(), before.externalId()));
                }
                history.remove("crm %s %s".formatted(row.object(), row.externalId()));
            });
        }
        return history;
    }

    /** @param read how many rows the folder holds, counted by the folder itself */
    Rows rows(long read) {
        long applied = 0;
        long superseded = 0;
        long exceptions = 0;
        for (SourceRow row : rows) {
            if (exception(row).isPresent()) {
                exceptions++;
            } else if (row.taken()) {
                applied++;
            } else {
                superseded++;
            }
        }
        return new Rows(read, applied, superseded, exceptions);
    }

    /** Rows by reason, and what belongs to no row. */
    Map<String, Long> reasons() {
        Map<String, Long> reasons = new TreeMap<>(besides);
        rows.forEach(row -> exception(row).ifPresent(code -> reasons.merge(code, 1L, Long::sum)));
        return reasons;
    }
}
