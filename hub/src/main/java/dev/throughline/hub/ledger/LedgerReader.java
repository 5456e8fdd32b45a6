package dev.throughline.hub.ledger;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Reads the ledger in the caller's transaction, so that a stage sees what it has just posted. Stateless. */
public final class LedgerReader {
    private static final String OPEN = """
            SELECT DISTINCT source
            FROM ledger_balance
            WHERE tenant = ?
              AND project = ?
              AND worked_on <= ?
              AND place IN ('UNBILLED', 'HELD')
            """;
    private static final String OPEN_COUNTS = """
            SELECT project, count(*) AS lines
            FROM (
                SELECT project
                FROM ledger_balance
                WHERE tenant = ?
                  AND project = ANY(?::text[])
                  AND place IN ('UNBILLED', 'HELD')
                UNION ALL
                SELECT project
                FROM ledger_balance
                WHERE tenant = ?
                  AND project = ANY(?::text[])
                  AND place = 'COVERED'
            ) lines
            GROUP BY project
            """;
    private static final String LINES = """
            SELECT source, kind, project, contract, customer, legal_entity, worked_on, description, pricing, phase, role
            FROM ledger_line
            WHERE tenant = ?
              AND source = ANY(?::text[])
            ORDER BY worked_on, source
            """;
    private static final String BALANCES = """
            SELECT source, place, quantity, amount, currency
            FROM ledger_balance
            WHERE tenant = ?
              AND source = ANY(?::text[])
            """;
    private static final String TOTALS = """
            SELECT legal_entity, place, currency, sum(quantity) AS quantity, sum(amount) AS amount
            FROM ledger_total
            WHERE tenant = ?
            GROUP BY legal_entity, place, currency
            HAVING sum(quantity) <> 0 OR sum(amount) <> 0
            ORDER BY legal_entity, place, currency
            """;
    private static final String PROJECT = """
            SELECT kind, place, currency, sum(quantity) AS quantity, sum(amount) AS amount
            FROM ledger_total
            WHERE tenant = ?
              AND project = ANY(?::text[])
            GROUP BY kind, place, currency
            HAVING sum(quantity) <> 0 OR sum(amount) <> 0
            ORDER BY kind, place, currency
            """;

    private static final String SCOPED = """
            SELECT phase, role, place, sum(amount) AS amount
            FROM ledger_total
            WHERE tenant = ?
              AND project = ?
              AND currency = ?
            GROUP BY phase, role, place
            HAVING sum(amount) <> 0
            ORDER BY phase, role, place
            """;
    private static final String COVERED = """
            SELECT source
            FROM ledger_balance
            WHERE tenant = ?
              AND project = ?
              AND place = 'COVERED'
            """;

    private static final String ON_INVOICE = """
            SELECT DISTINCT p.source
            FROM ledger_posting p
            WHERE p.tenant = ?
              AND p.invoice = ?
              AND NOT EXISTS (
                  SELECT 1 FROM ledger_posting later
                  WHERE later.tenant = p.tenant AND later.source = p.source AND later.id > p.id AND later.invoice <> p.invoice)
            ORDER BY p.source
            """;

    /** Source lines whose latest move by an invoice was by this one. */
    public Set<String> sourcesOn(Connection connection, TenantId tenant, Ref<Invoice> invoice) throws SQLException {
        try (var on = Columns.of(connection, ON_INVOICE)) {
            return new LinkedHashSet<>(
                    on.text(tenant.value()).text(invoice.id()).query(r -> r.getString("source")));
        }
    }

    /** Lines of the project that stand unbilled or held, of work up to and including the day, oldest first. */
    public List<OpenLine> openLines(Connection connection, TenantId tenant, Ref<Project> project, LocalDate through)
            throws SQLException {
        List<String> sources;
        try (var open = Columns.of(connection, OPEN)) {
            sources = open.text(tenant.value()).text(project.id()).date(through).query(r -> r.getString("source"));
        }
        return List.copyOf(lines(connection, tenant, sources).values());
    }

    /** Lines of the project that are covered by a term of its contract, oldest first. */
    public List<OpenLine> covered(Connection connection, TenantId tenant, Ref<Project> project) throws SQLException {
        List<String> sources;
        try (var covered = Columns.of(connection, COVERED)) {
            sources = covered.text(tenant.value()).text(project.id()).query(r -> r.getString("source"));
        }
        return List.copyOf(lines(connection, tenant, sources).values());
    }

    /** How many lines stand unbilled, held or covered in each of the projects; those with none are left out. */
    public Map<String, Long> openCounts(Connection connection, TenantId tenant, Collection<String> projects)
            throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (var open = Columns.of(connection, OPEN_COUNTS)) {
            open.text(tenant.value())
                    .texts(List.copyOf(projects))
                    .text(tenant.value())
                    .texts(List.copyOf(projects))
                    .query(r -> counts.put(r.getString("project"), r.getLong("lines")));
        }
        return counts;
    }

    /** Where one source line stands; empty when the ledger has never seen it. */
    public Optional<OpenLine> line(Connection connection, TenantId tenant, Ref<?> source) throws SQLException {
        return Optional.ofNullable(
                lines(connection, tenant, List.of(source.id())).get(source.id()));
    }

    /** Lines by source id, oldest work first; those that the ledger has never seen are left out. Two look-ups however many lines. */
    public Map<String, OpenLine> lines(Connection connection, TenantId tenant, Collection<String> sources)
            throws SQLException {
        List<String> wanted = sources.stream().distinct().toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<SourceLine> lines;
        try (var read = Columns.of(connection, LINES)) {
            lines = read.text(tenant.value()).texts(wanted).query(LedgerReader::line);
        }
        Map<String, Converted> conversions = LedgerConversions.read(connection, tenant, wanted);
        Map<String, Map<Place, OpenLine.Balance>> balances = balances(connection, tenant, wanted);
        Map<String, OpenLine> found = new LinkedHashMap<>();
        for (SourceLine line : lines) {
            String source = line.source().id();
            Optional<Converted> converted = Optional.ofNullable(conversions.get(source));
            found.put(
                    source,
                    new OpenLine(
                            converted.isEmpty() ? line : line.converted(converted),
                            balances.getOrDefault(source, Map.of())));
        }
        return found;
    }

    private static Map<String, Map<Place, OpenLine.Balance>> balances(
            Connection connection, TenantId tenant, List<String> sources) throws SQLException {
        Map<String, Map<Place, OpenLine.Balance>> balances = new HashMap<>();
        try (var read = Columns.of(connection, BALANCES)) {
            read.text(tenant.value())
                    .texts(sources)
                    .query(r -> balances.computeIfAbsent(r.getString("source"), _ -> new EnumMap<>(Place.class))
                            .put(Place.valueOf(r.getString("place")), balance(r)));
        }
        return balances;
    }

    private static OpenLine.Balance balance(ResultSet row) throws SQLException {
        return new OpenLine.Balance(
                row.getBigDecimal("quantity"),
                Money.of(CurrencyUnit.of(row.getString("currency")), row.getBigDecimal("amount")));
    }

    /** What lies in each place, by entity and currency. */
    public List<EntityTotal> totals(Connection connection, TenantId tenant) throws SQLException {
        try (var totals = Columns.of(connection, TOTALS)) {
            return totals.text(tenant.value())
                    .query(r -> new EntityTotal(
                            r.getString("legal_entity"),
                            Place.valueOf(r.getString("place")),
                            r.getString("currency"),
                            r.getBigDecimal("quantity"),
                            r.getBigDecimal("amount")));
        }
    }

    /** What lies in each place of these projects together, whatever the number of lines. */
    public List<ProjectTotal> totals(Connection connection, TenantId tenant, Collection<String> projects)
            throws SQLException {
        try (var totals = Columns.of(connection, PROJECT)) {
            return totals.text(tenant.value())
                    .texts(List.copyOf(projects))
                    .query(r -> new ProjectTotal(
                            LineKind.valueOf(r.getString("kind")),
                            Place.valueOf(r.getString("place")),
                            r.getString("currency"),
                            r.getBigDecimal("quantity"),
                            r.getBigDecimal("amount")));
        }
    }

    /** What lies in each place of the project in one currency, by phase and role. */
    public List<Facts.Total> totals(Connection connection, TenantId tenant, Ref<Project> project, CurrencyUnit currency)
            throws SQLException {
        try (var totals = Columns.of(connection, SCOPED)) {
            return totals.text(tenant.value())
                    .text(project.id())
                    .text(currency.getCode())
                    .query(r -> new Facts.Total(
                            r.getString("phase"),
                            r.getString("role"),
                            Place.valueOf(r.getString("place")),
                            Money.of(currency, r.getBigDecimal("amount"))));
        }
    }

    private static SourceLine line(ResultSet row) throws SQLException {
        return new SourceLine(
                new Ref<>(row.getString("source")),
                LineKind.valueOf(row.getString("kind")),
                new Ref<>(row.getString("project")),
                Optional.ofNullable(row.getString("contract")).map(Ref::new),
                Optional.ofNullable(row.getString("customer")).map(Ref::new),
                Optional.ofNullable(row.getString("legal_entity")).map(Ref::new),
                row.getObject("worked_on", LocalDate.class),
                row.getString("description"),
                row.getString("pricing"),
                row.getString("phase"),
                row.getString("role"));
    }

    /** @param legalEntity canonical id, or empty text where lines have none */
    public record EntityTotal(
            String legalEntity, Place place, String currency, BigDecimal quantity, BigDecimal amount) {}

    public record ProjectTotal(LineKind kind, Place place, String currency, BigDecimal quantity, BigDecimal amount) {}
}
