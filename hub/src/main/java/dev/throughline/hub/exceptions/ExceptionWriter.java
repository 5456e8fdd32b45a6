package dev.throughline.hub.exceptions;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the stages put on the desk and take off it again, inside their own transaction, a statement for a batch. Stateless. */
public final class ExceptionWriter {
    /** The same trouble of the same record is one row, however often it comes; its newest text and origin count. */
    private static final String RAISE = """
            INSERT INTO exception AS x (tenant, origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy,
                                        at_stake, currency, opened_at, last_seen_at, times, correlation_id)
            SELECT ?, r.origin, r.origin_key, r.trace_key, r.code, r.domain, r.owner, r.severity, r.subject, r.says, r.remedy,
                   r.at_stake, r.currency, ?, ?, r.times, r.correlation_id
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::numeric[], ?::text[], ?::bigint[], ?::text[])
                AS r(origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy, at_stake, currency, times, correlation_id)
            ORDER BY r.trace_key, r.code
            ON CONFLICT (tenant, trace_key, code) WHERE state = 'open' DO UPDATE
            SET origin = excluded.origin,
                origin_key = excluded.origin_key,
                owner = excluded.owner,
                severity = excluded.severity,
                subject = excluded.subject,
                says = excluded.says,
                remedy = excluded.remedy,
                at_stake = excluded.at_stake,
                currency = excluded.currency,
                last_seen_at = greatest(x.last_seen_at, excluded.last_seen_at),
                times = x.times + excluded.times
            """;

    private static final String CLOSE_ALL = """
            UPDATE exception
            SET state = 'resolved', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ?
              AND state = 'open'
              AND trace_key = ANY(?::text[])
            """;
    private static final String CLOSE_CODES = """
            UPDATE exception
            SET state = 'resolved', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ?
              AND state = 'open'
              AND trace_key = ANY(?::text[])
              AND (trace_key, code) IN (SELECT t.trace_key, t.code FROM unnest(?::text[], ?::text[]) AS t(trace_key, code))
            """;

    private static final String CLOSE_OF = """
            UPDATE exception
            SET state = 'resolved', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ? AND state = 'open' AND origin = 'process' AND origin_key = ?
              AND (?::text = '' OR code = ?) AND (?::text IS NULL OR subject = ?)
            """;

    /** Opens each, or counts it once more when it is open already. */
    public void raise(Connection connection, TenantId tenant, List<Raised> raised, Instant at) throws SQLException {
        if (raised.isEmpty()) {
            return;
        }
        // One statement cannot touch a row twice.
        Map<String, Counted> once = new TreeMap<>();
        for (Raised r : raised) {
            once.merge(
                    r.traceKey() + "\u0000" + r.code(),
                    new Counted(r, 1),
                    (a, b) -> new Counted(b.raised(), a.times() + 1));
        }
        List<Counted> rows = List.copyOf(once.values());
        try (var raise = Columns.of(connection, RAISE)) {
            raise.text(tenant.value())
                    .time(at)
                    .time(at)
                    .texts(rows, c -> c.raised().origin().stored())
                    .texts(rows, c -> c.raised().originKey())
                    .texts(rows, c -> c.raised().traceKey())
                    .texts(rows, c -> c.raised().code())
                    .texts(rows, c -> c.raised().domain())
                    .texts(rows, c -> c.raised().owner())
                    .texts(rows, c -> c.raised().severity())
                    .texts(rows, c -> c.raised().subject())
                    .texts(rows, c -> c.raised().says())
                    .texts(rows, c -> c.raised().remedy())
                    .decimals(rows, c -> c.raised().atStake().orElse(null))
                    .texts(rows, c -> c.raised().currency().orElse(null))
                    .numbers(rows, Counted::times)
                    .texts(rows, c -> c.raised().correlationId())
                    .update();
        }
    }

    /**
     * Closes whatever is open of these records or instances, since they have succeeded.
     *
     * @param why for people
     * @return how many were closed
     */
    public int closeAll(
            Connection connection, TenantId tenant, Collection<String> traceKeys, String by, String why, Instant at)
            throws SQLException {
        if (traceKeys.isEmpty()) {
            return 0;
        }
        try (var close = Columns.of(connection, CLOSE_ALL)) {
            return close.time(at)
                    .text(by)
                    .text(why)
                    .text(tenant.value())
                    .texts(traceKeys.stream().distinct().sorted().toList())
                    .update();
        }
    }

    /** Closes only those of the given codes. @return how many were closed */
    public int closeCodes(
            Connection connection, TenantId tenant, Collection<Closing> closings, String by, String why, Instant at)
            throws SQLException {
        if (closings.isEmpty()) {
            return 0;
        }
        List<Closing> rows = List.copyOf(closings);
        try (var close = Columns.of(connection, CLOSE_CODES)) {
            return close.time(at)
                    .text(by)
                    .text(why)
                    .text(tenant.value())
                    .texts(rows, Closing::traceKey)
                    .texts(rows, Closing::traceKey)
                    .texts(rows, Closing::code)
                    .update();
        }
    }

    /** What is open of one process instance. @param code empty for all; @param subject only about this object */
    public void closeOf(
            Connection connection,
            TenantId tenant,
            String instance,
            String code,
            Optional<String> subject,
            String by,
            String why,
            Instant at)
            throws SQLException {
        try (var close = Columns.of(connection, CLOSE_OF)) {
            close.time(at)
                    .text(by)
                    .text(why)
                    .text(tenant.value())
                    .text(instance)
                    .text(code)
                    .text(code)
                    .text(subject.orElse(null))
                    .text(subject.orElse(null))
                    .update();
        }
    }

    private record Counted(Raised raised, long times) {}

    /** Where the trouble arose, which decides how it is tried again. */
    public enum Origin {
        /** The key is a change's position. */
        TRANSLATE,
        /** The key is {@code type/key} of a process instance. */
        PROCESS,
        /** The key is a command's idempotency key. */
        DISPATCH,
        /** The key is an event's position. */
        DECIDE,
        CAPTURE,
        RECONCILE;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param traceKey the record or instance it is about: whatever is open under it closes when it succeeds
     * @param domain   workflow or room
     * @param subject  what people call the record
     */
    public record Raised(
            Origin origin,
            String originKey,
            String traceKey,
            String code,
            String domain,
            String owner,
            String severity,
            String subject,
            String says,
            String remedy,
            Optional<BigDecimal> atStake,
            Optional<String> currency,
            String correlationId) {}

    public record Closing(String traceKey, String code) {}
}
