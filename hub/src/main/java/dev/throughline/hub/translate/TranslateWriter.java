package dev.throughline.hub.translate;

import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.capture.Touched;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.exceptions.ExceptionWriter;
import dev.throughline.hub.observe.FateCounter;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.thread.SearchWriter;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what a batch of changes came to, in sets and in one order for all writers. */
final class TranslateWriter {
    private static final String FATES = """
            INSERT INTO change_fate (partition, seq, fate, reason, mapping, at)
            SELECT f.*, ? FROM unnest(?, ?, ?, ?, ?) f
            ON CONFLICT (partition, seq) DO UPDATE
            SET fate = excluded.fate, reason = excluded.reason, mapping = excluded.mapping, at = excluded.at
            """;

    /** By pairs: a batch may hold several partitions, whose numbers are the same ones. */
    private static final String EARLIER = """
            SELECT c.partition, c.seq, c.fate
            FROM unnest(?, ?) f(partition, seq) JOIN change_fate c ON c.partition = f.partition AND c.seq = f.seq
            """;

    private final EventLog events;
    private final ExceptionWriter exceptions = new ExceptionWriter();
    private final SearchWriter search = new SearchWriter();
    private final AuditWriter audit = new AuditWriter();
    private final FateCounter counter = new FateCounter();

    TranslateWriter(EventLog events) {
        this.events = events;
    }

    /** @param inForce the mappings that translated every change that asked for no others */
    void write(
            Connection connection,
            TenantId tenant,
            Outcome outcome,
            Set<String> fresh,
            RecordMapper inForce,
            Instant now)
            throws SQLException {
        ObjectStore.save(connection, tenant, outcome.rows.values(), fresh, now);
        CrossReferences.link(connection, tenant, outcome.links.values(), now);
        search.names(
                connection,
                tenant,
                outcome.names.stream()
                        .map(n -> new SearchWriter.Name(n.name(), n.canonicalId(), n.what()))
                        .toList());
        Retranslation.await(connection, tenant, outcome.waiting, now);
        Touched.note(
                connection,
                outcome.contested.stream().map(TranslateWriter::contested).toList(),
                now);
        fates(connection, tenant, outcome.ended, Optional.of(inForce.version(tenant)), now);
        desk(connection, tenant, outcome, now);
        // Last, for these two hold rows that every other batch wants.
        events.append(connection, tenant, outcome.events);
        audit.append(connection, tenant, List.of(entry(outcome, inForce.digest(tenant), now)));
    }

    /** Changes that nothing could be done with; kept, counted, and on the desk. */
    void dead(Connection connection, List<ChangeRow> rows, String why, Instant now) throws SQLException {
        for (ChangeRow row : rows) {
            var ended = List.of(new Outcome.Ended(row, Fate.HELD, "dead: " + why));
            fates(connection, row.tenant(), ended, Optional.empty(), now);
            exceptions.raise(
                    connection,
                    row.tenant(),
                    List.of(raised(new Outcome.Trouble(
                            row,
                            "DEAD_LETTER",
                            dev.throughline.processes.Problem.Owner.INTEGRATION,
                            dev.throughline.processes.Problem.Severity.HIGH,
                            "%s could not be translated: %s".formatted(row.record(), why),
                            "Mend the cause, then retry: the record is kept as it came"))),
                    now);
        }
    }

    private void fates(
            Connection connection, TenantId tenant, List<Outcome.Ended> ended, Optional<Integer> inForce, Instant now)
            throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        Map<String, Long> delta = new HashMap<>();
        earlier(connection, ended).forEach(f -> delta.merge(f, -1L, Long::sum));
        ended.forEach(e -> delta.merge(e.fate().stored(), 1L, Long::sum));
        Sql.update(
                connection,
                FATES,
                now,
                Sql.shorts(ended, e -> e.row().position().partition()),
                Sql.longs(ended, e -> e.row().position().seq()),
                Sql.texts(ended, e -> e.fate().stored()),
                Sql.texts(ended, e -> e.reason().isEmpty() ? null : e.reason()),
                Sql.integers(ended, e -> e.row().mapping().or(() -> inForce).orElse(null)));
        counter.add(connection, tenant, delta);
    }

    private static List<String> earlier(Connection connection, List<Outcome.Ended> ended) throws SQLException {
        return Sql.query(
                connection,
                EARLIER,
                r -> r.getString(3),
                Sql.shorts(ended, e -> e.row().position().partition()),
                Sql.longs(ended, e -> e.row().position().seq()));
    }

    private static Touched.Notice contested(ChangeRow row) {
        return new Touched.Notice(
                row.tenant(),
                new SystemId(row.system()),
                new ObjectType(row.objectType()),
                new ExternalId(row.externalId()),
                row.correlationId(),
                true);
    }

    /** Exceptions of a record close by themselves once a change of it succeeds. */
    private void desk(Connection connection, TenantId tenant, Outcome outcome, Instant now) throws SQLException {
        List<String> mended = outcome.ended.stream()
                .filter(e -> e.fate() == Fate.APPLIED || e.fate() == Fate.UNCHANGED || e.fate() == Fate.IGNORED)
                .map(e -> e.row().record())
                .distinct()
                .toList();
        exceptions.closeAll(connection, tenant, mended, "throughline", "the record was taken", now);
        exceptions.raise(
                connection,
                tenant,
                outcome.troubles.stream().map(TranslateWriter::raised).toList(),
                now);
    }

    private static ExceptionWriter.Raised raised(Outcome.Trouble trouble) {
        return new ExceptionWriter.Raised(
                ExceptionWriter.Origin.TRANSLATE,
                trouble.row().position().toString(),
                trouble.row().record(),
                trouble.code(),
                "translate",
                trouble.owner().name(),
                trouble.severity().name(),
                trouble.row().record(),
                trouble.says(),
                trouble.remedy(),
                Optional.empty(),
                Optional.empty(),
                trouble.row().correlationId());
    }

    /** One entry for the batch: which changes, by which mappings, to what; the rows themselves are kept for ever and hashed in. */
    private static AuditWriter.Row entry(Outcome outcome, String mappings, Instant now) {
        Map<String, Integer> fates = new java.util.TreeMap<>();
        StringBuilder content = new StringBuilder();
        for (Outcome.Ended e : outcome.ended) {
            fates.merge(e.fate().stored(), 1, Integer::sum);
            content.append(e.row().position())
                    .append(' ')
                    .append(e.row().token())
                    .append(' ')
                    .append(e.fate().stored())
                    .append('\n');
        }
        String first = outcome.ended.getFirst().row().position().toString();
        String last = outcome.ended.getLast().row().position().toString();
        return new AuditWriter.Row(
                now,
                "throughline",
                "translate",
                first + ".." + last,
                "",
                Json.text(Map.of(
                        "fates",
                        fates,
                        "mappings",
                        mappings,
                        "objects",
                        outcome.rows.size(),
                        "digest",
                        Identity.digest(content.toString()))),
                outcome.ended.getFirst().row().correlationId());
    }
}
