package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Stores what was read of a system, and takes up what the system says that it cannot tell: a gap of one record is fetched, a gap of many is read again. */
final class Intake {
    private final CaptureWriter writer;
    private final InstantSource clock;
    private final Runnable captured;

    Intake(CaptureWriter writer, InstantSource clock, Runnable captured) {
        this.writer = writer;
        this.clock = clock;
        this.captured = captured;
    }

    /** @return how many of the changes were not here yet; durable when the caller's transaction commits */
    int page(Connection connection, Source source, Capture.Via via, ReadResult.Page page) throws SQLException {
        int stored = changes(connection, source.tenant(), source.system(), via, page.changes());
        gaps(connection, source.tenant(), source.system(), page.gaps());
        return stored;
    }

    int changes(Connection connection, TenantId tenant, SystemId system, Capture.Via via, List<Change> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        return (int) writer
                .append(
                        connection,
                        changes.stream()
                                .map(c -> CaptureWriter.Incoming.of(tenant, system, via, c, now))
                                .toList())
                .stream()
                .filter(r -> r instanceof Capture.Receipt.Stored)
                .count();
    }

    private void gaps(Connection connection, TenantId tenant, SystemId system, List<ReadResult.Gap> gaps)
            throws SQLException {
        Instant now = clock.instant();
        List<Touched.Notice> records = new ArrayList<>();
        for (ReadResult.Gap gap : gaps) {
            if (gap.record().isPresent()) {
                records.add(new Touched.Notice(
                        tenant,
                        system,
                        gap.objectType(),
                        gap.record().get(),
                        system + "/" + gap.objectType() + "/" + gap.record().get(),
                        false));
            } else {
                Rereads.ask(connection, new Source(tenant, system, gap.objectType()), gap.since(), gap.reason(), now);
            }
        }
        Touched.note(connection, records, now);
    }

    /** After the commit. */
    void announce(int stored) {
        if (stored > 0) {
            captured.run();
        }
    }
}
