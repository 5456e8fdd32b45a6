package dev.throughline.hub.ledger;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.Converted.Quote;
import dev.throughline.processes.ledger.SourceLine;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** How lines came from other currencies, beside the lines themselves: few lines are converted, and those that are not pay one look-up a batch. */
public final class LedgerConversions {
    private static final String READ = """
            SELECT source, original, original_currency, currency, rate, rate_on, rate_by, pairs
            FROM ledger_conversion
            WHERE tenant = ?
              AND source = ANY(?::text[])
            """;
    /** A list of pairs is sent as one text, since a parameter cannot be a list of lists of different lengths. */
    private static final String KEEP = """
            INSERT INTO ledger_conversion (tenant, source, project, original, original_currency, currency, rate, rate_on, rate_by, pairs)
            SELECT ?, c.source, c.project, c.original, c.original_currency, c.currency, c.rate, c.rate_on::date, c.rate_by, string_to_array(c.pairs, ' ')
            FROM unnest(?::text[], ?::text[], ?::numeric[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::text[], ?::text[])
                AS c(source, project, original, original_currency, currency, rate, rate_on, rate_by, pairs)
            ORDER BY c.source
            ON CONFLICT (tenant, source) DO UPDATE
            SET original = excluded.original, original_currency = excluded.original_currency, currency = excluded.currency,
                rate = excluded.rate, rate_on = excluded.rate_on, rate_by = excluded.rate_by, pairs = excluded.pairs
            """;

    private static final String FORGET = """
            DELETE FROM ledger_conversion
            WHERE tenant = ?
              AND source = ANY(?::text[])
            """;
    private static final String PROJECTS = """
            SELECT DISTINCT c.project
            FROM ledger_conversion c
            WHERE c.tenant = ?
              AND c.rate_on BETWEEN ?::date AND ?::date
              AND ? = ANY(c.pairs)
              AND EXISTS (
                  SELECT 1 FROM ledger_balance b
                  WHERE b.tenant = c.tenant AND b.source = c.source AND b.place IN ('UNBILLED', 'HELD', 'COVERED'))
            """;

    private LedgerConversions() {}

    static Map<String, Converted> read(Connection connection, TenantId tenant, List<String> sources)
            throws SQLException {
        Map<String, Converted> found = new HashMap<>();
        try (var read = Columns.of(connection, READ)) {
            read.text(tenant.value()).texts(sources).query(r -> found.put(r.getString("source"), converted(r)));
        }
        return found;
    }

    private static Converted converted(ResultSet row) throws SQLException {
        CurrencyUnit from = CurrencyUnit.of(row.getString("original_currency"));
        Array pairs = row.getArray("pairs");
        return new Converted(
                Money.of(from, row.getBigDecimal("original")),
                new Quote(
                        from,
                        CurrencyUnit.of(row.getString("currency")),
                        row.getBigDecimal("rate"),
                        row.getObject("rate_on", LocalDate.class),
                        row.getString("rate_by"),
                        List.of((String[]) pairs.getArray())));
    }

    /**
     * Lines that are priced anew: what they say of their conversion takes the place of what was kept.
     *
     * @param justOpened those of which nothing can have been kept
     */
    static void write(Connection connection, TenantId tenant, Collection<SourceLine> priced, Set<String> justOpened)
            throws SQLException {
        List<SourceLine> converted = priced.stream()
                .filter(l -> l.converted().isPresent())
                .sorted(Comparator.comparing(l -> l.source().id()))
                .toList();
        List<String> others = priced.stream()
                .filter(l -> l.converted().isEmpty())
                .map(l -> l.source().id())
                .filter(source -> !justOpened.contains(source))
                .toList();
        if (!others.isEmpty()) {
            try (var forget = Columns.of(connection, FORGET)) {
                forget.text(tenant.value()).texts(others).update();
            }
        }
        if (!converted.isEmpty()) {
            keep(connection, tenant, converted);
        }
    }

    private static void keep(Connection connection, TenantId tenant, List<SourceLine> lines) throws SQLException {
        List<Converted> conversions =
                lines.stream().flatMap(l -> l.converted().stream()).toList();
        try (var keep = Columns.of(connection, KEEP)) {
            keep.text(tenant.value())
                    .texts(lines, l -> l.source().id())
                    .texts(lines, l -> l.project().id())
                    .decimals(conversions, c -> c.original().getAmount())
                    .texts(conversions, c -> c.quote().from().getCode())
                    .texts(conversions, c -> c.quote().to().getCode())
                    .decimals(conversions, c -> c.quote().rate())
                    .dates(conversions, c -> c.quote().on())
                    .texts(conversions, c -> c.quote().by())
                    .texts(conversions, c -> String.join(" ", c.quote().pairs()))
                    .update();
        }
    }

    /** Projects with lines that are still open and were converted by rates of the pair of the days from the first to the last. */
    public static Set<String> projects(
            Connection connection, TenantId tenant, String pair, LocalDate first, LocalDate last) throws SQLException {
        try (var projects = Columns.of(connection, PROJECTS)) {
            return new LinkedHashSet<>(projects.text(tenant.value())
                    .date(first)
                    .date(last)
                    .text(pair)
                    .query(r -> r.getString("project")));
        }
    }
}
