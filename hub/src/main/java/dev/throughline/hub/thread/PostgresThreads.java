package dev.throughline.hub.thread;

import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.hub.storage.Columns;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The search box and the story, read in one snapshot each. A dozen statements however much work a project holds. Thread-safe. */
public final class PostgresThreads implements Threads {
    /** Every branch is an index look-up and brings at most a page; the best name of a thing wins. */
    private static final String SEARCH = """
            WITH hit AS (
                SELECT 1 AS rank, id AS canonical_id, 'id' AS matched FROM canonical_object WHERE tenant = ? AND id = ?
                UNION ALL
                (SELECT 1, canonical_id, system || ' ' || object_type || ' ' || external_id
                 FROM cross_reference WHERE tenant = ? AND external_id = ? LIMIT 50)
                UNION ALL
                SELECT 2, subject, 'command ' || key FROM command WHERE tenant = ? AND key = ?
                UNION ALL
                (SELECT 3, canonical_id, what || ' ' || name FROM search_name WHERE tenant = ? AND name = ? LIMIT 50)
                UNION ALL
                (SELECT 4, id, 'correlation ' || correlation_id
                 FROM canonical_object WHERE tenant = ? AND correlation_id = ? AND type NOT IN ('TimeEntry', 'Expense', 'UsageRecord') LIMIT 50)
                UNION ALL
                (SELECT 5, canonical_id, what || ' ' || name FROM search_name WHERE tenant = ? AND name LIKE ? ORDER BY name LIMIT 50)
            ),
            best AS (
                SELECT DISTINCT ON (canonical_id) canonical_id, rank, matched
                FROM hit
                ORDER BY canonical_id, rank
            )
            SELECT o.id, o.type, o.body, o.updated_at, b.matched
            FROM best b
            JOIN canonical_object o ON o.tenant = ? AND o.id = b.canonical_id
            ORDER BY b.rank, b.matched, o.id
            LIMIT ?
            """;

    private static final int LIMIT_MAX = 100;
    private static final int TEXT_MAX = 200;

    private final Transactions transactions;
    private final LedgerReader ledger = new LedgerReader();

    public PostgresThreads(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Hit> search(TenantId tenant, String text, int limit) {
        String exact = Columns.storable(text.strip());
        if (exact.isEmpty()) {
            return List.of();
        }
        String lower = exact.substring(0, Math.min(exact.length(), TEXT_MAX)).toLowerCase(Locale.ROOT);
        String prefix = lower.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        String t = tenant.value();
        return transactions.run(c -> Sql.query(
                c,
                SEARCH,
                PostgresThreads::hit,
                t,
                exact,
                t,
                exact,
                t,
                exact,
                t,
                lower,
                t,
                exact,
                t,
                prefix,
                t,
                Math.clamp(limit, 1, LIMIT_MAX)));
    }

    @Override
    public Optional<Story> story(TenantId tenant, String canonicalId) {
        String id = Columns.storable(canonicalId);
        return transactions.snapshot(c -> {
            List<Held> things = ThingWalk.from(c, tenant, id);
            return things.isEmpty() ? Optional.empty() : Optional.of(story(c, tenant, things));
        });
    }

    private Story story(Connection connection, TenantId tenant, List<Held> things) throws SQLException {
        var steps = new StorySteps(connection, tenant, things);
        List<StorySteps.Known> known = steps.ids();
        List<StorySteps.Sent> commands = steps.commands();
        List<StorySteps.Stuck> stuck = steps.exceptions(known);
        List<String> projects =
                things.stream().filter(t -> t.is("Project")).map(Held::id).toList();
        List<LedgerReader.ProjectTotal> totals =
                projects.isEmpty() ? List.of() : ledger.totals(connection, tenant, projects);
        return new Story(
                things.getFirst().id(),
                things.getFirst().title(),
                Stands.says(things, commands, stuck, totals),
                things.stream().map(t -> shown(t, known)).toList(),
                steps.steps(commands, stuck, totals),
                stuck.stream().map(StorySteps.Stuck::id).toList());
    }

    private static Threads.Thing shown(Held thing, List<StorySteps.Known> known) {
        Map<String, String> ids = new LinkedHashMap<>();
        known.stream()
                .filter(k -> k.canonicalId().equals(thing.id()))
                .forEach(k -> ids.put(k.system(), k.externalId()));
        return new Threads.Thing(thing.id(), thing.type(), thing.title(), thing.status(), ids);
    }

    private static Hit hit(ResultSet row) throws SQLException {
        var thing = new Held(
                row.getString("id"),
                row.getString("type"),
                Json.tree(row.getString("body")),
                Sql.instant(row, "updated_at"));
        return new Hit(thing.id(), thing.type(), thing.title(), row.getString("matched"));
    }
}
