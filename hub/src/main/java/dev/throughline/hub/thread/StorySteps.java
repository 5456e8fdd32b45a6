package dev.throughline.hub.thread;

import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happened to the things of a thread: the newest of each kind and thing, so that a thread of any age is read in a moment. */
final class StorySteps {
    private static final String CHANGES = """
            SELECT x.canonical_id, c.system, c.object_type, c.external_id, c.via, c.received_at, f.fate, f.reason
            FROM cross_reference x
            CROSS JOIN LATERAL (
                SELECT *
                FROM change c
                WHERE c.tenant = x.tenant AND c.system = x.system AND c.object_type = x.object_type AND c.external_id = x.external_id
                ORDER BY c.received_at DESC
                LIMIT 10
            ) AS c
            LEFT JOIN change_fate f ON f.partition = c.partition AND f.seq = c.seq
            WHERE x.tenant = ?
              AND x.canonical_id = ANY (?)
            """;
    private static final String DECISIONS = """
            SELECT d.type, d.key, d.event_kind, d.state_name, d.because, d.effects, d.at
            FROM unnest(?) AS k(key)
            CROSS JOIN LATERAL (
                SELECT *
                FROM decision d
                WHERE d.tenant = ? AND d.key = k.key
                ORDER BY d.id DESC
                LIMIT 25
            ) AS d
            """;
    private static final String COMMANDS = """
            SELECT DISTINCT c.id, c.key, c.name, c.target, c.system, c.subject, c.state, c.attempts, c.created_at, c.settled_at, c.external_id, c.last_answer
            FROM unnest(?) AS k(id)
            CROSS JOIN LATERAL (
                (SELECT * FROM command c WHERE c.tenant = ? AND c.subject = k.id ORDER BY c.id DESC LIMIT 15)
                UNION ALL
                (SELECT * FROM command c WHERE c.tenant = ? AND c.process_key = k.id ORDER BY c.id DESC LIMIT 25)
            ) AS c
            ORDER BY c.id
            """;
    private static final String EXCEPTIONS = """
            SELECT id, owner, subject, says, remedy, opened_at
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
              AND (subject = ANY (?) OR trace_key = ANY (?) OR origin_key = ANY (?))
            ORDER BY (severity = 'HIGH') DESC, id
            LIMIT 50
            """;
    private static final String INSTANCES = """
            SELECT type || '/' || key AS path
            FROM process_instance
            WHERE tenant = ?
              AND key = ANY (?)
            """;
    private static final String IDS = """
            SELECT canonical_id, system, external_id, system || ' ' || object_type || ' ' || external_id AS record
            FROM cross_reference
            WHERE tenant = ?
              AND canonical_id = ANY (?)
            """;

    private final Connection connection;
    private final String tenant;
    private final Map<String, Held> things;
    private final Sql.Column keys;

    StorySteps(Connection connection, TenantId tenant, List<Held> things) {
        this.connection = connection;
        this.tenant = tenant.value();
        this.things = things.stream().collect(Collectors.toMap(Held::id, t -> t));
        this.keys = Sql.texts(things, Held::id);
    }

    /** One system's id of one thing. */
    record Known(String canonicalId, String system, String externalId, String record) {}

    /** A command and how far it is. */
    record Sent(
            String key,
            String name,
            String system,
            String subject,
            String state,
            int attempts,
            Instant at,
            Optional<Instant> settledAt,
            Optional<String> externalId,
            Optional<String> answer) {
        boolean open() {
            return state.equals("ready") || state.equals("uncertain") || state.equals("accepted");
        }

        boolean shadowed() {
            return state.equals("shadowed");
        }
    }

    record Stuck(long id, String owner, String subject, String says, String remedy, Instant at) {}

    List<Known> ids() throws SQLException {
        return Sql.query(
                connection,
                IDS,
                r -> new Known(
                        r.getString("canonical_id"),
                        r.getString("system"),
                        r.getString("external_id"),
                        r.getString("record")),
                tenant,
                keys);
    }

    List<Sent> commands() throws SQLException {
        return Sql.query(connection, COMMANDS, StorySteps::sent, keys, tenant, tenant);
    }

    List<Stuck> exceptions(List<Known> known) throws SQLException {
        List<String> paths = Sql.query(connection, INSTANCES, r -> r.getString("path"), tenant, keys);
        return Sql.query(
                connection,
                EXCEPTIONS,
                r -> new Stuck(
                        r.getLong("id"),
                        r.getString("owner"),
                        r.getString("subject"),
                        r.getString("says"),
                        r.getString("remedy"),
                        Sql.instant(r, "opened_at")),
                tenant,
                keys,
                Sql.texts(known, Known::record),
                Sql.texts(paths, p -> p));
    }

    List<Threads.Step> steps(List<Sent> commands, List<Stuck> stuck, List<LedgerReader.ProjectTotal> totals)
            throws SQLException {
        List<Threads.Step> steps = new ArrayList<>();
        steps.addAll(Sql.query(connection, CHANGES, this::change, tenant, keys));
        steps.addAll(Sql.query(connection, DECISIONS, this::decision, keys, tenant));
        commands.forEach(c -> steps.addAll(sentAndAnswered(c)));
        stuck.forEach(e -> steps.add(new Threads.Step(
                e.at(), "exception", "throughline", title(e.subject()), e.says(), Optional.of(e.remedy()))));
        steps.sort(Comparator.comparing(Threads.Step::at));
        if (!steps.isEmpty()) {
            Instant newest = steps.getLast().at();
            totals.forEach(t -> steps.add(posted(newest, t)));
        }
        return steps;
    }

    private Threads.Step change(ResultSet row) throws SQLException {
        String fate = Optional.ofNullable(row.getString("fate")).orElse("");
        String record = row.getString("object_type") + " " + row.getString("external_id");
        String says = fate.isEmpty()
                ? "%s was captured and waits for translation".formatted(record)
                : "%s: %s".formatted(record, fate);
        return new Threads.Step(
                Sql.instant(row, "received_at"),
                fate.equals("applied") ? "applied" : "captured",
                row.getString("system"),
                title(row.getString("canonical_id")),
                says + ", came by " + row.getString("via"),
                Optional.ofNullable(row.getString("reason")).filter(r -> !r.isBlank()));
    }

    private Threads.Step decision(ResultSet row) throws SQLException {
        String because = row.getString("because");
        return new Threads.Step(
                Sql.instant(row, "at"),
                "decided",
                "throughline",
                title(row.getString("key")),
                "%s is %s after %s%s"
                        .formatted(
                                row.getString("type"),
                                row.getString("state_name"),
                                row.getString("event_kind"),
                                because.isBlank() ? "" : ": " + because),
                Optional.ofNullable(row.getString("effects")).filter(e -> !e.isBlank()));
    }

    private List<Threads.Step> sentAndAnswered(Sent sent) {
        List<Threads.Step> steps = new ArrayList<>();
        steps.add(new Threads.Step(
                sent.at(),
                sent.shadowed() ? "not sent" : "sent",
                "throughline",
                title(sent.subject()),
                "%s for %s".formatted(sent.name(), sent.system()),
                Optional.of(sent.key())));
        sent.settledAt()
                .ifPresent(at -> steps.add(new Threads.Step(
                        at,
                        "answered",
                        sent.shadowed() ? "throughline" : sent.system(),
                        title(sent.subject()),
                        "%s: %s%s"
                                .formatted(
                                        sent.name(),
                                        sent.state(),
                                        sent.externalId().map(id -> " as " + id).orElse("")),
                        sent.answer())));
        return steps;
    }

    private static Threads.Step posted(Instant at, LedgerReader.ProjectTotal total) {
        return new Threads.Step(
                at,
                "posted",
                "throughline",
                "ledger",
                "%s %s: %s %s"
                        .formatted(
                                Stands.words(total.kind().name()),
                                Stands.words(total.place().name()),
                                total.currency(),
                                plain(total.amount())),
                Optional.of("quantity " + plain(total.quantity())));
    }

    static String plain(BigDecimal value) {
        return value.toPlainString();
    }

    private String title(String id) {
        Held thing = things.get(id);
        return thing == null ? id : thing.title();
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(
                row.getString("key"),
                row.getString("name"),
                Optional.ofNullable(row.getString("system")).orElse(row.getString("target")),
                row.getString("subject"),
                row.getString("state"),
                row.getInt("attempts"),
                Sql.instant(row, "created_at"),
                Sql.optionalInstant(row, "settled_at"),
                Optional.ofNullable(row.getString("external_id")),
                Optional.ofNullable(row.getString("last_answer")).filter(a -> !a.isBlank()));
    }
}
