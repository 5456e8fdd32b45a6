package dev.throughline.hub.ledger;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Posts inside the caller's transaction: lines, moves, balances and project totals, a few statements for a call of any size. What a call does to each place is judged at its end,
 * so the order of its postings does not matter. Rows are always touched in the order of their keys, so that two callers wait for each other and never deadlock. Stateless.
 */
public final class LedgerWriter {
    /** The first posting of a line says what it is; how it was priced, where it counts and how it reads follow every posting that brings it in or takes it out. */
    private static final String OPEN_LINES = """
            INSERT INTO ledger_line (tenant, source, kind, project, contract, customer, legal_entity, worked_on, description, pricing, opened_at, phase, role)
            SELECT ?, l.source, l.kind, l.project, l.contract, l.customer, l.legal_entity, l.worked_on::date, l.description, l.pricing, ?, l.phase, l.role
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS l(source, kind, project, contract, customer, legal_entity, worked_on, description, pricing, phase, role)
            ORDER BY l.source
            ON CONFLICT (tenant, source) DO NOTHING
            """;
    /** Every line is there by now; going by the conflict keeps this an index look-up a row, also when the table's statistics are stale. */
    private static final String REPRICE = """
            INSERT INTO ledger_line AS k (tenant, source, kind, project, contract, customer, legal_entity, worked_on, description, pricing, opened_at, phase, role)
            SELECT ?, l.source, '', '', NULL, NULL, NULL, '1970-01-01', l.description, l.pricing, '-infinity', l.phase, l.role
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) AS l(source, description, pricing, phase, role)
            ORDER BY l.source
            ON CONFLICT (tenant, source) DO UPDATE
            SET description = excluded.description, pricing = excluded.pricing, phase = excluded.phase, role = excluded.role
            """;

    private static final String KNOWN = """
            SELECT source, kind, project, coalesce(legal_entity, '') AS legal_entity, worked_on, description, pricing, phase, role
            FROM ledger_line
            WHERE tenant = ?
              AND source = ANY(?::text[])
            """;
    private static final String POST = """
            INSERT INTO ledger_posting (tenant, source, from_place, to_place, quantity, amount, currency, cause, event_id, process_type, process_key, invoice, at)
            SELECT ?, p.source, p.from_place, p.to_place, p.quantity, p.amount, p.currency, p.cause, p.event_id, p.process_type, p.process_key, p.invoice, ?
            FROM unnest(?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                AS p(source, from_place, to_place, quantity, amount, currency, cause, event_id, process_type, process_key, invoice, nth)
            ORDER BY p.nth
            """;
    /** Answers the balances that look wrong. Joins nothing: on a table whose statistics are stale a join of a batch may become quadratic. */
    private static final String MOVE = """
            WITH moved AS (
                INSERT INTO ledger_balance AS b (tenant, source, place, currency, project, worked_on, quantity, amount)
                SELECT ?, n.source, n.place, n.currency, n.project, n.worked_on::date, n.quantity, n.amount
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])
                    AS n(source, place, currency, project, worked_on, quantity, amount)
                ORDER BY n.source, n.place, n.currency
                ON CONFLICT (tenant, source, place, currency) DO UPDATE
                SET quantity = b.quantity + excluded.quantity, amount = b.amount + excluded.amount
                RETURNING b.source, b.place, b.currency, b.quantity, b.amount
            )
            SELECT source, place, currency, quantity, amount
            FROM moved
            WHERE quantity < 0
               OR (quantity = 0 AND amount <> 0)
            ORDER BY source, place, currency
            """;

    private static final String SWEEP = """
            DELETE FROM ledger_balance
            WHERE tenant = ?
              AND source = ANY(?::text[])
              AND quantity = 0
              AND amount = 0
            """;
    /**
     * Posts what one process instance decided.
     *
     * @param processType the process that decided, with {@code processKey} its instance
     * @param entries     may be empty
     * @throws LedgerViolation as {@link #postAll} does
     */
    public void post(
            Connection connection,
            TenantId tenant,
            String processType,
            String processKey,
            List<Entry> entries,
            Instant at)
            throws SQLException {
        postAll(connection, tenant, List.of(new Batch(processType, processKey, entries)), at);
    }

    /**
     * Posts what many instances decided. A transaction should call it once: several calls may touch rows in an order in which two transactions deadlock.
     *
     * @throws LedgerViolation when a place other than {@link Place#OUTSIDE} would hold less than nothing, or of a time line money without hours; roll back then
     */
    public void postAll(Connection connection, TenantId tenant, List<Batch> batches, Instant at) throws SQLException {
        List<Decided> entries = batches.stream()
                .flatMap(b -> b.entries().stream().map(e -> new Decided(b, e.eventId(), e.posting())))
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        Map<String, Known> known = openLines(connection, tenant, entries, at);
        append(connection, tenant, entries, at);
        List<Net> nets = net(entries, known);
        if (nets.isEmpty()) {
            return;
        }
        move(connection, tenant, nets);
        sweep(connection, tenant, nets);
        LedgerSums sums = new LedgerSums();
        for (Decided entry : entries) {
            Known line = known.get(entry.posting().line().source().id());
            sums.add(line.kind(), line.project(), line.legalEntity(), entry.posting());
        }
        sums.write(connection, tenant);
    }

    private static Map<String, Known> openLines(
            Connection connection, TenantId tenant, List<Decided> entries, Instant at) throws SQLException {
        Map<String, SourceLine> first = new TreeMap<>();
        Map<String, SourceLine> repriced = new TreeMap<>();
        for (Decided entry : entries) {
            Posting posting = entry.posting();
            String source = posting.line().source().id();
            first.putIfAbsent(source, posting.line());
            boolean pricing = posting.from() == Place.OUTSIDE || posting.to() == Place.OUTSIDE;
            if (pricing && !posting.line().pricing().isBlank()) {
                repriced.put(source, posting.line());
            }
        }
        Map<String, Known> known = known(connection, tenant, List.copyOf(first.keySet()));
        List<SourceLine> fresh = first.values().stream()
                .filter(l -> !known.containsKey(l.source().id()))
                .toList();
        if (!fresh.isEmpty()) {
            if (insertLines(connection, tenant, fresh, at) == fresh.size()) {
                fresh.forEach(l -> known.put(l.source().id(), Known.of(l)));
            } else { // another transaction opened some of them first, and what it wrote counts
                known.putAll(known(
                        connection,
                        tenant,
                        fresh.stream().map(l -> l.source().id()).toList()));
            }
        }
        Set<String> justOpened = fresh.stream().map(l -> l.source().id()).collect(Collectors.toSet());
        LedgerConversions.write(connection, tenant, repriced.values(), justOpened);
        repriced.entrySet().removeIf(e -> known.get(e.getKey()).reads(e.getValue()));
        reprice(connection, tenant, repriced);
        return known;
    }

    private static Map<String, Known> known(Connection connection, TenantId tenant, List<String> sources)
            throws SQLException {
        Map<String, Known> known = new HashMap<>();
        try (var read = Columns.of(connection, KNOWN)) {
            read.text(tenant.value())
                    .texts(sources)
                    .query(r -> known.put(
                            r.getString("source"),
                            new Known(
                                    r.getString("kind"),
                                    r.getString("project"),
                                    r.getString("legal_entity"),
                                    r.getObject("worked_on", LocalDate.class),
                                    r.getString("description"),
                                    r.getString("pricing"),
                                    r.getString("phase"),
                                    r.getString("role"))));
        }
        return known;
    }

    private static int insertLines(Connection connection, TenantId tenant, List<SourceLine> lines, Instant at)
            throws SQLException {
        try (var open = Columns.of(connection, OPEN_LINES)) {
            return open.text(tenant.value())
                    .time(at)
                    .texts(lines, l -> l.source().id())
                    .texts(lines, l -> l.kind().name())
                    .texts(lines, l -> l.project().id())
                    .texts(lines, l -> l.contract().map(r -> r.id()).orElse(null))
                    .texts(lines, l -> l.customer().map(r -> r.id()).orElse(null))
                    .texts(lines, l -> l.legalEntity().map(r -> r.id()).orElse(null))
                    .dates(lines, SourceLine::workedOn)
                    .texts(lines, SourceLine::description)
                    .texts(lines, SourceLine::pricing)
                    .texts(lines, SourceLine::phase)
                    .texts(lines, SourceLine::role)
                    .update();
        }
    }

    private static void reprice(Connection connection, TenantId tenant, Map<String, SourceLine> repriced)
            throws SQLException {
        if (repriced.isEmpty()) {
            return;
        }
        try (var reprice = Columns.of(connection, REPRICE)) {
            List<SourceLine> lines = List.copyOf(repriced.values());
            reprice.text(tenant.value())
                    .texts(List.copyOf(repriced.keySet()))
                    .texts(lines, SourceLine::description)
                    .texts(lines, SourceLine::pricing)
                    .texts(lines, SourceLine::phase)
                    .texts(lines, SourceLine::role)
                    .update();
        }
    }

    private static void append(Connection connection, TenantId tenant, List<Decided> entries, Instant at)
            throws SQLException {
        try (var post = Columns.of(connection, POST)) {
            post.text(tenant.value())
                    .time(at)
                    .texts(entries, e -> e.posting().line().source().id())
                    .texts(entries, e -> e.posting().from().name())
                    .texts(entries, e -> e.posting().to().name())
                    .decimals(entries, e -> e.posting().quantity())
                    .decimals(entries, e -> e.posting().amount().getAmount())
                    .texts(entries, e -> e.posting().amount().getCurrencyUnit().getCode())
                    .texts(entries, e -> e.posting().cause())
                    .texts(entries, Decided::eventId)
                    .texts(entries, e -> e.batch().processType())
                    .texts(entries, e -> e.batch().processKey())
                    .texts(entries, e -> e.posting().invoice().map(i -> i.id()).orElse(null))
                    .update();
        }
    }

    private static List<Net> net(List<Decided> entries, Map<String, Known> known) {
        Map<Slot, Net> nets = new LinkedHashMap<>();
        for (Decided entry : entries) {
            Posting posting = entry.posting();
            Known line = known.get(posting.line().source().id());
            add(nets, line, posting, posting.from(), true);
            add(nets, line, posting, posting.to(), false);
        }
        Collection<Net> all = nets.values();
        return all.stream()
                .filter(n -> n.quantity().signum() != 0 || n.amount().signum() != 0)
                .toList();
    }

    /** What lies outside is not the ledger's: it has no balance, it is what all the others sum to. */
    private static void add(Map<Slot, Net> nets, Known line, Posting posting, Place place, boolean leaves) {
        if (place == Place.OUTSIDE) {
            return;
        }
        BigDecimal quantity = posting.quantity();
        BigDecimal amount = posting.amount().getAmount();
        var slot = new Slot(
                posting.line().source().id(),
                place.name(),
                posting.amount().getCurrencyUnit().getCode());
        var change = leaves
                ? new Net(slot, line, quantity.negate(), amount.negate())
                : new Net(slot, line, quantity, amount);
        nets.merge(slot, change, Net::plus);
    }

    private static void move(Connection connection, TenantId tenant, List<Net> nets) throws SQLException {
        Map<String, String> kinds = new HashMap<>();
        nets.forEach(n -> kinds.put(n.slot().source(), n.line().kind()));
        try (var move = Columns.of(connection, MOVE)) {
            move
                    .text(tenant.value())
                    .texts(nets, n -> n.slot().source())
                    .texts(nets, n -> n.slot().place())
                    .texts(nets, n -> n.slot().currency())
                    .texts(nets, n -> n.line().project())
                    .dates(nets, n -> n.line().workedOn())
                    .decimals(nets, Net::quantity)
                    .decimals(nets, Net::amount)
                    .query(r -> violation(r, kinds))
                    .stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(v -> {
                        throw v;
                    });
        }
    }

    private static Optional<LedgerViolation> violation(ResultSet row, Map<String, String> kinds) throws SQLException {
        String source = row.getString("source");
        Place place = Place.valueOf(row.getString("place"));
        BigDecimal quantity = row.getBigDecimal("quantity");
        if (quantity.signum() >= 0 && !LineKind.TIME.name().equals(kinds.get(source))) {
            return Optional.empty();
        }
        String holds = quantity.signum() < 0
                ? "less than nothing: quantity " + quantity.toPlainString()
                : "money without hours: " + row.getString("currency") + " "
                        + row.getBigDecimal("amount").toPlainString();
        return Optional.of(new LedgerViolation(
                source,
                place,
                "Line %s would hold %s in %s. Nothing was posted; the process that decided it must be mended"
                        .formatted(source, holds, place)));
    }

    private static void sweep(Connection connection, TenantId tenant, List<Net> nets) throws SQLException {
        List<String> left = nets.stream()
                .filter(n -> n.quantity().signum() < 0 || n.amount().signum() != 0)
                .map(n -> n.slot().source())
                .distinct()
                .toList();
        try (var sweep = Columns.of(connection, SWEEP)) {
            sweep.text(tenant.value()).texts(left).update();
        }
    }

    private record Decided(Batch batch, String eventId, Posting posting) {}

    private record Slot(String source, String place, String currency) {}

    private record Net(Slot slot, Known line, BigDecimal quantity, BigDecimal amount) {
        Net plus(Net other) {
            return new Net(slot, line, quantity.add(other.quantity), amount.add(other.amount));
        }
    }

    private record Known(
            String kind,
            String project,
            String legalEntity,
            LocalDate workedOn,
            String description,
            String pricing,
            String phase,
            String role) {
        static Known of(SourceLine line) {
            return new Known(
                    line.kind().name(),
                    line.project().id(),
                    line.legalEntity().map(r -> r.id()).orElse(""),
                    line.workedOn(),
                    line.description(),
                    line.pricing(),
                    line.phase(),
                    line.role());
        }

        /** Whether the line is told and counted as the ledger knows it. */
        boolean reads(SourceLine line) {
            return description.equals(line.description())
                    && pricing.equals(line.pricing())
                    && phase.equals(line.phase())
                    && role.equals(line.role());
        }
    }

    /** @param eventId the event whose decision posts it */
    public record Entry(String eventId, Posting posting) {}

    /** What one process instance posts. */
    public record Batch(String processType, String processKey, List<Entry> entries) {
        public Batch {
            entries = List.copyOf(entries);
        }
    }
}
