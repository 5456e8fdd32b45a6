package dev.throughline.hub.decide;

import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The log of canonical events. Events of one stream of work (a project, a contract, an object) lie in one partition, in order. */
public final class EventLog {
    private static final String INSERT = """
            INSERT INTO event (partition, seq, tenant, kind, subject, at, correlation_id, body)
            SELECT e.partition, e.seq, ?, e.kind, e.subject, e.at, e.correlation_id, e.body
            FROM unnest(?, ?, ?, ?, ?, ?, ?) e(partition, seq, kind, subject, at, correlation_id, body)
            """;

    /** The size that is kept with a long text is asked for, so that what is left out is not unpacked. */
    private static final String READ = """
            SELECT partition, seq, tenant, body, there FROM (
                SELECT partition, seq, tenant, body, octet_length(body) AS bytes, sum(octet_length(body)) OVER (ORDER BY seq) AS so_far, count(*) OVER () AS there
                FROM (SELECT partition, seq, tenant, body FROM event WHERE partition = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?) AS next
            ) AS sized
            WHERE so_far - bytes < ?
            ORDER BY seq
            """;

    private static final String THESE = """
            SELECT partition, seq, tenant, body FROM event
            WHERE partition = ? AND seq = ANY (?)
            ORDER BY seq
            """;

    /** An invoice of thousands of hours is one event; a batch of them must fit into a small heap, with all that they speak of. */
    static final int BYTES_AT_ONCE = 2 << 20;

    private final int partitions;

    public EventLog(int partitions) {
        this.partitions = partitions;
    }

    private record Numbered(Position position, CanonicalEvent event) {}

    /** One event as read. */
    public record Logged(Position position, TenantId tenant, CanonicalEvent event) {}

    public void append(Connection connection, TenantId tenant, List<? extends CanonicalEvent> events)
            throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var numbering = new Logs.Numbering(
                Logs.reserve(connection, Logs.EVENT, Logs.counts(events, e -> partition(tenant, e))));
        List<Numbered> rows = events.stream()
                .map(e -> new Numbered(numbering.take(partition(tenant, e)), (CanonicalEvent) e))
                .toList();
        Sql.update(
                connection,
                INSERT,
                tenant.value(),
                Sql.shorts(rows, r -> r.position().partition()),
                Sql.longs(rows, r -> r.position().seq()),
                Sql.texts(rows, r -> r.event().getClass().getSimpleName()),
                Sql.texts(rows, r -> subject(r.event())),
                Sql.instants(rows, r -> r.event().header().at()),
                Sql.texts(rows, r -> r.event().header().correlationId()),
                Sql.texts(rows, r -> CanonicalJson.write(new Envelope(r.event()))));
    }

    /**
     * The next events of a partition: at most so many, and fewer when they are long, but always the first.
     *
     * @param after the number after which to begin
     * @param upTo  the last number to take
     */
    public static Portion read(Connection connection, short partition, long after, long upTo, int limit)
            throws SQLException {
        long[] there = {0};
        List<Logged> events = Sql.query(
                connection,
                READ,
                row -> {
                    there[0] = row.getLong(5);
                    return logged(row);
                },
                partition,
                after,
                upTo,
                limit,
                BYTES_AT_ONCE);
        return new Portion(events, events.size() == there[0] && there[0] < limit);
    }

    static List<Logged> these(Connection connection, short partition, List<Long> seqs) throws SQLException {
        return seqs.isEmpty()
                ? List.of()
                : Sql.query(connection, THESE, EventLog::logged, partition, Sql.longs(seqs, s -> s));
    }

    private static Logged logged(ResultSet row) throws SQLException {
        return new Logged(
                new Position(row.getShort(1), row.getLong(2)),
                new TenantId(row.getString(3)),
                CanonicalJson.read(row.getString(4), Envelope.class).event());
    }

    /** Gives the sealed interface a place to say which event it is. */
    private record Envelope(CanonicalEvent event) {}

    private short partition(TenantId tenant, CanonicalEvent event) {
        return Logs.partition(tenant + "|" + stream(event), partitions);
    }

    /** What the event is about. */
    static String subject(CanonicalEvent event) {
        return switch (event) {
            case CanonicalEvent.ObjectChanged e -> e.ref().id();
            case CanonicalEvent.CommandSettled e -> e.key().value();
            case CanonicalEvent.TimerFired e -> e.processType() + "/" + e.processKey();
            case CanonicalEvent.Asked e -> e.request().about();
        };
    }

    /** Work on a project is ordered by project, whatever object it arrives as. */
    private static String stream(CanonicalEvent event) {
        return switch (event) {
            case CanonicalEvent.ObjectChanged e ->
                e.after()
                        .or(e::before)
                        .flatMap(EventLog::project)
                        .orElse(e.ref().id());
            case CanonicalEvent.CommandSettled e -> e.command().stream();
            case CanonicalEvent.TimerFired e -> e.processKey();
            case CanonicalEvent.Asked e -> e.request().about();
        };
    }

    private static Optional<String> project(CanonicalObject object) {
        return switch (object) {
            case dev.throughline.model.TimeEntry t -> Optional.of(t.project().id());
            case dev.throughline.model.Expense x -> Optional.of(x.project().id());
            case dev.throughline.model.Milestone m -> Optional.of(m.project().id());
            case dev.throughline.model.UsageRecord u -> Optional.of(u.project().id());
            case dev.throughline.model.Invoice i -> i.project().map(Ref::id);
            case CanonicalObject _ -> Optional.empty();
        };
    }
}
