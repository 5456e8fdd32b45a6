package dev.throughline.hub.exceptions;

import dev.throughline.hub.EventAppender;
import dev.throughline.hub.Replayer;
import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.storage.Columns;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The desk in the table {@code exception}. Each action is one transaction: the row, what it sets off, and the audit are kept together or not at all. Thread-safe. */
public final class PostgresExceptions implements Exceptions {
    private static final String COLUMNS = """
            SELECT id, code, domain, owner, severity, subject, says, remedy, at_stake, currency, opened_at, last_seen_at, times,
                   assignee, state, closed_by, closed_why, origin, origin_key, correlation_id, version
            FROM exception
            """;
    private static final String MATCHING = """
            WHERE tenant = ?
              AND state = ?
              AND domain = coalesce(?, domain)
              AND owner = coalesce(?, owner)
              AND code = coalesce(?, code)
              AND strpos(lower(subject || ' ' || says), lower(?)) > 0
            """;
    private static final String LIST = COLUMNS + MATCHING + """
              AND id < ?
            ORDER BY id DESC
            LIMIT ?
            """;
    private static final String GET = COLUMNS + """
            WHERE tenant = ?
              AND id = ?
            """;
    private static final String LOCK = GET + """
            FOR UPDATE
            """;
    private static final String LOCK_MATCHING = COLUMNS + MATCHING + """
              AND id > ?
            ORDER BY id
            LIMIT ?
            FOR UPDATE
            """;
    private static final String GROUPS = """
            SELECT code, domain, owner, coalesce(currency, '') AS currency, count(*) AS items, sum(at_stake) AS at_stake,
                   min(opened_at) AS oldest, max(remedy) AS remedy
            FROM exception
            """ + MATCHING + """
            GROUP BY code, domain, owner, coalesce(currency, '')
            ORDER BY count(*) DESC, code, domain, owner, 4
            """;
    private static final String TOUCH = """
            UPDATE exception
            SET version = version + 1
            WHERE tenant = ?
              AND id = ANY(?::bigint[])
            """;
    private static final String SKIP = """
            UPDATE exception
            SET state = 'skipped', closed_at = ?, closed_by = ?, closed_why = ?, version = version + 1
            WHERE tenant = ?
              AND id = ?
            """;
    private static final String ASSIGN = """
            UPDATE exception
            SET assignee = nullif(?, ''), version = version + 1
            WHERE tenant = ?
              AND id = ?
            """;
    private static final String CAPTURED = """
            SELECT c.version_token, c.payload, (
                SELECT v.version_token
                FROM change v
                WHERE v.tenant = c.tenant AND v.system = c.system AND v.object_type = c.object_type AND v.external_id = c.external_id
                  AND v.ordinal = c.ordinal AND starts_with(v.version_token, c.version_token || '+c')
                ORDER BY length(v.version_token) DESC, v.version_token DESC
                LIMIT 1
            ) AS corrected
            FROM change c
            WHERE c.tenant = ?
              AND c.partition = ?
              AND c.seq = ?
            """;
    private static final int PAGE_MAX = 500;
    private static final int AT_ONCE = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Transactions transactions;
    private final InstantSource clock;
    private final Replayer replayer;
    private final Again again;
    private final AuditWriter audit = new AuditWriter();

    public PostgresExceptions(Transactions transactions, InstantSource clock, Replayer replayer, EventAppender events) {
        this.transactions = transactions;
        this.clock = clock;
        this.replayer = replayer;
        this.again = new Again(replayer, events);
    }

    @Override
    public Page list(TenantId tenant, Filter filter, Optional<Long> before, int limit) {
        int size = Math.clamp(limit, 1, PAGE_MAX);
        List<Item> items = transactions.run(connection -> {
            try (var list = Columns.of(connection, LIST)) {
                return matching(list, tenant, filter)
                        .number(before.orElse(Long.MAX_VALUE))
                        .number(size + 1L)
                        .query(PostgresExceptions::item);
            }
        });
        boolean more = items.size() > size;
        List<Item> page = more ? items.subList(0, size) : items;
        return new Page(List.copyOf(page), more ? Optional.of(page.getLast().id()) : Optional.empty());
    }

    @Override
    public Optional<Item> get(TenantId tenant, long id) {
        return transactions.run(connection -> read(connection, GET, tenant, id));
    }

    @Override
    public List<Group> groups(TenantId tenant, Filter filter) {
        List<Group> parts = transactions.run(connection -> {
            try (var groups = Columns.of(connection, GROUPS)) {
                return matching(groups, tenant, filter).query(PostgresExceptions::group);
            }
        });
        Map<List<String>, Group> joined = new LinkedHashMap<>();
        parts.forEach(g -> joined.merge(List.of(g.code(), g.domain(), g.owner()), g, PostgresExceptions::join));
        return List.copyOf(joined.values());
    }

    @Override
    public void retry(TenantId tenant, long id, long version, String by) {
        act(tenant, id, version, (connection, item, at) -> {
            again.retry(connection, tenant, List.of(item), by, at);
            touch(connection, tenant, List.of(item));
            return row(item, at, by, "exception.retry", "cause believed mended", Map.of());
        });
    }

    @Override
    public int retryAll(TenantId tenant, Filter filter, String by) {
        if (!filter.state().orElse("open").equals("open")) {
            throw new IllegalArgumentException(
                    "only open exceptions can be retried, the filter asks for those that are "
                            + filter.state().orElseThrow());
        }
        int retried = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Item> items = transactions.run(connection -> retryPortion(connection, tenant, filter, from, by));
            retried += items.size();
            if (items.size() < AT_ONCE) {
                return retried;
            }
            after = items.getLast().id();
        }
    }

    private List<Item> retryPortion(Connection connection, TenantId tenant, Filter filter, long after, String by)
            throws SQLException {
        Instant at = clock.instant();
        List<Item> items;
        try (var lock = Columns.of(connection, LOCK_MATCHING)) {
            items = matching(lock, tenant, filter).number(after).number(AT_ONCE).query(PostgresExceptions::item);
        }
        if (!items.isEmpty()) {
            again.retry(connection, tenant, items, by, at);
            touch(connection, tenant, items);
            audit.append(
                    connection,
                    tenant,
                    items.stream()
                            .map(i -> row(i, at, by, "exception.retry", "all of a filter", Map.of()))
                            .toList());
        }
        return items;
    }

    @Override
    public void correct(
            TenantId tenant, long id, long version, Map<String, Object> corrections, String by, String reason) {
        Map<String, Object> wanted = new HashMap<>(corrections);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("a correction must name at least one attribute");
        }
        act(tenant, id, version, (connection, item, at) -> {
            Captured captured = captured(connection, tenant, item);
            String token = Correction.nextToken(captured.newestToken());
            replayer.corrected(
                    connection, tenant, item.originKey(), token, Correction.patched(captured.payload(), wanted));
            touch(connection, tenant, List.of(item));
            // The values stay in the corrected change; the audit says which attributes, since values may be sensitive.
            return row(
                    item,
                    at,
                    by,
                    "exception.correct",
                    reason,
                    Map.of("attributes", wanted.keySet().stream().sorted().toList(), "version", token));
        });
    }

    @Override
    public void skip(TenantId tenant, long id, long version, String by, String reason) {
        act(tenant, id, version, (connection, item, at) -> {
            again.giveUp(connection, tenant, item, by, reason, at);
            try (var skip = Columns.of(connection, SKIP)) {
                skip.time(at)
                        .text(by)
                        .text(reason)
                        .text(tenant.value())
                        .number(id)
                        .update();
            }
            return row(item, at, by, "exception.skip", reason, Map.of());
        });
    }

    @Override
    public void assign(TenantId tenant, long id, long version, String to, String by) {
        act(tenant, id, version, (connection, item, at) -> {
            try (var assign = Columns.of(connection, ASSIGN)) {
                assign.text(to.strip()).text(tenant.value()).number(id).update();
            }
            return row(item, at, by, "exception.assign", "", Map.of("to", to));
        });
    }

    private void act(TenantId tenant, long id, long version, Action action) {
        transactions.run(connection -> {
            Item item = read(connection, LOCK, tenant, id)
                    .orElseThrow(() -> new Stale("There is no exception %d".formatted(id)));
            if (!item.state().equals("open")) {
                throw new Stale("Exception %d is %s already%s; nothing is left to do"
                        .formatted(
                                id,
                                item.state(),
                                item.closedBy().map(b -> " by " + b).orElse("")));
            }
            if (item.version() != version) {
                throw new Stale("Somebody acted on exception %d since you read it; read it again".formatted(id));
            }
            AuditWriter.Row row = action.on(connection, item, clock.instant());
            audit.append(connection, tenant, List.of(row));
            return true;
        });
    }

    private static Captured captured(Connection connection, TenantId tenant, Item item) throws SQLException {
        if (!item.origin().equals("translate")) {
            throw new IllegalArgumentException(
                    "Exception %d is not about a captured record: mend its cause where it lies, then retry"
                            .formatted(item.id()));
        }
        String[] position = item.originKey().split(":", 2);
        try (var captured = Columns.of(connection, CAPTURED)) {
            return captured
                    .text(tenant.value())
                    .number(Long.parseLong(position[0]))
                    .number(Long.parseLong(position[1]))
                    .query(r -> new Captured(
                            Optional.ofNullable(r.getString("corrected")).orElse(r.getString("version_token")),
                            r.getString("payload")))
                    .stream()
                    .findFirst()
                    .orElseThrow(
                            () -> new Stale("The record behind exception %d is no longer stored".formatted(item.id())));
        }
    }

    private static void touch(Connection connection, TenantId tenant, List<Item> items) throws SQLException {
        try (var touch = Columns.of(connection, TOUCH)) {
            touch.text(tenant.value()).numbers(items, Item::id).update();
        }
    }

    private static AuditWriter.Row row(
            Item item, Instant at, String by, String action, String reason, Map<String, Object> more) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("code", item.code());
        detail.put("origin", item.origin() + " " + item.originKey());
        detail.put("subject", item.subject());
        detail.putAll(more);
        return new AuditWriter.Row(
                at,
                by,
                action,
                "exception/" + item.id(),
                reason,
                JSON.writeValueAsString(detail),
                item.correlationId());
    }

    private static Columns matching(Columns columns, TenantId tenant, Filter filter) throws SQLException {
        return columns.text(tenant.value())
                .text(filter.state().orElse("open"))
                .text(filter.domain().orElse(null))
                .text(filter.owner().orElse(null))
                .text(filter.code().orElse(null))
                .text(filter.search().map(String::strip).orElse(""));
    }

    private static Optional<Item> read(Connection connection, String sql, TenantId tenant, long id)
            throws SQLException {
        try (var read = Columns.of(connection, sql)) {
            return read.text(tenant.value()).number(id).query(PostgresExceptions::item).stream()
                    .findFirst();
        }
    }

    private static Item item(ResultSet r) throws SQLException {
        return new Item(
                r.getLong("id"),
                r.getString("code"),
                r.getString("domain"),
                r.getString("owner"),
                r.getString("severity"),
                r.getString("subject"),
                r.getString("says"),
                r.getString("remedy"),
                Optional.ofNullable(r.getBigDecimal("at_stake")),
                Optional.ofNullable(r.getString("currency")),
                Columns.instant(r, "opened_at"),
                Columns.instant(r, "last_seen_at"),
                r.getInt("times"),
                Optional.ofNullable(r.getString("assignee")),
                r.getString("state"),
                Optional.ofNullable(r.getString("closed_by")),
                Optional.ofNullable(r.getString("closed_why")),
                r.getString("origin"),
                r.getString("origin_key"),
                r.getString("correlation_id"),
                r.getLong("version"));
    }

    private static Group group(ResultSet r) throws SQLException {
        BigDecimal stake = r.getBigDecimal("at_stake");
        return new Group(
                r.getString("code"),
                r.getString("domain"),
                r.getString("owner"),
                r.getLong("items"),
                stake == null ? Map.of() : Map.of(r.getString("currency"), stake),
                Columns.instant(r, "oldest"),
                r.getString("remedy"));
    }

    private static Group join(Group a, Group b) {
        Map<String, BigDecimal> stakes = new LinkedHashMap<>(a.atStakeByCurrency());
        b.atStakeByCurrency().forEach((currency, stake) -> stakes.merge(currency, stake, BigDecimal::add));
        return new Group(
                a.code(),
                a.domain(),
                a.owner(),
                a.count() + b.count(),
                stakes,
                a.oldest().isBefore(b.oldest()) ? a.oldest() : b.oldest(),
                a.remedy());
    }

    private record Captured(String newestToken, String payload) {}

    /** What is done to an open, locked item; answers the row for the audit. */
    private interface Action {
        AuditWriter.Row on(Connection connection, Item item, Instant at) throws SQLException;
    }
}
