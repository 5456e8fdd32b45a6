package dev.throughline.connector.spi;

import dev.throughline.model.ObjectType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Changes that are pulled: polling, event logs, files. Keeps no position in memory. Thread-safe for different object types. */
public interface ChangeSource {
    /** What can be read, in the order in which a first load should read it (parents before children). */
    Set<ObjectType> objects();

    /**
     * Reads the next changes.
     *
     * @param cursor empty for everything the system holds: there is no silent default horizon
     * @param limit  the most changes wanted; a page may be smaller, and the hub never concludes anything from its size
     */
    ReadResult read(ObjectType objectType, Optional<Cursor> cursor, int limit);

    /** The cursor that reads everything changed at or after a moment. */
    Cursor startingAt(ObjectType objectType, Instant from);
}
