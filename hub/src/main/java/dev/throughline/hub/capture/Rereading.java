package dev.throughline.hub.capture;

import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes gaps: reads from the last certain moment to the present end, then goes through the system's own inventory and has fetched whatever is still not here. What the
 * inventory holds and the hub does not can so be neither lost nor overlooked.
 */
final class Rereading {
    private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);
    private static final int PAGE = 1_000;
    private static final int PAGES_PER_TURN = 50;

    private static final String MISSING = """
            SELECT i.external_id
            FROM unnest(?, ?) AS i(external_id, ordinal)
            WHERE NOT EXISTS (
                SELECT 1 FROM change c
                WHERE c.tenant = ? AND c.system = ? AND c.object_type = ? AND c.external_id = i.external_id AND c.ordinal >= i.ordinal
            )
            """;

    private final Transactions transactions;
    private final Systems systems;
    private final Intake intake;
    private final InstantSource clock;

    Rereading(Transactions transactions, Systems systems, Intake intake, InstantSource clock) {
        this.transactions = transactions;
        this.systems = systems;
        this.intake = intake;
        this.clock = clock;
    }

    /** Reads on where re-reads are under way. */
    List<Poller.Turn> goOn(TenantId tenant, SystemId system) {
        Optional<Connector> connector = systems.connector(tenant, system);
        if (connector.isEmpty()) {
            return List.of();
        }
        List<Poller.Turn> turns = new ArrayList<>();
        for (int page = 0; page < PAGES_PER_TURN; page++) {
            List<Rereads.Reread> underWay = transactions.run(c -> Rereads.underWay(c, tenant, system));
            if (underWay.isEmpty()) {
                return turns;
            }
            boolean moved = false;
            for (Rereads.Reread one : underWay) {
                Step step = step(connector.get(), one);
                intake.announce(step.stored);
                turns.add(new Poller.Turn(step.read, step.stored, step.trouble));
                moved |= step.moved;
            }
            if (!moved) {
                return turns;
            }
        }
        return turns;
    }

    private record Step(int read, int stored, boolean moved, Optional<Trouble> trouble) {}

    private Step step(Connector connector, Rereads.Reread one) {
        ReadResult answer = ask(connector, one);
        return transactions.run(c -> switch (answer) {
            case ReadResult.Page page when one.phase() == Rereads.Phase.READING -> keep(c, connector, one, page);
            case ReadResult.Page page -> prove(c, one, page);
            case ReadResult.Expired(var reason, var _) -> {
                Rereads.advance(c, one, one.phase(), Optional.empty(), 0, 0, clock.instant());
                Rereads.failed(c, one.source(), "begins again, since its position expired: " + reason);
                yield new Step(0, 0, false, Optional.empty());
            }
            case ReadResult.Failed(var trouble) -> {
                Rereads.failed(c, one.source(), trouble.says());
                yield new Step(0, 0, false, Optional.of(trouble));
            }
        });
    }

    private static ReadResult ask(Connector connector, Rereads.Reread one) {
        var type = one.source().type();
        Optional<ReadResult> answer = switch (one.phase()) {
            case READING ->
                connector
                        .changes()
                        .filter(s -> s.objects().contains(type))
                        .map(s -> s.read(type, Optional.of(from(s, one)), PAGE));
            case PROVING, DONE ->
                connector
                        .inventory()
                        .filter(i -> i.objects().contains(type))
                        .map(i -> i.records(type, Inventory.Window.ALL, one.cursor(), PAGE));
        };
        // A role that the system lacks has nothing to say: the phase ends.
        return answer.orElseGet(() -> new ReadResult.Page(List.of(), new Cursor("-"), false, List.of()));
    }

    private static Cursor from(ChangeSource source, Rereads.Reread one) {
        return one.cursor().orElseGet(() -> source.startingAt(one.source().type(), one.since()));
    }

    private Step keep(Connection connection, Connector connector, Rereads.Reread one, ReadResult.Page page)
            throws SQLException {
        int stored = intake.page(connection, one.source(), Capture.Via.POLL, page);
        Rereads.Phase next = page.more() ? Rereads.Phase.READING : Rereads.Phase.PROVING;
        boolean moved = Rereads.advance(
                connection,
                one,
                next,
                page.more() ? Optional.of(page.next()) : Optional.empty(),
                stored,
                0,
                clock.instant());
        if (!page.more() && connector.inventory().isEmpty()) {
            LOG.warn(
                    "{}: read again since {} ({}); the system offers nothing to prove it with",
                    one.source(),
                    one.since(),
                    one.reason());
        }
        return new Step(page.changes().size(), stored, moved, Optional.empty());
    }

    private Step prove(Connection connection, Rereads.Reread one, ReadResult.Page page) throws SQLException {
        Source source = one.source();
        List<Touched.Notice> missing = Sql.query(
                        connection,
                        MISSING,
                        r -> r.getString(1),
                        Sql.texts(page.changes(), c -> c.externalId().value()),
                        Sql.longs(page.changes(), c -> c.version().ordinal()),
                        source.tenant().value(),
                        source.system().value(),
                        source.type().value())
                .stream()
                .map(id -> new Touched.Notice(
                        source.tenant(),
                        source.system(),
                        source.type(),
                        new dev.throughline.model.ExternalId(id),
                        source.system() + "/" + source.type() + "/" + id,
                        false))
                .toList();
        Touched.note(connection, missing, clock.instant());
        boolean more = page.more() && !Optional.of(page.next()).equals(one.cursor());
        boolean moved = Rereads.advance(
                connection,
                one,
                more ? Rereads.Phase.PROVING : Rereads.Phase.DONE,
                more ? Optional.of(page.next()) : Optional.empty(),
                0,
                missing.size(),
                clock.instant());
        return new Step(page.changes().size(), 0, moved, Optional.empty());
    }
}
