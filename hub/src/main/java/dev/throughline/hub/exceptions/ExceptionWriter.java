package dev.throughline.hub.exceptions;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;

/** Puts things on the desk and takes them off it, inside the transaction of the stage that knows. Stateless. */
public final class ExceptionWriter {
    private static final String RAISE = """
            INSERT INTO exception (tenant, origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy, at_stake, currency,
                                   opened_at, last_seen_at, correlation_id)
            SELECT ?, e.origin, e.origin_key, e.trace_key, e.code, e.domain, e.owner, e.severity, e.subject, e.says, e.remedy, e.at_stake, e.currency,
                   ?, ?, e.correlation_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 e(origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy, at_stake, currency, correlation_id)
            ORDER BY e.trace_key, e.code
            ON CONFLICT (tenant, trace_key, code) WHERE state = 'open'
            DO UPDATE SET times = exception.times + 1, last_seen_at = excluded.last_seen_at, origin = excluded.origin, origin_key = excluded.origin_key,
                          says = excluded.says, remedy = excluded.remedy, at_stake = excluded.at_stake, currency = excluded.currency,
                          version = exception.version + 1
            """;

    private static final String CLOSE_ALL = """
            UPDATE exception
            SET state = 'resolved', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ? AND state = 'open' AND trace_key = ANY (?)
            """;

    private static final String CLOSE_OF = """
            UPDATE exception
            SET state = 'resolved', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ? AND state = 'open' AND origin = 'process' AND origin_key = ? AND (?::text = '' OR code = ?) AND (?::text IS NULL OR subject = ?)
            """;

    /**
     * Something that waits for a person.
     *
     * @param origin    translate, process, dispatch, decide, capture or reconcile
     * @param originKey what an action goes back to: position of a change, process instance, key of a command
     * @param traceKey  the record or instance and object: while one with this code is open, the same again only counts up
     */
    public record Raised(
            String origin,
            String originKey,
            String traceKey,
            String code,
            String domain,
            String owner,
            String severity,
            String subject,
            String says,
            String remedy,
            Optional<Money> atStake,
            String correlationId) {}

    public void raise(Connection connection, TenantId tenant, Collection<Raised> raised, Instant now)
            throws SQLException {
        // One statement must not meet the same row twice; the last one says how it stands.
        Map<String, Raised> latest = new LinkedHashMap<>();
        raised.forEach(r -> latest.put(r.traceKey() + "|" + r.code(), r));
        Collection<Raised> rows = latest.values();
        if (rows.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                RAISE,
                tenant.value(),
                now,
                now,
                Sql.texts(rows, Raised::origin),
                Sql.texts(rows, Raised::originKey),
                Sql.texts(rows, Raised::traceKey),
                Sql.texts(rows, Raised::code),
                Sql.texts(rows, Raised::domain),
                Sql.texts(rows, Raised::owner),
                Sql.texts(rows, Raised::severity),
                Sql.texts(rows, Raised::subject),
                Sql.texts(rows, r -> clean(r.says())),
                Sql.texts(rows, r -> clean(r.remedy())),
                Sql.decimals(rows, r -> r.atStake().map(Money::getAmount).orElse(null)),
                Sql.texts(
                        rows,
                        r -> r.atStake().map(m -> m.getCurrencyUnit().getCode()).orElse(null)),
                Sql.texts(rows, Raised::correlationId));
    }

    /** Everything open of these records is mended. */
    public void closeAll(
            Connection connection, TenantId tenant, List<String> traceKeys, String by, String why, Instant now)
            throws SQLException {
        if (!traceKeys.isEmpty()) {
            Sql.update(connection, CLOSE_ALL, now, by, why, tenant.value(), Sql.texts(traceKeys, k -> k));
        }
    }

    /** What is open of one process instance. @param code empty for all; @param subject only about this object */
    public void closeOf(
            Connection connection,
            TenantId tenant,
            String originKey,
            String code,
            Optional<String> subject,
            String by,
            String why,
            Instant now)
            throws SQLException {
        Sql.update(
                connection,
                CLOSE_OF,
                now,
                by,
                why,
                tenant.value(),
                originKey,
                code,
                code,
                subject.orElse(null),
                subject.orElse(null));
    }

    /** PostgreSQL's text holds no U+0000. */
    private static String clean(String text) {
        return text.replace('\u0000', '\ufffd');
    }
}
