package dev.throughline.hub.billing;

import dev.throughline.hub.billing.BillingRuns.Decided;
import dev.throughline.hub.billing.BillingRuns.Run;
import dev.throughline.hub.billing.BillingRuns.Scope;
import dev.throughline.hub.billing.BillingRuns.Standing;
import dev.throughline.hub.billing.BillingRuns.State;
import dev.throughline.hub.billing.BillingRuns.Sum;
import dev.throughline.hub.storage.Columns;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Billing runs in storage, and what the ledger says of them. */
final class RunStore {
    private static final String INSERT = """
            INSERT INTO billing_run (tenant, through, project, state, asked_by, asked_at, asked, correlation_id)
            VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            RETURNING id
            """;
    private static final String SELECT = """
            SELECT id, through, project, state, asked_by, asked_at, asked::text AS asked, decided_by, decided_at, reason, projects, correlation_id
            FROM billing_run
            WHERE tenant = ?
            """;
    private static final String ONE = SELECT + "AND id = ?";
    private static final String LOCKED = ONE + " FOR UPDATE";
    private static final String NEWEST = SELECT + "ORDER BY id DESC LIMIT ?";
    private static final String BEGIN = "UPDATE billing_run SET state = ?, projects = ? WHERE tenant = ? AND id = ?";
    private static final String DECIDE =
            "UPDATE billing_run SET state = ?, decided_by = ?, decided_at = ?, reason = ? WHERE tenant = ? AND id = ?";
    /** A line that was taken twice, after finance refused it, counts once: as it stands now. */
    private static final String TAKEN = """
            SELECT lower(b.place) AS place, b.currency, count(DISTINCT b.source)::int AS lines, sum(b.quantity) AS quantity, sum(b.amount) AS amount
            FROM (SELECT DISTINCT source FROM ledger_posting
                  WHERE tenant = ? AND event_id = ANY (?::text[]) AND from_place = 'UNBILLED' AND to_place = 'POSTING') AS taken
            JOIN ledger_balance b ON b.tenant = ? AND b.source = taken.source
            GROUP BY b.place, b.currency
            ORDER BY b.place, b.currency
            """;

    private static final String DECIDED = """
            SELECT count(DISTINCT event_id) AS decided
            FROM decision
            WHERE tenant = ? AND type = ? AND key = ANY (?::text[]) AND event_id = ANY (?::text[])
            """;

    private RunStore() {}

    /** @param projects that it bills, once it is begun */
    record Row(Run run, List<String> projects, String correlationId) {
        List<String> events() {
            return projects.stream().map(p -> event(run.id(), p)).toList();
        }
    }

    /** The event by which a run has a project billed; what came of it is found by it. */
    static String event(long run, String project) {
        return "run:%d:%s".formatted(run, project);
    }

    static long insert(
            Connection connection,
            TenantId tenant,
            Scope scope,
            String by,
            Instant at,
            List<Sum> asked,
            String correlationId)
            throws SQLException {
        return Sql.queryOne(
                        connection,
                        INSERT,
                        r -> r.getLong(1),
                        tenant.value(),
                        scope.through(),
                        scope.project().map(p -> p.id()).orElse(null),
                        name(State.AWAITING_APPROVAL),
                        by,
                        at,
                        Json.text(asked),
                        correlationId)
                .orElseThrow();
    }

    static void begin(Connection connection, TenantId tenant, long id, List<String> projects) throws SQLException {
        Sql.update(connection, BEGIN, name(State.BEGUN), Sql.texts(projects, p -> p), tenant.value(), id);
    }

    static void decide(
            Connection connection, TenantId tenant, long id, State state, String by, Instant at, String reason)
            throws SQLException {
        Sql.update(connection, DECIDE, name(state), by, at, reason, tenant.value(), id);
    }

    /** Held until the caller's transaction ends. */
    static Optional<Row> lock(Connection connection, TenantId tenant, long id) throws SQLException {
        return Sql.queryOne(connection, LOCKED, RunStore::row, tenant.value(), id);
    }

    static Optional<Row> read(Connection connection, TenantId tenant, long id) throws SQLException {
        return Sql.queryOne(connection, ONE, RunStore::row, tenant.value(), id);
    }

    static List<Run> newest(Connection connection, TenantId tenant, int most) throws SQLException {
        return Sql.query(connection, NEWEST, r -> row(r).run(), tenant.value(), most);
    }

    /** The run with where its lines stand. */
    static Run told(Connection connection, TenantId tenant, Row row) throws SQLException {
        if (row.projects().isEmpty()) {
            return row.run();
        }
        List<String> events = row.events();
        List<Standing> taken;
        try (var read = Columns.of(connection, TAKEN)) {
            taken = read.text(tenant.value())
                    .texts(events)
                    .text(tenant.value())
                    .query(r -> new Standing(
                            r.getString("place"),
                            r.getString("currency"),
                            r.getInt("lines"),
                            r.getBigDecimal("quantity"),
                            r.getBigDecimal("amount")));
        }
        int decided;
        try (var read = Columns.of(connection, DECIDED)) {
            decided = read.text(tenant.value())
                    .text(TimeToBilling.TYPE)
                    .texts(row.projects())
                    .texts(events)
                    .query(r -> r.getInt("decided"))
                    .getFirst();
        }
        Run run = row.run();
        return new Run(
                run.id(),
                run.through(),
                run.project(),
                run.state(),
                run.askedBy(),
                run.askedAt(),
                run.asked(),
                run.decision(),
                taken,
                events.size() - decided);
    }

    private static Row row(ResultSet row) throws SQLException {
        Optional<Decided> decision = row.getString("decided_by") == null
                ? Optional.empty()
                : Optional.of(new Decided(
                        row.getString("decided_by"),
                        Sql.instant(row, "decided_at"),
                        Optional.ofNullable(row.getString("reason")).orElse("")));
        var run = new Run(
                row.getLong("id"),
                row.getObject("through", LocalDate.class),
                Optional.ofNullable(row.getString("project")),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("asked_by"),
                Sql.instant(row, "asked_at"),
                sums(row.getString("asked")),
                decision,
                List.of(),
                0);
        return new Row(run, List.of((String[]) row.getArray("projects").getArray()), row.getString("correlation_id"));
    }

    private static List<Sum> sums(String json) {
        List<Sum> sums = new ArrayList<>();
        Json.tree(json)
                .forEach(s -> sums.add(new Sum(
                        s.path("currency").asString(),
                        new BigDecimal(s.path("amount").asString()),
                        s.path("invoices").asInt())));
        return List.copyOf(sums);
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
