package dev.throughline.connectors.netsuite.simulator.sql;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something to select from.
 *
 * @param columns lower-case names, in the order of {@code SELECT *}
 * @param rows    all rows; asked for again by every query
 * @param indexes columns by whose value (as text) rows are found without a scan
 */
public record SqlTable(
        String name,
        List<String> columns,
        Supplier<? extends Iterable<Row>> rows,
        Map<String, Function<String, List<Row>>> indexes) {

    /** One row. Values are text, {@link java.math.BigDecimal}, {@link java.time.LocalDateTime} or null. */
    public interface Row {
        @Nullable
        Object value(String column);

        /** What a person sees instead of an id: {@code BUILTIN.DF}. */
        default @Nullable Object display(String column) {
            return value(column);
        }
    }
}
