package dev.throughline.connector.spi;

import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a system holds, counted by the system itself: the other side of every reconciliation. Reads only. */
public interface Inventory {
    Set<ObjectType> objects();

    /** Counts and sums by currency, computed by the vendor wherever it can. */
    Counted totals(ObjectType objectType, Window window);

    /** The records themselves, page by page, whole and unfiltered by any cursor of the change source. */
    ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit);

    /** By the record's business date (work date, invoice date, payment date); both ends included; empty means unbounded. */
    record Window(Optional<LocalDate> from, Optional<LocalDate> to) {
        public static final Window ALL = new Window(Optional.empty(), Optional.empty());
    }

    /** The answer to {@link #totals}. */
    sealed interface Counted {
        record Totals(List<Total> byCurrency) implements Counted {}

        record Failed(Trouble trouble) implements Counted {}
    }

    /**
     * @param currency ISO code, or empty where the records have none (hours, employees)
     * @param sum      in major units: money for documents, hours for time; exact
     */
    record Total(String currency, long count, BigDecimal sum) {}
}
