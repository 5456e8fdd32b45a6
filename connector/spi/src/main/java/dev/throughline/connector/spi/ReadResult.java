package dev.throughline.connector.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answer to one request for changes. */
public sealed interface ReadResult {
    /**
     * @param changes in the order in which the system gives them; may repeat what was read before, since the overlap window is the connector's safety net
     * @param next    to be stored in the same transaction as the changes
     * @param more    true: ask again at once; false: the source is read to its end for now
     * @param gaps    stretches that the system says it cannot tell about
     */
    record Page(List<Change> changes, Cursor next, boolean more, List<Gap> gaps) implements ReadResult {
        public Page {
            changes = List.copyOf(changes);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * The stored position is no longer known to the system (an expired replay id, a lost change-tracking token). The hub re-reads from {@code rereadFrom}
     * through {@link ChangeSource#startingAt} and proves by reconciliation that nothing is missing.
     */
    record Expired(String reason, Instant rereadFrom) implements ReadResult {}

    record Failed(Trouble trouble) implements ReadResult {}

    /**
     * Changes happened that the system does not carry.
     *
     * @param record the record to be re-read, or empty when a whole object type since {@code since} must be
     */
    record Gap(
            dev.throughline.model.ObjectType objectType,
            Optional<dev.throughline.model.ExternalId> record,
            Instant since,
            String reason) {}
}
