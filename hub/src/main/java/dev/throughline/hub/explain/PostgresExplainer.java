package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.explain.Explainer.Answer.Untold;
import dev.throughline.hub.storage.Columns;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.thread.Threads;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what an id means and tells of it in one snapshot, with a handful of statements however many lines an invoice has. Thread-safe. */
public final class PostgresExplainer implements Explainer {
    static final String BILLING = "time-to-billing";

    /** Every branch is an index look-up. Lines of the ledger count too: an instalment is no canonical object. */
    private static final String FIND = """
            WITH hit AS (
                SELECT 1 AS rank, id, 'id' AS matched FROM canonical_object WHERE tenant = ? AND id = ?
                UNION ALL
                SELECT 1, source, 'id' FROM ledger_line WHERE tenant = ? AND source = ?
                UNION ALL
                (SELECT 2, canonical_id, system || ' ' || object_type || ' ' || external_id
                 FROM cross_reference WHERE tenant = ? AND external_id = ? LIMIT 50)
                UNION ALL
                SELECT 3, subject, 'command ' || key FROM command WHERE tenant = ? AND key = ?
                UNION ALL
                (SELECT 3, canonical_id, what || ' ' || name FROM search_name WHERE tenant = ? AND name = ? LIMIT 50)
            ),
            best AS (
                SELECT DISTINCT ON (id) id, rank, matched FROM hit ORDER BY id, rank, matched
            )
            SELECT b.id, b.matched, coalesce(o.type, 'Instalment') AS type
            FROM best b
            LEFT JOIN canonical_object o ON o.tenant = ? AND o.id = b.id
            LEFT JOIN ledger_line l ON l.tenant = ? AND l.source = b.id
            WHERE o.id IS NOT NULL OR l.source IS NOT NULL
            ORDER BY b.rank, b.matched, b.id
            """;

    private static final Pattern LINE = Pattern.compile("(.+):([1-9][0-9]{0,4})");
    /** A part that a cap has cut from work is explained as that work. */
    private static final Pattern PART = Pattern.compile("^([a-z]{3}_[a-z0-9]{26})~[0-9]+$");

    private static final Set<String> BILLED =
            Set.of("TimeEntry", "Expense", "UsageRecord", "Milestone", "Instalment", "Invoice");
    private static final int SUGGESTIONS_MAX = 5;
    private static final int TEXT_MAX = 200;

    private final Transactions transactions;
    private final Threads threads;
    private final MappingNames mappings;

    /** @param threads whose search gives suggestions for what is not found */
    public PostgresExplainer(Transactions transactions, Threads threads, MappingNames mappings) {
        this.transactions = transactions;
        this.threads = threads;
        this.mappings = mappings;
    }

    @Override
    public Answer explain(TenantId tenant, String id) {
        String text = Columns.storable(id.strip());
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            return new Untold(Why.UNKNOWN, "An id has 1 to %d characters".formatted(TEXT_MAX), List.of());
        }
        String whole = PART.matcher(text).replaceFirst("$1");
        Optional<Answer> answer = transactions.snapshot(c -> answer(new Reads(c, tenant), whole));
        return answer.orElseGet(() -> new Untold(
                Why.UNKNOWN,
                "Nothing has the id '%s' in any system that the hub has read".formatted(text),
                suggestions(tenant, text)));
    }

    private Optional<Answer> answer(Reads reads, String text) throws SQLException {
        List<Threads.Hit> hits = find(reads, text);
        Matcher part = LINE.matcher(text);
        if (hits.isEmpty() && part.matches()) {
            return invoiceLine(reads, find(reads, part.group(1)), Integer.parseInt(part.group(2)));
        }
        List<Threads.Hit> billed =
                hits.stream().filter(h -> BILLED.contains(h.type())).toList();
        if (billed.size() == 1) {
            return Optional.of(new Told(told(reads, billed.getFirst(), Optional.empty())));
        }
        if (billed.size() > 1) {
            return Optional.of(
                    new Untold(Why.SEVERAL, "'%s' is the id of %d things".formatted(text, billed.size()), billed));
        }
        if (!hits.isEmpty()) {
            return Optional.of(new Untold(
                    Why.NOT_BILLED,
                    "'%s' is a %s, which is no line that bills"
                            .formatted(text, hits.getFirst().type()),
                    hits));
        }
        return untranslated(reads, text);
    }

    private Optional<Answer> invoiceLine(Reads reads, List<Threads.Hit> hits, int number) throws SQLException {
        List<Threads.Hit> invoices =
                hits.stream().filter(h -> h.type().equals("Invoice")).toList();
        if (invoices.size() != 1) {
            return Optional.empty();
        }
        Explanation told = told(reads, invoices.getFirst(), Optional.of(number));
        return Optional.of(
                told.lines().isEmpty()
                        ? new Untold(Why.UNKNOWN, "That invoice has no line %d".formatted(number), invoices)
                        : new Told(told));
    }

    private Explanation told(Reads reads, Threads.Hit hit, Optional<Integer> line) throws SQLException {
        if (hit.type().equals("Invoice")) {
            Map<String, Thing> found = reads.things(List.of(hit.canonicalId()));
            return new InvoiceStory(reads, found.get(hit.canonicalId())).told(line);
        }
        return new LineStory(reads, mappings, Dossier.of(reads, hit.canonicalId())).told();
    }

    /** A record that translation holds has no canonical id yet, but a reason and somebody whose turn it is. */
    private static Optional<Answer> untranslated(Reads reads, String text) throws SQLException {
        List<Trouble> held =
                reads.untranslated(text).stream().map(LineStory::trouble).toList();
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(new Told(new Explanation(
                        text,
                        "untranslated",
                        "A record that was captured, but could not be translated yet.",
                        "Nothing of it is in the ledger: it is held before billing.",
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        held,
                        Next.turn(held),
                        List.of())));
    }

    private static List<Threads.Hit> find(Reads reads, String text) throws SQLException {
        String t = reads.firm().value();
        Connection connection = reads.connection();
        return Sql.query(
                connection,
                FIND,
                r -> new Threads.Hit(
                        r.getString("id"), r.getString("type"), r.getString("matched"), r.getString("matched")),
                t,
                text,
                t,
                text,
                t,
                text,
                t,
                text,
                t,
                text.toLowerCase(Locale.ROOT),
                t,
                t);
    }

    /** What begins alike, with ever less of the text. */
    private List<Threads.Hit> suggestions(TenantId tenant, String text) {
        int length = text.length();
        return Stream.of(length, length - 1, length - 2, length / 2)
                .filter(n -> n > 1)
                .map(n -> threads.search(tenant, text.substring(0, n), SUGGESTIONS_MAX))
                .filter(hits -> !hits.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
