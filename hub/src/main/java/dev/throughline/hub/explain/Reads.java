package dev.throughline.hub.explain;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Every statement of the room: each reads a set by an index, whatever it holds. In the caller's snapshot. */
record Reads(Connection connection, TenantId firm) {
    private static final String THINGS =
            "SELECT id, type, body, deleted FROM canonical_object WHERE tenant = ? AND id = ANY (?)";
    private static final String VERSIONS = """
            SELECT id, type, body, deleted
            FROM canonical_object
            WHERE tenant = ?
              AND type = 'ContractVersion'
              AND body ->> 'contract' = ANY (?)
              AND NOT deleted
            """;
    private static final String NAMES =
            "SELECT system, external_id FROM cross_reference WHERE tenant = ? AND canonical_id = ANY (?) ORDER BY system";
    /** The newest change of the record that was applied, and the mapping set that it was translated with. */
    private static final String TRANSLATED = """
            SELECT c.system, c.object_type, f.mapping
            FROM cross_reference x
            CROSS JOIN LATERAL (
                SELECT c.system, c.object_type, c.partition, c.seq
                FROM change c
                WHERE c.tenant = x.tenant AND c.system = x.system AND c.object_type = x.object_type AND c.external_id = x.external_id
                ORDER BY c.received_at DESC
                LIMIT 10
            ) AS c
            JOIN change_fate f ON f.partition = c.partition AND f.seq = c.seq
            WHERE x.tenant = ?
              AND x.canonical_id = ANY (?)
              AND f.fate IN ('applied', 'unchanged')
              AND f.mapping IS NOT NULL
            ORDER BY f.at DESC
            LIMIT 1
            """;

    private static final String POSTINGS = """
            SELECT from_place, to_place, quantity, amount, currency, cause, event_id, process_type, process_key, invoice, at
            FROM ledger_posting
            WHERE tenant = ?
              AND source = ANY (?)
            ORDER BY id
            """;
    /** An invoice moves as one: what moved by it for one reason is told once. */
    private static final String MOVED_BY_INVOICE = """
            SELECT from_place, to_place, sum(quantity) AS quantity, sum(amount) AS amount, currency, cause, event_id, process_type, process_key, invoice, at
            FROM ledger_posting
            WHERE tenant = ?
              AND invoice = ANY (?)
            GROUP BY from_place, to_place, currency, cause, event_id, process_type, process_key, invoice, at
            ORDER BY min(id)
            """;

    private static final String EXCEPTIONS = """
            SELECT id, code, owner, subject, says, remedy
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
              AND (origin_key = ANY (?) OR subject = ANY (?))
            ORDER BY (severity = 'HIGH') DESC, id
            """;
    private static final String UNTRANSLATED = """
            SELECT id, code, owner, subject, says, remedy
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
              AND origin = 'translate'
              AND split_part(trace_key, ' ', 3) = ?
            ORDER BY id
            """;
    private static final String COMMANDS = """
            SELECT key, name, coalesce(system, target) AS system, subject, state, attempts, created_at, settled_at, external_id, last_answer, body
            FROM command
            WHERE tenant = ?
              AND subject = ANY (?)
              AND name = 'PostInvoice'
            ORDER BY id
            """;
    private static final String SETTLED_BY = """
            SELECT p.id, p.type, p.body, p.deleted
            FROM unnest(?) AS i(invoice)
            JOIN canonical_object p
              ON p.tenant = ?
             AND p.type IN ('Payment', 'CreditMemo')
             AND p.body -> 'applied' @> jsonb_build_array(jsonb_build_object('invoice', i.invoice))
            WHERE NOT p.deleted
            ORDER BY p.id
            LIMIT 100
            """;
    private static final String CHANGES = """
            SELECT c.partition || ':' || c.seq AS position, c.system, c.object_type, c.external_id, c.version_token, c.via
            FROM unnest(?, ?) AS p(partition, seq)
            JOIN change c ON c.partition = p.partition AND c.seq = p.seq
            WHERE c.tenant = ?
            """;
    private static final String DECISIONS = """
            SELECT event_id, event_kind, because
            FROM decision
            WHERE tenant = ?
              AND type = ANY (?)
              AND key = ANY (?)
              AND event_id = ANY (?)
            """;
    private static final String TIMER =
            "SELECT due_at FROM timer WHERE tenant = ? AND type = ? AND key = ? AND name = ?";
    private static final String INSTANCE =
            "SELECT state_name, state FROM process_instance WHERE tenant = ? AND type = ? AND key = ?";

    record Posting(
            String from,
            String to,
            BigDecimal quantity,
            BigDecimal amount,
            String currency,
            String cause,
            String event,
            String processType,
            String processKey,
            Optional<String> invoice,
            Instant at) {}

    record Stuck(long id, String code, String owner, String subject, String says, String remedy) {}

    record Sent(
            String key,
            String name,
            String system,
            String invoice,
            String state,
            int attempts,
            Instant at,
            Optional<Instant> settledAt,
            Optional<String> externalId,
            Optional<String> answer,
            JsonNode body) {
        boolean shadowed() {
            return state.equals("shadowed");
        }
    }

    record Translated(String system, String objectType, int mapping) {}

    record Decided(String event, String kind, String because) {}

    record Instance(String state, JsonNode body) {}

    Map<String, Thing> things(Collection<String> ids) throws SQLException {
        Map<String, Thing> things = new HashMap<>();
        if (!ids.isEmpty()) {
            Sql.query(connection, THINGS, Reads::thing, firm.value(), texts(ids))
                    .forEach(t -> things.put(t.id(), t));
        }
        return things;
    }

    List<Thing> versions(String contract) throws SQLException {
        return Sql.query(connection, VERSIONS, Reads::thing, firm.value(), texts(List.of(contract)));
    }

    Map<String, String> names(String id) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        Sql.query(
                connection,
                NAMES,
                r -> names.put(r.getString("system"), r.getString("external_id")),
                firm.value(),
                texts(List.of(id)));
        return names;
    }

    Optional<Translated> translated(String id) throws SQLException {
        return Sql.queryOne(
                connection,
                TRANSLATED,
                r -> new Translated(r.getString("system"), r.getString("object_type"), r.getInt("mapping")),
                firm.value(),
                texts(List.of(id)));
    }

    List<Posting> postings(Collection<String> sources) throws SQLException {
        return Sql.query(connection, POSTINGS, Reads::posting, firm.value(), texts(sources));
    }

    List<Posting> movedBy(String invoice) throws SQLException {
        return Sql.query(connection, MOVED_BY_INVOICE, Reads::posting, firm.value(), texts(List.of(invoice)));
    }

    /** Open ones that these instances raised, or that are about these things. */
    List<Stuck> exceptions(Collection<String> instances, Collection<String> subjects) throws SQLException {
        return Sql.query(connection, EXCEPTIONS, Reads::stuck, firm.value(), texts(instances), texts(subjects));
    }

    /** Open ones of records with that id in their system, which are not translated yet. */
    List<Stuck> untranslated(String externalId) throws SQLException {
        return Sql.query(connection, UNTRANSLATED, Reads::stuck, firm.value(), externalId);
    }

    /** By which invoices were to be posted, oldest first. */
    List<Sent> commands(Collection<String> invoices) throws SQLException {
        return invoices.isEmpty()
                ? List.of()
                : Sql.query(connection, COMMANDS, Reads::sent, firm.value(), texts(invoices));
    }

    /** Payments and credit memos. */
    List<Thing> settledBy(Collection<String> invoices) throws SQLException {
        return invoices.isEmpty()
                ? List.of()
                : Sql.query(connection, SETTLED_BY, Reads::thing, texts(invoices), firm.value());
    }

    /** In words, by position. */
    Map<String, String> changes(Collection<String> positions) throws SQLException {
        Map<String, String> changes = new HashMap<>();
        if (!positions.isEmpty()) {
            Sql.query(
                    connection,
                    CHANGES,
                    r -> changes.put(
                            r.getString("position"),
                            "%s said so: %s %s, version %s, came by %s"
                                    .formatted(
                                            r.getString("system"),
                                            r.getString("object_type"),
                                            r.getString("external_id"),
                                            r.getString("version_token"),
                                            r.getString("via"))),
                    Sql.shorts(positions, p -> Short.valueOf(p.substring(0, p.indexOf(':')))),
                    Sql.longs(positions, p -> Long.valueOf(p.substring(p.indexOf(':') + 1))),
                    firm.value());
        }
        return changes;
    }

    Map<String, Decided> decisions(List<Posting> postings) throws SQLException {
        Map<String, Decided> decisions = new HashMap<>();
        if (!postings.isEmpty()) {
            Sql.query(
                            connection,
                            DECISIONS,
                            r -> new Decided(
                                    r.getString("event_id"), r.getString("event_kind"), r.getString("because")),
                            firm.value(),
                            texts(postings.stream()
                                    .map(Posting::processType)
                                    .distinct()
                                    .toList()),
                            texts(postings.stream()
                                    .map(Posting::processKey)
                                    .distinct()
                                    .toList()),
                            texts(postings.stream()
                                    .map(Posting::event)
                                    .distinct()
                                    .toList()))
                    .forEach(d -> decisions.put(d.event(), d));
        }
        return decisions;
    }

    Optional<Instant> timer(String type, String key, String name) throws SQLException {
        return Sql.queryOne(connection, TIMER, r -> Sql.instant(r, "due_at"), firm.value(), type, key, name);
    }

    Optional<Instance> instance(String type, String key) throws SQLException {
        return Sql.queryOne(
                connection,
                INSTANCE,
                r -> new Instance(r.getString("state_name"), Json.tree(r.getString("state"))),
                firm.value(),
                type,
                key);
    }

    private static Sql.Column texts(Collection<String> values) {
        return Sql.texts(values, v -> v);
    }

    private static Thing thing(ResultSet row) throws SQLException {
        return new Thing(
                row.getString("id"),
                row.getString("type"),
                Json.tree(row.getString("body")),
                row.getBoolean("deleted"));
    }

    private static Posting posting(ResultSet row) throws SQLException {
        return new Posting(
                row.getString("from_place"),
                row.getString("to_place"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getString("cause"),
                row.getString("event_id"),
                row.getString("process_type"),
                row.getString("process_key"),
                Optional.ofNullable(row.getString("invoice")),
                Sql.instant(row, "at"));
    }

    private static Stuck stuck(ResultSet row) throws SQLException {
        return new Stuck(
                row.getLong("id"),
                row.getString("code"),
                row.getString("owner"),
                row.getString("subject"),
                row.getString("says"),
                row.getString("remedy"));
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(
                row.getString("key"),
                row.getString("name"),
                row.getString("system"),
                row.getString("subject"),
                row.getString("state"),
                row.getInt("attempts"),
                Sql.instant(row, "created_at"),
                Sql.optionalInstant(row, "settled_at"),
                Optional.ofNullable(row.getString("external_id")),
                Optional.ofNullable(row.getString("last_answer")).filter(a -> !a.isBlank()),
                Json.tree(row.getString("body")).path("command"));
    }
}
