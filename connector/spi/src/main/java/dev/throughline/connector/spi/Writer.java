package dev.throughline.connector.spi;

import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Thread-safe. Uses the vendor's bulk or composite calls by itself when it is given many items. Never retries: retries are the hub's. */
public interface Writer {
    /**
     * Writes each item at most once per key, however often it is called.
     *
     * @param items of one object type, at most the {@link Capabilities.ObjectCapability#batchMax} of it
     * @return one result per item, in the same order; {@link WriteResult.Unknown} where the answer was lost
     */
    List<WriteResult> write(ObjectType objectType, List<WriteItem> items);

    /** Looks for the effect of an earlier write of this item. */
    Sought find(ObjectType objectType, WriteItem item);

    /** Asks after something that was {@link WriteResult.Accepted}: {@code Accepted} again while it is still under way. */
    default WriteResult poll(ObjectType objectType, String ticket) {
        return new WriteResult.Rejected("NO_TICKETS", "this system confirms every write at once", List.of());
    }

    /** What the look-up of a key found. */
    sealed interface Sought {
        record Found(ExternalId id, String version, JsonNode record) implements Sought {}

        /** The vendor surely holds nothing for this key: it is safe to write again. */
        record Absent() implements Sought {}

        record Failed(Trouble trouble) implements Sought {}
    }
}
