package dev.throughline.connector.spi;

import dev.throughline.model.ObjectType;
import java.util.Optional;
import java.util.Set;

/** Changes that a vendor pushes over a connection that we hold open, such as Salesforce's Pub/Sub API. */
public interface ChangeStream {
    Set<ObjectType> objects();

    /**
     * Opens the stream and returns at once; events are handed to the sink on the stream's own threads, one call at a time.
     *
     * @param position where to resume, empty for the oldest that the vendor still keeps
     */
    Subscription open(Optional<Cursor> position, Sink sink);

    /** Receives what the stream brings. A call returns only after the page is durable; an exception closes the stream. */
    interface Sink {
        /** Also called with no changes when a keep-alive moves the position. */
        void accept(ReadResult.Page page);

        /** The stream is closed, by the vendor or by a fault; the hub opens it again, after a re-read where the result says {@code Expired}. */
        void closed(ReadResult why);
    }

    /** An open stream. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
