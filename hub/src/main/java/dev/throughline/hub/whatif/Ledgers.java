package dev.throughline.hub.whatif;

import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.whatif.WhatIf.Side;
import dev.throughline.hub.whatif.WhatIf.Total;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares two ledgers in two schemas, in sets. Work that a cap has split counts as one. */
record Ledgers(Connection connection, TenantId tenant, String was, String would, LocalDate from, LocalDate to) {
    private static final String SIDE = """
            SELECT split_part(b.source, '~', 1) AS source, b.currency, min(l.kind) AS kind, min(b.worked_on) AS day,
                   min(coalesce(l.customer, '')) AS customer, min(b.project) AS project, min(l.description) AS description, min(l.pricing) AS pricing,
                   string_agg(DISTINCT b.place, ' ' ORDER BY b.place) AS place, sum(b.quantity) AS quantity, sum(b.amount) AS amount,
                   sum(CASE WHEN b.place IN ('POSTING', 'BILLED', 'PAID') THEN b.amount ELSE 0 END) AS billed
            FROM %s.ledger_balance b
            JOIN %1$s.ledger_line l ON l.tenant = b.tenant AND l.source = b.source
            WHERE b.tenant = ? AND b.worked_on BETWEEN ? AND ?
            GROUP BY 1, 2
            """;

    private static final String BOTH = "WITH a AS (%s), b AS (%s) ";

    private static final String UNLIKE = """
            (a.source IS NULL OR b.source IS NULL OR a.place <> b.place OR a.quantity <> b.quantity OR a.amount <> b.amount
             OR a.customer <> b.customer OR a.project <> b.project)
            """;

    private static final String DIFFERING = """
            SELECT coalesce(b.source, a.source) AS source, coalesce(b.currency, a.currency) AS currency, coalesce(b.kind, a.kind) AS kind,
                   coalesce(b.day, a.day) AS day, coalesce(b.customer, a.customer) AS customer, coalesce(b.project, a.project) AS project,
                   coalesce(b.description, a.description) AS description,
                   a.place AS a_place, a.quantity AS a_quantity, a.billed AS a_billed, a.pricing AS a_pricing,
                   b.place AS b_place, b.quantity AS b_quantity, b.billed AS b_billed, b.pricing AS b_pricing
            FROM a FULL JOIN b ON b.source = a.source AND b.currency = a.currency
            WHERE %s
            ORDER BY 5, 4, 1, 2
            LIMIT ?
            """.formatted(UNLIKE);

    private static final String COUNT =
            "SELECT count(*) FROM a FULL JOIN b ON b.source = a.source AND b.currency = a.currency WHERE " + UNLIKE;

    /** Work stands billed or open today by when people billed it; its hours and its worth do not depend on that. */
    private static final String WORTH = """
            SELECT count(*) FILTER (WHERE a.quantity = b.quantity AND a.amount = b.amount) AS alike,
                   count(*) FILTER (WHERE (a.quantity = b.quantity AND a.amount = b.amount) IS NOT TRUE) AS unlike
            FROM a FULL JOIN b ON b.source = a.source AND b.currency = a.currency
            """;

    private static final String TOTALS = """
            SELECT coalesce(n.body ->> 'name', m.body ->> 'name', t.customer) AS name, t.currency, t.was, t.would, t.lines
            FROM (
                SELECT customer, currency, sum(was) AS was, sum(would) AS would, sum(lines) AS lines
                FROM (
                    SELECT customer, currency, sum(billed) AS was, 0 AS would, 0 AS lines FROM a GROUP BY 1, 2
                    UNION ALL
                    SELECT customer, currency, 0, sum(billed), 0 FROM b GROUP BY 1, 2
                    UNION ALL
                    SELECT coalesce(b.customer, a.customer), coalesce(b.currency, a.currency), 0, 0, count(*)
                    FROM a FULL JOIN b ON b.source = a.source AND b.currency = a.currency
                    WHERE %s
                    GROUP BY 1, 2) AS parts
                GROUP BY 1, 2) AS t
            LEFT JOIN %%s.canonical_object n ON n.tenant = ? AND n.id = t.customer
            LEFT JOIN %%s.canonical_object m ON m.tenant = ? AND m.id = t.customer
            ORDER BY abs(t.would - t.was) DESC, 1, 2
            """.formatted(UNLIKE);

    /** @param customer canonical id, or empty text; @param project canonical id */
    record Row(
            String source,
            String currency,
            String kind,
            LocalDate day,
            String customer,
            String project,
            String description,
            Optional<Side> was,
            Optional<Side> would) {
        BigDecimal difference() {
            return would.map(Side::billed)
                    .orElse(BigDecimal.ZERO)
                    .subtract(was.map(Side::billed).orElse(BigDecimal.ZERO));
        }
    }

    /** @param alike work of one worth on both sides */
    record Worth(long alike, long unlike) {}

    List<Row> differing(int most) throws SQLException {
        return Sql.query(
                connection,
                both(would) + DIFFERING,
                Ledgers::row,
                tenant.value(),
                from,
                to,
                tenant.value(),
                from,
                to,
                most);
    }

    long count() throws SQLException {
        return Sql.queryOne(
                        connection,
                        both(would) + COUNT,
                        r -> r.getLong(1),
                        tenant.value(),
                        from,
                        to,
                        tenant.value(),
                        from,
                        to)
                .orElseThrow();
    }

    /** @param home the schema of the hub's own ledger */
    Worth today(String home) throws SQLException {
        return Sql.queryOne(
                        connection,
                        both(home) + WORTH,
                        r -> new Worth(r.getLong("alike"), r.getLong("unlike")),
                        tenant.value(),
                        from,
                        to,
                        tenant.value(),
                        from,
                        to)
                .orElseThrow();
    }

    List<Total> totals() throws SQLException {
        return Sql.query(
                connection,
                both(would) + TOTALS.formatted(would, was),
                r -> new Total(
                        r.getString("name"),
                        r.getString("currency"),
                        r.getBigDecimal("was"),
                        r.getBigDecimal("would"),
                        r.getBigDecimal("would").subtract(r.getBigDecimal("was")),
                        r.getLong("lines")),
                tenant.value(),
                from,
                to,
                tenant.value(),
                from,
                to,
                tenant.value(),
                tenant.value());
    }

    private String both(String other) {
        return BOTH.formatted(SIDE.formatted(was), SIDE.formatted(other));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("source"),
                row.getString("currency"),
                row.getString("kind").toLowerCase(Locale.ROOT),
                row.getObject("day", LocalDate.class),
                row.getString("customer"),
                row.getString("project"),
                row.getString("description"),
                side(row, "a_"),
                side(row, "b_"));
    }

    private static Optional<Side> side(ResultSet row, String prefix) throws SQLException {
        String place = row.getString(prefix + "place");
        return place == null
                ? Optional.empty()
                : Optional.of(new Side(
                        place.toLowerCase(Locale.ROOT).replace('_', ' '),
                        row.getBigDecimal(prefix + "quantity"),
                        row.getBigDecimal(prefix + "billed"),
                        row.getString(prefix + "pricing")));
    }
}
