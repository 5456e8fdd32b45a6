package dev.throughline.connector.testkit;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ExternalId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a pass over a source brought. @param changes with repeats; @param cursor after the last page */
record Reads(List<Change> changes, Cursor cursor, List<ReadResult.Gap> gaps, int pages) {
    private static final int PAGES_MAX = 2_000;

    /** Reads page after page until the source says that it is at its end. */
    static Reads pass(Function<Optional<Cursor>, ReadResult> read, Optional<Cursor> from) {
        List<Change> changes = new ArrayList<>();
        List<ReadResult.Gap> gaps = new ArrayList<>();
        Optional<Cursor> cursor = from;
        for (int pages = 1; pages <= PAGES_MAX; pages++) {
            ReadResult result = read.apply(cursor);
            if (!(result instanceof ReadResult.Page page)) {
                throw new AssertionError("expected a page, page " + pages + " is " + result);
            }
            changes.addAll(page.changes());
            gaps.addAll(page.gaps());
            if (!page.more()) {
                return new Reads(changes, page.next(), gaps, pages);
            }
            cursor = Optional.of(page.next());
        }
        throw new AssertionError("the source does not come to an end within " + PAGES_MAX + " pages");
    }

    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        changes.forEach(change -> ids.add(change.externalId().value()));
        return ids;
    }

    /** The last change of each record. */
    Map<ExternalId, Change> latest() {
        Map<ExternalId, Change> latest = new LinkedHashMap<>();
        changes.forEach(change -> latest.put(change.externalId(), change));
        return latest;
    }

    Change of(String id) {
        @Nullable Change change = latest().get(new ExternalId(id));
        if (change == null) {
            throw new AssertionError("record " + id + " was not read, only " + ids());
        }
        return change;
    }
}
