package dev.throughline.hub.reconcile;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the records of one system with what the hub holds of them: sums in one statement, and the records that differ, up to a limit, in another. */
final class RecordComparison {
    private static final String PAIRS = """
            WITH there AS (
                SELECT external_id, object_type, record_id, value, currency
                FROM reconciliation_record
                WHERE run = ? AND system = ? AND type = ?
            ),
            here AS (
                SELECT x.external_id, o.id, o.updated_at, counted_value(o.type, o.body) AS value,
                       counted_currency(o.type, o.body) AS currency, business_date(o.type, o.body) AS day
                FROM cross_reference x
                JOIN canonical_object o ON o.tenant = x.tenant AND o.id = x.canonical_id
                WHERE x.tenant = ? AND x.system = ? AND x.type = ? AND NOT o.deleted
            ),
            pair AS (
                SELECT coalesce(t.external_id, h.external_id) AS external_id, t.object_type, t.record_id,
                       t.external_id IS NOT NULL AS is_there, t.value AS there_value, t.currency AS there_currency,
                       h.id, h.value AS here_value, h.currency AS here_currency, h.updated_at
                FROM there t
                FULL JOIN here h ON h.external_id = t.external_id
                WHERE t.external_id IS NOT NULL OR ? AND (h.day BETWEEN ? AND ? OR h.day IS NULL AND ?)
            )
            """;

    private static final String SUMS = PAIRS + """
            SELECT 'there' AS side, there_currency AS currency, count(*) AS n, sum(there_value) AS total
            FROM pair WHERE there_value IS NOT NULL GROUP BY there_currency
            UNION ALL
            SELECT 'here', here_currency, count(*), sum(here_value)
            FROM pair WHERE here_value IS NOT NULL GROUP BY here_currency
            """;

    private static final String DIFFERING = PAIRS + """
            SELECT *, updated_at >= ? AS meanwhile
            FROM pair
            WHERE there_value IS DISTINCT FROM here_value OR there_value IS NOT NULL AND there_currency IS DISTINCT FROM here_currency
            ORDER BY external_id
            LIMIT 10001
            """;

    /** Records beyond the first that bear the same number of the firm's own, or the same key of ours. Names prove nothing. */
    private static final String TWICE = """
            SELECT external_id, object_type, first_id, alike
            FROM (
                SELECT external_id, object_type, first_value(external_id) OVER w AS first_id, 'number ' || number AS alike
                FROM reconciliation_record
                WHERE run = ? AND system = ? AND type = ? AND number IS NOT NULL
                WINDOW w AS (PARTITION BY number ORDER BY external_id)
                UNION ALL
                SELECT external_id, object_type, first_value(external_id) OVER w, 'key ' || key
                FROM reconciliation_record
                WHERE run = ? AND system = ? AND type = ? AND key IS NOT NULL
                WINDOW w AS (PARTITION BY key ORDER BY external_id)
            ) AS alike
            WHERE external_id <> first_id
            ORDER BY external_id
            LIMIT 10001
            """;

    private final Connection connection;
    private final long run;
    private final String tenant;
    private final Period period;
    private final Instant started;
    private final Reasons reasons;
    private final Findings findings;

    RecordComparison(
            Connection connection, long run, TenantId tenant, Period period, Instant started, Findings findings) {
        this.connection = connection;
        this.run = run;
        this.tenant = tenant.value();
        this.period = period;
        this.started = started;
        this.reasons = new Reasons(connection, tenant);
        this.findings = findings;
    }

    private record Differing(
            String externalId,
            Optional<String> objectType,
            Optional<String> recordId,
            Optional<Counted> there,
            Optional<String> id,
            Optional<Counted> here,
            boolean meanwhile) {}

    /** @param complete whether the system was read to its end, so that what it did not show is not there */
    void compare(String system, String role, String type, boolean complete) throws SQLException {
        String what = Counted.TYPES.get(type);
        Sql.query(
                connection,
                SUMS,
                r -> {
                    findings.add(
                            what,
                            r.getString("side").equals("here") ? "hub" : role,
                            system,
                            Optional.ofNullable(r.getString("currency")).orElse(""),
                            r.getLong("n"),
                            r.getBigDecimal("total"));
                    return true;
                },
                parameters(system, type, complete));
        List<Differing> differing = Sql.query(
                connection,
                DIFFERING,
                r -> new Differing(
                        r.getString("external_id"),
                        Optional.ofNullable(r.getString("object_type")),
                        Optional.ofNullable(r.getString("record_id")),
                        r.getBoolean("is_there") ? Counted.of(r, "there_value", "there_currency") : Optional.empty(),
                        Optional.ofNullable(r.getString("id")),
                        Counted.of(r, "here_value", "here_currency"),
                        r.getBoolean("meanwhile")),
                with(parameters(system, type, complete), started));
        report(system, role, type, what, differing);
    }

    /** @return how many records stand twice */
    long twice(String system, String type) throws SQLException {
        Set<String> counted = new java.util.HashSet<>();
        Sql.query(
                connection,
                TWICE,
                r -> {
                    String id = r.getString("external_id");
                    if (counted.add(id)) {
                        findings.differ(
                                type.toLowerCase(java.util.Locale.ROOT),
                                "duplicate",
                                system + " " + r.getString("object_type") + " " + id,
                                "the same " + r.getString("alike"),
                                "as " + r.getString("first_id"),
                                java.math.BigDecimal.ZERO,
                                "",
                                Optional.empty());
                    }
                    return true;
                },
                run,
                system,
                type,
                run,
                system,
                type);
        return counted.size();
    }

    private Object[] parameters(String system, String type, boolean complete) {
        return new Object[] {
            run, system, type, tenant, system, type, complete, period.from(), period.to(), period.whole()
        };
    }

    private static Object[] with(Object[] parameters, Object last) {
        Object[] all = java.util.Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = last;
        return all;
    }

    private void report(String system, String role, String type, String what, List<Differing> differing)
            throws SQLException {
        Map<String, List<String>> byObject = new HashMap<>();
        differing.forEach(d -> d.objectType()
                .ifPresent(o -> byObject.computeIfAbsent(o, _ -> new java.util.ArrayList<>())
                        .add(d.recordId().orElseThrow())));
        Map<String, String> why = new HashMap<>();
        for (var entry : byObject.entrySet()) {
            reasons.ofRecords(system, entry.getKey(), entry.getValue())
                    .forEach((id, reason) -> why.put(entry.getKey() + " " + id, reason));
        }
        List<String> gone = differing.stream()
                .filter(d -> d.objectType().isEmpty())
                .flatMap(d -> d.id().stream())
                .toList();
        // Sales keeps a contract's newest terms; finance keeps an order for each.
        Map<String, String> whyGone =
                type.equals("ContractVersion") && role.equals("crm") ? reasons.ofOlderVersions(gone) : Map.of();
        Map<String, String> ids = new HashMap<>();
        differing.forEach(d -> ids.put(d.externalId(), d.id().orElse("")));
        Map<String, String> inFlight = reasons.inFlight(run, system, type, ids);
        for (Differing d : differing) {
            String record = d.objectType()
                    .map(o -> o + " " + d.recordId().orElseThrow())
                    .orElseGet(() -> type + " " + d.externalId());
            Optional<String> reason = Optional.ofNullable(why.get(record))
                    .or(() -> d.id().map(whyGone::get))
                    .or(() -> Optional.ofNullable(inFlight.get(d.externalId())))
                    .or(() -> d.meanwhile() ? Optional.of("changed while the run compared") : Optional.empty());
            report(system, type, what, record, d, reason);
        }
    }

    private void report(
            String system, String type, String what, String record, Differing d, Optional<String> explanation) {
        boolean isThere = d.objectType().isPresent();
        String kind = !isThere
                ? "extra"
                : d.id().isEmpty()
                        ? "missing"
                        : d.here().isEmpty() || d.there().isEmpty()
                                ? "status"
                                : type.equals("TimeEntry") ? "quantity" : "amount";
        findings.differ(
                what,
                kind,
                system + " " + record,
                isThere ? Counted.says(d.there()) : "not in " + system,
                d.id().isEmpty() ? "not in the hub" : Counted.says(d.here()),
                Counted.less(d.there(), d.here()),
                d.there().or(d::here).map(Counted::currency).orElse(""),
                explanation);
    }
}
