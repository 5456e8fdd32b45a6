package dev.throughline.hub.outlook;

import dev.throughline.hub.storage.Columns;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Expense;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.model.TenantId;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.margin.ProjectFacts.Worked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Reads facts in sets: one statement for each kind, whatever its number. */
record OutlookReader(Connection connection, TenantId tenant) {
    /** The type stands in the text, so that a partial index of the type is used. */
    private static final String OBJECTS = """
            SELECT id, version, body::text AS body
            FROM canonical_object
            WHERE tenant = ?
              AND type = '%s'
              AND complete
              AND NOT deleted
            ORDER BY id
            """;

    private static final String WORKED = """
            SELECT body ->> 'project' AS project, body ->> 'resource' AS resource, body ->> 'workedOn' AS day, sum((body ->> 'hours')::numeric) AS hours
            FROM canonical_object
            WHERE tenant = ?
              AND type = 'TimeEntry'
              AND complete
              AND NOT deleted
              AND body ->> 'approval' = 'approved'
              AND body ->> 'project' = ANY(?::text[])
            GROUP BY 1, 2, 3
            ORDER BY 1, 2, 3
            """;
    private static final String EXPENSES = """
            SELECT body::text AS body
            FROM canonical_object
            WHERE tenant = ?
              AND type = 'Expense'
              AND complete
              AND NOT deleted
              AND body ->> 'approval' = 'approved'
              AND body ->> 'project' = ANY(?::text[])
            ORDER BY id
            """;
    private static final String LEDGER = """
            SELECT project, place, currency, sum(amount) AS amount
            FROM ledger_total
            WHERE tenant = ?
              AND project = ANY(?::text[])
            GROUP BY project, place, currency
            ORDER BY project, place, currency
            """;

    <T extends CanonicalObject> List<Stored<T>> all(Class<T> type) throws SQLException {
        try (var read =
                Columns.of(connection, OBJECTS.formatted(CanonicalType.of(type).typeName()))) {
            return read.text(tenant.value())
                    .query(row -> new Stored<>(
                            new Ref<T>(row.getString("id")),
                            row.getLong("version"),
                            CanonicalJson.read(row.getString("body"), type)));
        }
    }

    /** Approved hours by project, added up by person and day. */
    Map<String, List<Worked>> worked(Collection<String> projects) throws SQLException {
        var worked = new HashMap<String, List<Worked>>();
        try (var read = Columns.of(connection, WORKED)) {
            read.text(tenant.value())
                    .texts(List.copyOf(projects))
                    .query(row -> worked.computeIfAbsent(row.getString("project"), _ -> new ArrayList<>())
                            .add(new Worked(
                                    new Ref<>(row.getString("resource")),
                                    LocalDate.parse(row.getString("day")),
                                    row.getBigDecimal("hours"))));
        }
        return worked;
    }

    Map<String, List<Expense>> expenses(Collection<String> projects) throws SQLException {
        var expenses = new HashMap<String, List<Expense>>();
        try (var read = Columns.of(connection, EXPENSES)) {
            read.text(tenant.value())
                    .texts(List.copyOf(projects))
                    .query(row -> CanonicalJson.read(row.getString("body"), Expense.class))
                    .forEach(expense -> expenses.computeIfAbsent(
                                    expense.project().id(), _ -> new ArrayList<>())
                            .add(expense));
        }
        return expenses;
    }

    /** What lies where, by project and currency. */
    Map<String, Map<CurrencyUnit, Map<Place, Money>>> ledger(Collection<String> projects) throws SQLException {
        var ledger = new HashMap<String, Map<CurrencyUnit, Map<Place, Money>>>();
        try (var read = Columns.of(connection, LEDGER)) {
            read.text(tenant.value()).texts(List.copyOf(projects)).query(row -> {
                var currency = CurrencyUnit.of(row.getString("currency"));
                return ledger.computeIfAbsent(row.getString("project"), _ -> new HashMap<>())
                        .computeIfAbsent(currency, _ -> new EnumMap<>(Place.class))
                        .put(Place.valueOf(row.getString("place")), Money.of(currency, row.getBigDecimal("amount")));
            });
        }
        return ledger;
    }
}
